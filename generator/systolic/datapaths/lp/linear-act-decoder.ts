import { bitLength, svLiteral } from '../../../systemverilog.ts';
import { caseTable } from '../../../views/case-table.ts';
import {
  decoderParameters,
  decoderWidths,
  logFieldsView,
  shapeName,
} from '../../../views/decoder/view.ts';
import {
  assignments,
  concatenation,
  declarations,
  localparams,
  lsbText,
  slice,
  unusedValue,
} from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import type { BusForm, LinearClass, LinearProduct } from './linear-product.ts';

/** Log to linear, once for every fraction that weights have. */
export function linearActDecoder(product: LinearProduct): Body {
  const { activation, form, classes } = product;
  const nonNegative = form === 'unsigned';
  const { log, fraction } = decoderWidths(activation);
  const octave = Math.floor(activation.maxLog / 2 ** activation.fractionBits);
  const layouts = classes.map((own) => layoutOf(own, form));
  const tabulated = layouts.some(({ isTabulated }) => isTabulated);
  const sign = 'code_i[WordWidth-1]';
  return {
    template: 'lp-linear-act-decoder',
    story: story(product),
    view: {
      localparams: localparams([
        ...decoderParameters(activation).filter(({ name }) => !nonNegative || name !== 'WordWidth'),
        ...(tabulated ? [{ name: 'LogFraction', value: fraction, why: 'F' }] : []),
        { name: 'ShiftWidth', value: log - fraction, why: 'bits of a log above its fraction' },
      ]),
      fields: logFieldsView(activation, nonNegative),
      octaves: {
        signals: declarations([
          { name: 'zero', meaning: 'the word is zero or NaR' },
          ...(form === 'twos-complement'
            ? [{ name: 'negative', meaning: 'the activation is negative' }]
            : []),
          ...(tabulated ? [{ name: 'fraction', width: 'LogFraction', meaning: 'of the log' }] : []),
          { name: 'shift', width: 'ShiftWidth', meaning: 'octaves below the largest activation' },
        ]),
        assignments: assignments({
          zero: "body == '0",
          ...(form === 'twos-complement' ? { negative: `${sign} && !zero` } : {}),
          ...(tabulated ? { fraction: 'log[LogFraction-1:0]' } : {}),
          shift: `${svLiteral(octave, log - fraction)} - ${slice('log', log - 1, fraction)}`,
        }),
      },
      classes: layouts.map((layout) => classView(layout, product)),
      bus: {
        story: busStory(form),
        assignments: assignments({
          act_o: concatenation([
            ...(form === 'unsigned' ? [] : [form === 'twos-complement' ? 'negative' : sign]),
            ...classes.map(({ name }) => name).toReversed(),
          ]),
          nar_o: nonNegative ? "1'b0" : `zero && ${sign}`,
        }),
      },
      unused: unusedValue([
        ...(nonNegative ? [`code_i[${activation.n - 1}]`] : []),
        ...(tabulated || fraction === 0 ? [] : [slice('log', fraction - 1, 0)]),
        ...layouts.flatMap(({ unused }) => unused),
      ]),
    },
  };
}

function story({ activation, weight, form, classes, sumFraction }: LinearProduct): string[] {
  const both = classes.length > 1 ? 'the largest weight of either fraction' : 'the largest weight';
  const rest =
    form === 'twos-complement'
      ? 'Magnitudes of negative activations are rounded up: shifts round down from there.'
      : 'What lies below the LSB is cut.';
  return [
    `Decoder of ${shapeName(activation)} activations: the product with ${both} (${shapeName(weight)}), ` +
      `linear, ${lsbText(sumFraction)}.`,
    '',
    `Products with all other weights are shifts of ${classes.length > 1 ? 'these' : 'this'}. ${rest}`,
  ];
}

function busStory(form: BusForm): string {
  switch (form) {
    case 'unsigned':
      return 'no activation is negative.';
    case 'sign-magnitude':
      return 'the sign above.';
    case 'twos-complement':
      return "two's complement, with one sign for all.";
  }
}

/** Where the bits of a class lie. */
interface Layout {
  readonly own: LinearClass;
  readonly isTabulated: boolean;
  readonly values: readonly bigint[];
  readonly significandBits: number;
  readonly zeros: number;
  /** Low bits of what is shifted that are below the bus. */
  readonly cut: number;
  /** Bits of what is shifted. */
  readonly bits: number;
  readonly unused: readonly string[];
}

function layoutOf(own: LinearClass, form: BusForm): Layout {
  const below = Math.max(0, -own.zerosBelow);
  const early = form === 'twos-complement' ? 0 : below;
  const values = own.significands.map((value) => value >> BigInt(early));
  const significandBits = Math.max(1, ...values.map(bitLength));
  const zeros = Math.max(0, own.zerosBelow);
  const cut = below - early;
  const bits = Math.max(significandBits + zeros, cut + own.bits);
  const moved = `${own.name}_moved`;
  return {
    own,
    isTabulated: values.some((value) => value !== values[0]),
    values,
    significandBits,
    zeros,
    cut,
    bits,
    unused: [
      ...(bits > cut + own.bits ? [slice(moved, bits - 1, cut + own.bits)] : []),
      ...(cut > 0 ? [slice(moved, cut - 1, 0)] : []),
    ],
  };
}

function classView(layout: Layout, { weight, form, converterFraction: G }: LinearProduct) {
  const { own, isTabulated, values, significandBits, zeros, cut, bits } = layout;
  const { name } = own;
  const signed = form === 'twos-complement';
  const significand = `${name}_value`;
  const kept = signed ? `${name}_less` : significand;
  const moved = `${name}_moved`;
  const top = bits - significandBits - zeros;
  const placed = concatenation([
    ...(top > 0 ? [svLiteral(0, top)] : []),
    kept,
    ...(zeros > 0 ? [signed ? `{${zeros}{negative}}` : svLiteral(0, zeros)] : []),
  ]);
  const part = bits > own.bits ? slice(moved, cut + own.bits - 1, cut) : moved;
  const one = significandBits > 1 ? `{${svLiteral(0, significandBits - 1)}, negative}` : 'negative';
  const early = Math.max(0, -own.zerosBelow) - cut;
  const lsb = `${lsbText(G - early)}${early > 0 ? ', cut' : ''}`;
  return {
    story: classStory(own, weight.fractionBits),
    signals: declarations([
      { name: significand, bits: significandBits, meaning: `of the product, ${lsb}` },
      ...(signed
        ? [
            {
              name: kept,
              bits: significandBits,
              meaning: 'less one LSB if negative: -x is ~(x - 1)',
            },
          ]
        : []),
      { name: moved, bits, meaning: 'in the octave of the activation' },
      { name, bits: own.bits, meaning: 'the product' },
    ]),
    antilog: {
      input: 'fraction',
      output: significand,
      table: isTabulated ? caseTable(values, significandBits) : null,
      significand: svLiteral(values[0] ?? 0n, significandBits),
    },
    assignments: assignments({
      ...(signed ? { [kept]: `${significand} - ${one}` } : {}),
      [moved]: `${placed} >> shift`,
      [name]: `zero ? '0 : ${signed ? `${part} ^ {${own.bits}{negative}}` : part}`,
    }),
  };
}

function classStory({ name, log }: LinearClass, fractionBits: number): string {
  const weight = `2^${log / 2 ** fractionBits}`;
  return name === 'whole'
    ? `Whole: the product with ${weight}, the largest weight whose log has no fraction.`
    : `Half: the product with ${weight}, the largest weight whose log has the fraction 1/2.`;
}
