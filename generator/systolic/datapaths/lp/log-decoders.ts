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
import type { LogProduct } from './log-product.ts';
import type { WeightCode } from './log-weight-code.ts';

const SIGN = 'code_i[WordWidth-1]';
const ZERO: Signal = { name: 'zero', meaning: 'the word is zero or NaR' };

/** Sign and log, upside down: zero is the most negative log. */
export function logWeightDecoder(weight: LpFormat, { weightCode }: LogProduct): Body {
  const { log } = decoderWidths(weight);
  const { bits, zeroBits } = weightCode;
  const marked = zeroBits === 0 ? bits : zeroBits;
  const depth = depthOf(weight, weightCode);
  return {
    template: 'lp-log-decoder',
    story: [
      `Decoder of ${shapeName(weight)} weights: the ${bits + 1} bits that a PE holds, sign and log.`,
      '',
      'The log comes upside down: the larger the weight, the smaller the number. Zero is further ' +
        `down than any log: ${zeroStory(marked, bits)}. NaR is held as zero.`,
    ],
    view: {
      ...fieldsOf(weight),
      code: {
        story: depth.story,
        signals: declarations([ZERO, depth.signal]),
        assignments: assignments({
          zero: "body == '0",
          depth: depth.value,
          weight_o: concatenation([SIGN, ...marking('depth', bits, marked)]),
          nar_o: `zero && ${SIGN}`,
        }),
      },
      unused: unusedValue(bits < log ? [slice('log', log - 1, bits)] : []),
    },
  };
}

/** Base less log; without an adder where the base is all ones but for the sign. */
export function depthOf(weight: LpFormat, { bits, base }: WeightCode) {
  const { log } = decoderWidths(weight);
  const meaning = `${base} less log, ${lsbText(weight.fractionBits)}`;
  const signal: Signal = { name: 'depth', bits, meaning };
  if (bits === log && base === 2 ** (bits - 1) - 1) {
    return {
      story: 'Upside down: offset less log takes no adder.',
      signal,
      value: log > 1 ? '{log[LogWidth-1], ~log[LogWidth-2:0]}' : 'log',
    };
  }
  return {
    story: 'Upside down: offset less log.',
    signal,
    value: `${svLiteral(base, bits)} - ${bits < log ? slice('log', bits - 1, 0) : 'log'}`,
  };
}

/** A code whose top bits are set for zero. */
function marking(name: string, bits: number, marked: number): string[] {
  const top = slice(name, bits - 1, bits - marked);
  return [
    `${marked === bits ? name : top} | ${marked > 1 ? `{${marked}{zero}}` : 'zero'}`,
    ...(marked < bits ? [slice(name, bits - marked - 1, 0)] : []),
  ];
}

function zeroStory(marked: number, bits: number): string {
  if (marked === bits) return 'all ones';
  return marked === 1 ? 'its top bit is set' : `ones in the top ${marked} bits of it`;
}

/** Sign and log, upside down, so offset that the sum with a weight's is an attenuation. */
export function logActDecoder(product: LogProduct): Body {
  const { activation, nonNegative } = product;
  const { log } = decoderWidths(activation);
  const { bits, zerosBelow } = product.actCode;
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
      code: actDepth(product),
      unused: unusedValue([
        ...(nonNegative ? [`code_i[${activation.n - 1}]`] : []),
        ...(bits < log + zerosBelow ? [slice('log', log - 1, Math.max(0, bits - zerosBelow))] : []),
      ]),
    },
  };
}

/** The section that turns the log of an activation into its code. */
export function actDepth(product: LogProduct) {
  const { activation, nonNegative, fraction, actCode } = product;
  const { log } = decoderWidths(activation);
  const { base, bits, zero, zerosBelow } = actCode;
  const read = Math.max(0, bits - zerosBelow);
  const extended =
    read < log
      ? concatenation([
          ...(read > 0 ? [slice('log', read - 1, 0)] : []),
          ...(zerosBelow > 0 ? [svLiteral(0, bits - read)] : []),
        ])
      : svSignExtend('log', log, bits, zerosBelow);
  return {
    story: 'Upside down: offset less log.',
    signals: declarations([
      ZERO,
      { name: 'depth', bits, meaning: `${base} less log, modulo 2^${bits}, ${lsbText(fraction)}` },
    ]),
    assignments: assignments({
      zero: "body == '0",
      depth: `${svLiteral(base, bits)} - ${extended}`,
      act_o: concatenation([
        ...(nonNegative ? [] : [SIGN]),
        ...(zero === null ? ['zero', 'depth'] : [`zero ? ${svLiteral(zero, bits)} : depth`]),
      ]),
      nar_o: nonNegative ? "1'b0" : `zero && ${SIGN}`,
    }),
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
