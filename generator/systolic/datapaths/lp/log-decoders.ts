import type { LpFormat } from '../../../../golden/format.ts';
import { svLiteral, svSignExtend } from '../../../systemverilog.ts';
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
  type Signal,
  slice,
  unusedValue,
} from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { type LogProduct, modulo } from './log-product.ts';
import { ones, type WeightCode } from './log-weight-code.ts';

export const SIGN = 'code_i[WordWidth-1]';
export const ZERO: Signal = { name: 'zero', meaning: 'the word is zero or NaR' };

/** Sign and log, upside down: zero is the most negative log. */
export function logWeightDecoder(weight: LpFormat, { weightCode }: LogProduct): Body {
  const { log } = decoderWidths(weight);
  const { bits } = weightCode;
  const depth = weightDepth(weight, weightCode);
  return {
    template: 'lp-log-decoder',
    story: [
      `Decoder of ${shapeName(weight)} weights: the ${bits + 1} bits that a PE holds, sign and log.`,
      '',
      'The log comes upside down: the larger the weight, the smaller the number. Zero is further ' +
        `down than any log: ${zeroStory(weightCode)}. NaR is held as zero.`,
    ],
    view: {
      ...fieldsOf(weight),
      code: {
        story: depth.story,
        signals: declarations([ZERO, depth.signal]),
        assignments: assignments({
          zero: "body == '0",
          depth: depth.value,
          weight_o: concatenation([SIGN, ...marked('depth', bits, weightCode)]),
          nar_o: `zero && ${SIGN}`,
        }),
      },
      unused: unusedValue(depth.read < log ? [slice('log', log - 1, depth.read)] : []),
    },
  };
}

interface Offset {
  readonly bits: number;
  readonly base: number;
  /** Zeros below the log where the code has a finer LSB. */
  readonly zeros?: number;
}

/** Base less log: the log inverted where the base ends in ones, an adder only above. */
export function weightDepth(weight: LpFormat, { bits, base, zeros = 0 }: Offset) {
  const { log } = decoderWidths(weight);
  const read = Math.min(log, bits - zeros);
  const inverted = zeros > 0 ? 0 : Math.min(read - 1, ones(base));
  const above = bits - inverted;
  const high = modulo(base >> inverted, 2 ** above);
  const copies = bits - zeros - read;
  const top = concatenation([
    ...(copies > 0 ? [copies > 1 ? `{${copies}{log[LogWidth-1]}}` : 'log[LogWidth-1]'] : []),
    slice('log', read - 1, inverted),
    ...(zeros > 0 ? [svLiteral(0, zeros)] : []),
  ]);
  const upper = above === 1 ? (high === 0 ? top : `~${top}`) : `${svLiteral(high, above)} - ${top}`;
  const signal: Signal = {
    name: 'depth',
    bits,
    meaning: `${base} less log, ${lsbText(weight.fractionBits + zeros)}`,
  };
  return {
    story: `Upside down: offset less log${above > 1 ? '' : ' takes no adder'}.`,
    signal,
    value: concatenation([upper, ...(inverted > 0 ? [`~${slice('log', inverted - 1, 0)}`] : [])]),
    /** Low bits of the log that are read. */
    read,
  };
}

/** A code whose top bits are set for zero. */
export function marked(name: string, bits: number, { zeroBits }: WeightCode): string[] {
  const count = zeroBits === 0 ? bits : zeroBits;
  const top = slice(name, bits - 1, bits - count);
  return [
    `${count === bits ? name : top} | ${count > 1 ? `{${count}{zero}}` : 'zero'}`,
    ...(count < bits ? [slice(name, bits - count - 1, 0)] : []),
  ];
}

function zeroStory({ bits, zeroBits }: WeightCode): string {
  if (zeroBits === 0 || zeroBits === bits) return 'all ones';
  return zeroBits === 1 ? 'its top bit is set' : `ones in the top ${zeroBits} bits of it`;
}

/** Sign and log, upside down, so offset that the sum with a weight's is an attenuation. */
export function logActDecoder(product: LogProduct): Body {
  const { activation, nonNegative } = product;
  const { log } = decoderWidths(activation);
  const depth = actDepth(product);
  return {
    template: 'lp-log-decoder',
    story: [
      `Decoder of ${shapeName(activation)} activations: what PEs read of them, ` +
        `${nonNegative ? '' : 'sign and '}log.`,
      '',
      'The log comes upside down: the larger the activation, the smaller the number. The offset makes ' +
        `the sum with the log of a weight the shift of their product. ${actZeroStory(product)}`,
    ],
    view: {
      ...fieldsOf(activation, nonNegative),
      code: {
        story: 'Upside down: offset less log.',
        signals: declarations([ZERO, depth.signal]),
        assignments: assignments({
          zero: "body == '0",
          depth: depth.value,
          act_o: concatenation([...(nonNegative ? [] : [SIGN]), ...depth.onBus]),
          nar_o: nonNegative ? "1'b0" : `zero && ${SIGN}`,
        }),
      },
      unused: unusedValue([
        ...(nonNegative ? [`code_i[${activation.n - 1}]`] : []),
        ...(depth.read < log ? [slice('log', log - 1, depth.read)] : []),
      ]),
    },
  };
}

/** The log of an activation as its code; needs `zero`. */
export function actDepth({ activation, fraction, actCode }: LogProduct) {
  const { log } = decoderWidths(activation);
  const { base, bits, zero, zerosBelow } = actCode;
  const read = Math.max(0, Math.min(log, bits - zerosBelow));
  const extended =
    read < log
      ? concatenation([
          ...(read > 0 ? [slice('log', read - 1, 0)] : []),
          ...(zerosBelow > 0 ? [svLiteral(0, bits - read)] : []),
        ])
      : svSignExtend('log', log, bits, zerosBelow);
  const meaning = `${base} less log, modulo 2^${bits}, ${lsbText(fraction)}`;
  const signal: Signal = { name: 'depth', bits, meaning };
  return {
    signal,
    value: `${svLiteral(base, bits)} - ${extended}`,
    onBus: zero === null ? ['zero', 'depth'] : [`zero ? ${svLiteral(zero, bits)} : depth`],
    /** Low bits of the log that are read. */
    read,
  };
}

function actZeroStory({ actCode }: LogProduct): string {
  return actCode.zero === null
    ? 'A bit above it marks zero and NaR.'
    : 'Zero and NaR are so far down that nothing of the product is left.';
}

function fieldsOf(format: LpFormat, nonNegative = false) {
  return {
    localparams: localparams(
      decoderParameters(format).filter(({ name }) => !nonNegative || name !== 'WordWidth'),
    ),
    fields: logFieldsView(format, nonNegative),
  };
}
