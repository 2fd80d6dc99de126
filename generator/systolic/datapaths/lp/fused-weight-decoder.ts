import { svLiteral } from '../../../systemverilog.ts';
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
  slice,
  unusedValue,
} from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import {
  type FusedLane,
  type FusedLanes,
  type FusedMode,
  scaledHalfLogs,
  storedBits,
} from './fused-lanes.ts';
import { codeText } from './linear-weight-decoder.ts';
import { marked, SIGN, weightDepth, ZERO } from './log-decoders.ts';

/** Sign and code for each lane, by mode. */
export function fusedWeightDecoder(fused: FusedLanes): Body {
  const { modes, lanes } = fused;
  const wide = modes.find(({ format }) => format.n === 8);
  const narrow = modes.filter(({ format }) => format.n < 8);
  const eight = wide === undefined ? null : eightView(wide, lanes);
  return {
    template: 'lp-fused-weight-decoder',
    story: [
      `Decoder of weight words (${modes.map(({ format }) => shapeName(format)).join(', ')}): what a PE ` +
        `holds for each lane, lane 0 low.`,
      '',
      'A lane that the mode does not use holds zero, and so does NaR.',
    ],
    view: {
      localparams: eight?.localparams ?? [],
      eight: eight?.view ?? null,
      tables: narrow.flatMap((mode) =>
        lanes.slice(0, mode.lanes).map((lane, index) => table(mode, lane, index)),
      ),
      held: held(fused),
      unused: unusedValue(eight?.unused ?? []),
    },
  };
}

/** A weight of eight bits: the log of a word, upside down. */
function eightView({ format, sf }: FusedMode, [lane]: readonly FusedLane[]) {
  if (lane?.kind !== 'log') throw new TypeError('weights of 8 bits need a lane that adds logs');
  const { weightCode } = lane.product;
  const { log } = decoderWidths(format);
  const depth = weightDepth(format, {
    bits: weightCode.bits,
    base: weightCode.base + sf * 2 ** weightCode.fractionBits,
    zeros: weightCode.fractionBits - format.fractionBits,
  });
  return {
    localparams: localparams(decoderParameters(format)),
    view: {
      fields: logFieldsView(format),
      story: depth.story,
      signals: declarations([
        ZERO,
        depth.signal,
        { name: 'weight_8_0', bits: 1 + weightCode.bits, meaning: 'sign and depth' },
        { name: 'nar_8_0', meaning: 'the weight is NaR' },
      ]),
      assignments: assignments({
        zero: "body == '0",
        depth: depth.value,
        weight_8_0: concatenation([SIGN, ...marked('depth', weightCode.bits, weightCode)]),
        nar_8_0: `zero && ${SIGN}`,
      }),
    },
    unused: depth.read < log ? [slice('log', log - 1, depth.read)] : [],
  };
}

/** Codes of the words of one lane. */
function table(mode: FusedMode, lane: FusedLane, index: number) {
  const { n } = mode.format;
  const [word, weight, nar] = ['word', 'weight', 'nar'].map((name) =>
    laneName(name, mode, index),
  ) as [string, string, string];
  const codes = codesOf(mode, lane);
  const middle = 2 ** (n - 1);
  const target = `{${nar}, ${weight}}`;
  return {
    story: `Lane ${index} of ${n} bits: every word with its sign and its code.`,
    signals: declarations([
      { name: word, bits: n, meaning: 'the weight' },
      { name: weight, bits: storedBits(lane), meaning: 'sign and code' },
      { name: nar, meaning: 'the weight is NaR' },
    ]),
    word,
    slice: slice('code_i', index * n + n - 1, index * n),
    target,
    rows: Array.from({ length: 2 ** n }, (_, value) => {
      const isNar = value === middle;
      const negative = value > middle;
      const code = codes[isNar ? 0 : negative ? 2 * middle - value : value];
      const bits = `{1'b${isNar ? 1 : 0}, 1'b${negative ? 1 : 0}, ${code?.text}}`;
      const meaning = isNar ? 'NaR' : `${negative ? '-' : ''}${code?.meaning}`;
      return `${svLiteral(value, n, 'binary')}: ${target} = ${bits};  // ${meaning}`;
    }),
  };
}

/** Of zero and the positive words, in order. */
function codesOf(mode: FusedMode, lane: FusedLane): { text: string; meaning: string }[] {
  const logs = scaledHalfLogs(mode);
  const meanings = ['0', ...logs.map((log) => `2^${log / 2 + mode.sf}`)];
  return [null, ...logs].map((log, index) => ({
    text: log === null ? zeroCode(lane) : numberCode(lane, log),
    meaning: meanings[index] ?? '',
  }));
}

function numberCode(lane: FusedLane, halves: number): string {
  if (lane.kind === 'linear') return codeText(lane.lane.codeOf(halves), false, lane.lane.code);
  const { base, bits, fractionBits } = lane.product.weightCode;
  return svLiteral(base - (halves * 2 ** fractionBits) / 2, bits);
}

function zeroCode(lane: FusedLane): string {
  if (lane.kind === 'linear') return codeText(lane.lane.code.zero, true, lane.lane.code);
  return svLiteral(lane.product.weightCode.range.zero, lane.product.weightCode.bits);
}

function laneName(name: string, { format }: FusedMode, lane: number): string {
  return `${name}_${format.n}_${lane}`;
}

/** What leaves the decoder, by mode. */
function held({ modes, lanes }: FusedLanes) {
  const byMode = modes.map((mode, index) => {
    const each = (
      text: (lane: FusedLane, at: number) => string,
      none: (lane: FusedLane) => string,
    ) =>
      concatenation(
        lanes.map((lane, at) => (at < mode.lanes ? text(lane, at) : none(lane))).toReversed(),
      );
    return {
      mode: modes.length > 1 ? svLiteral(index, modes.length > 2 ? 2 : 1) : '',
      weight: each(
        (_, at) => laneName('weight', mode, at),
        (lane) => `1'b0, ${zeroCode(lane)}`,
      ),
      nar: each(
        (_, at) => laneName('nar', mode, at),
        () => "1'b0",
      ),
    };
  });
  const [only] = byMode;
  return modes.length > 1 || only === undefined
    ? { rows: byMode, only: null }
    : { rows: [], only: { weight: only.weight, nar: only.nar } };
}
