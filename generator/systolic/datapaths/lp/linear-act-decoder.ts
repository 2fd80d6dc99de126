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
import type { BusForm, LinearBus, LinearClass } from './linear-bus.ts';
import { actDepth, SIGN, ZERO } from './log-decoders.ts';
import { type LogProduct, modulo } from './log-product.ts';

/** Log to linear, once for every fraction that weights have; beside it the log where some lane adds logs. */
export function linearActDecoder(
  bus: LinearBus,
  weights: string,
  product: LogProduct | null = null,
): Body {
  const { activation, form, classes, octave } = bus;
  const nonNegative = form === 'unsigned';
  const signed = form === 'twos-complement';
  const { log, fraction } = decoderWidths(activation);
  const layouts = classes.map((own) => layoutOf(own, form));
  const tabulated = layouts.some(({ isTabulated }) => isTabulated);
  const depth = product === null ? null : actDepth(product);
  const shiftBits = log - fraction;
  const largest = svLiteral(modulo(octave, 2 ** shiftBits), shiftBits);
  const unreadLow = tabulated ? fraction : (depth?.read ?? 0);
  return {
    template: 'lp-linear-act-decoder',
    story: story(bus, weights, product),
    view: {
      localparams: localparams([
        ...decoderParameters(activation).filter(({ name }) => !nonNegative || name !== 'WordWidth'),
        ...(tabulated ? [{ name: 'LogFraction', value: fraction, why: 'F' }] : []),
        { name: 'ShiftWidth', value: shiftBits, why: 'bits of a log above its fraction' },
      ]),
      fields: logFieldsView(activation, nonNegative),
      octaves: {
        signals: declarations([
          ZERO,
          ...(signed ? [{ name: 'negative', meaning: 'the activation is negative' }] : []),
          ...(tabulated ? [{ name: 'fraction', width: 'LogFraction', meaning: 'of the log' }] : []),
          { name: 'shift', width: 'ShiftWidth', meaning: 'octaves below the largest activation' },
        ]),
        assignments: assignments({
          zero: "body == '0",
          ...(signed ? { negative: `${SIGN} && !zero` } : {}),
          ...(tabulated ? { fraction: 'log[LogFraction-1:0]' } : {}),
          shift: `${largest} - ${slice('log', log - 1, fraction)}`,
        }),
      },
      classes: layouts.map((layout) => classView(layout, bus)),
      depth: depth === null ? null : { signals: declarations([depth.signal]), value: depth.value },
      bus: {
        story: busStory(form),
        assignments: assignments({
          act_o: concatenation([
            ...(nonNegative ? [] : [signed ? 'negative' : SIGN]),
            ...(depth?.onBus ?? []),
            ...classes.map(({ name }) => name).toReversed(),
          ]),
          nar_o: nonNegative ? "1'b0" : `zero && ${SIGN}`,
        }),
      },
      unused: unusedValue([
        ...(nonNegative ? [`code_i[${activation.n - 1}]`] : []),
        ...(unreadLow < fraction ? [slice('log', fraction - 1, unreadLow)] : []),
        ...layouts.flatMap(({ unused }) => unused),
      ]),
    },
  };
}

function story(
  { activation, form, classes, sumFraction }: LinearBus,
  weights: string,
  product: LogProduct | null,
): string[] {
  const several = classes.length > 1;
  const which = several ? 'the largest weight of either fraction' : 'the largest weight';
  const rest =
    form === 'twos-complement'
      ? 'Magnitudes of negative activations are rounded up: shifts round down from there.'
      : 'What lies below the LSB is cut.';
  return [
    `Decoder of ${shapeName(activation)} activations: the product with ${which} (${weights}), ` +
      `linear, ${lsbText(sumFraction)}.`,
    '',
    `Products with all other weights are shifts of ${several ? 'these' : 'this'}. ${rest}`,
    ...(product === null
      ? []
      : ['', 'Beside it comes the log, upside down, for the lane that adds logs.']),
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

function classView(layout: Layout, { form, converterFraction: G }: LinearBus) {
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
    story: classStory(own),
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

function classStory({ name, log }: LinearClass): string {
  const weight = `2^${log / 2}`;
  return name === 'whole'
    ? `Whole: the product with ${weight}, the largest weight whose log has no fraction.`
    : `Half: the product with ${weight}, the largest weight whose log has the fraction 1/2.`;
}
