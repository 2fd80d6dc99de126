import type { OptionsOf } from '../../../../golden/datapaths/index.ts';
import { svLiteral } from '../../../systemverilog.ts';
import { shapeName } from '../../../views/decoder/view.ts';
import {
  assignments,
  concatenation,
  declarations,
  localparams,
  lsbText,
  type Parameter,
  slice,
} from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { exampleOf } from './example.ts';
import { busBits, type LinearProduct } from './linear-product.ts';
import { codeBits, ZERO_BIT } from './linear-weight-code.ts';
import { signedTermsView } from './terms.ts';

/** Selects one of the linear activations, shifts it down, applies the sign. */
export function linearProductBody(options: OptionsOf<'lp-linear'>, product: LinearProduct): Body {
  return {
    template: 'lp-linear-product',
    story: story(options, product),
    view: {
      localparams: localparams(parameters(product)),
      weight: weightFields(product),
      select: select(product),
      shift: shift(product),
      product: terms(product),
      unused: '',
    },
  };
}

function story(options: OptionsOf<'lp-linear'>, product: LinearProduct): string[] {
  const { weight, activation, magnitudeBits, sumFraction, classes } = product;
  const largest =
    classes.length > 1 ? 'the largest weight of either fraction' : 'the largest weight';
  return [
    `Product of a weight (${shapeName(weight)}) and an activation (${shapeName(activation)}): the bits ` +
      'that a sum adds.',
    '',
    `The edge has multiplied the activation by ${largest}; all other products are shifts of that. ` +
      `The largest product has ${magnitudeBits} bits in LSBs of the sum, ${lsbText(sumFraction)}.`,
    '',
    exampleOf(options),
  ];
}

function parameters({ code, form, magnitudeBits, windowBits }: LinearProduct): Parameter[] {
  const window =
    form === 'twos-complement'
      ? { value: windowBits + 1, why: 'the magnitude and a sign' }
      : { value: windowBits, why: 'the magnitude and the bit that rounds it' };
  return [
    ...(code.shiftBits > 0
      ? [{ name: 'ShiftWidth', value: code.shiftBits, why: 'octaves below the largest weight' }]
      : []),
    { name: 'MagnitudeWidth', value: magnitudeBits, why: 'largest product' },
    ...(window.value > magnitudeBits ? [{ name: 'WindowWidth', ...window }] : []),
  ];
}

function windowName({ form, windowBits, magnitudeBits }: LinearProduct): string {
  const wider = form === 'twos-complement' || windowBits > magnitudeBits;
  return wider ? 'WindowWidth' : 'MagnitudeWidth';
}

function weightFields({ code }: LinearProduct) {
  const { shiftBits, hasHalf, hasZero, isZero } = code;
  const bits = codeBits(code);
  const recognised = isZero !== null && !hasZero;
  return {
    signals: declarations([
      { name: 'weight_negative', meaning: 'sign of the weight' },
      ...(hasHalf
        ? [{ name: 'has_half', meaning: 'the log of the weight has the fraction 1/2' }]
        : []),
      ...(shiftBits > 0
        ? [{ name: 'shift', width: 'ShiftWidth', meaning: 'octaves below the largest such weight' }]
        : []),
      ...(isZero === null ? [] : [{ name: ZERO_BIT, meaning: 'the weight is zero or NaR' }]),
    ]),
    assignments: assignments({
      weight_negative: `weight_i[${bits}]`,
      ...(hasHalf ? { has_half: `weight_i[${shiftBits}]` } : {}),
      ...(shiftBits > 0 ? { shift: 'weight_i[ShiftWidth-1:0]' } : {}),
      ...(hasZero ? { [ZERO_BIT]: `weight_i[${bits - 1}]` } : {}),
      ...(recognised ? { [ZERO_BIT]: isZero } : {}),
    }),
  };
}

function select(product: LinearProduct) {
  const { classes, form, code } = product;
  const width = windowName(product);
  const both = classes.length > 1;
  const gated = both && code.isZero !== null;
  return {
    story: both
      ? 'the activation times the largest weight of this fraction.'
      : 'the activation times the largest weight.',
    signals: declarations([
      ...classes.map(({ name }) => ({
        name: `of_${name}`,
        width,
        meaning: `product with the largest weight${both ? ` of fraction ${FRACTION[name]}` : ''}`,
      })),
      ...(gated
        ? classes.map(({ name }) => ({
            name: `takes_${name}`,
            meaning: `this weight has the fraction ${FRACTION[name]}`,
          }))
        : []),
      {
        name: 'chosen',
        width,
        signed: form === 'twos-complement',
        meaning: code.isZero === null ? 'one of them' : 'one of them, or 0',
      },
    ]),
    assignments: assignments({
      ...operands(product),
      ...(gated
        ? { takes_whole: `!has_half && !${ZERO_BIT}`, takes_half: `has_half && !${ZERO_BIT}` }
        : {}),
      chosen: chosen(product, gated),
    }),
  };
}

const FRACTION = { whole: '0', half: '1/2' } as const;

function chosen(product: LinearProduct, gated: boolean): string {
  const { classes, code } = product;
  const width = windowName(product);
  if (gated) {
    return classes.map(({ name }) => `(of_${name} & {${width}{takes_${name}}})`).join(' |\n      ');
  }
  if (classes.length > 1) return 'has_half ? of_half : of_whole';
  const only = `of_${classes[0]?.name}`;
  return code.isZero === null ? only : `${ZERO_BIT} ? '0 : ${only}`;
}

/** The classes' parts of the bus, brought to the width of the window. */
function operands(product: LinearProduct): Record<string, string> {
  const { classes, form, windowBits } = product;
  const signed = form === 'twos-complement';
  const sign = `act_i[${busBits(product) - 1}]`;
  return Object.fromEntries(
    classes.map(({ name, bits }, index) => {
      const low = index === 0 ? 0 : (classes[0]?.bits ?? 0);
      const missing = windowBits - bits;
      const value = concatenation([
        ...(signed ? [missing > 0 ? `{${missing + 1}{${sign}}}` : sign] : []),
        ...(!signed && missing > 0 ? [svLiteral(0, missing)] : []),
        slice('act_i', low + bits - 1, low),
      ]);
      return [`of_${name}`, value];
    }),
  );
}

function shift(product: LinearProduct) {
  const { form, code, magnitudeBits, windowBits } = product;
  const signed = form === 'twos-complement';
  const width = windowName(product);
  const moved = code.shiftBits === 0 ? 'chosen' : `chosen ${signed ? '>>>' : '>>'} shift`;
  return {
    cut:
      windowBits > magnitudeBits
        ? 'of what lies below the LSB one bit is left.'
        : signed
          ? "what lies below the LSB is cut, which rounds two's complement down."
          : 'what lies below the LSB is cut.',
    signals: declarations([
      {
        name: 'window',
        width,
        signed,
        meaning: signed ? 'product but for the sign of the weight' : 'magnitude of the product',
      },
      ...(form === 'sign-magnitude' ? [{ name: 'negative', meaning: 'sign of the product' }] : []),
    ]),
    assignments: assignments({
      window: moved,
      ...(form === 'sign-magnitude'
        ? { negative: `weight_negative ^ act_i[${busBits(product) - 1}]` }
        : {}),
    }),
  };
}

function terms(product: LinearProduct) {
  const { form, windowBits, magnitudeBits } = product;
  const rounds = windowBits > magnitudeBits;
  const inverts = form === 'sign-magnitude' ? 'negative' : 'weight_negative';
  const signed = form === 'twos-complement';
  return signedTermsView({
    magnitude: rounds
      ? 'window[WindowWidth-1:1]'
      : signed
        ? 'window[MagnitudeWidth-1:0]'
        : 'window',
    inverts,
    negative: signed ? 'window[MagnitudeWidth] ^ weight_negative' : inverts,
    carry: rounds ? `${inverts} ^ window[0]` : inverts,
  });
}
