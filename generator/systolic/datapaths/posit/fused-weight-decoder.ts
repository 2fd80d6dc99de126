import { decode } from '../../../../golden/exact/index.ts';
import { svLiteral } from '../../../systemverilog.ts';
import { decoderParameters, logFieldsView } from '../../../views/decoder/view.ts';
import {
  assignments,
  concatenation,
  declarations,
  localparams,
  slice,
  unusedValue,
} from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { weightAssembly } from '../scaled/decoded.ts';
import { type ScaledProduct, storedBits } from '../scaled/product.ts';
import { decoderSignals, unusedLog } from './decoders.ts';
import type { FusedPosits } from './fused-lanes.ts';
import type { PositLayout } from './layout.ts';

/** What of a word each lane holds, by mode. */
export function fusedPositWeightDecoder(fused: FusedPosits): Body {
  const { first, weights } = fused;
  const eight = eightView(weights['8'], first);
  const lanes = lanesOf(fused);
  const words = (layout: PositLayout, count: number) =>
    lanes.slice(0, count).map((lane, index) => table(layout, lane, index));
  return {
    template: 'lp-fused-weight-decoder',
    story: [
      `Decoder of weight words (${[weights['8'], weights['4'], weights['2']].map(({ format }) => format.name).join(', ')}): ` +
        'what a PE holds for each lane, lane 0 low.',
      '',
      'Lanes 0 and 1 hold {sign, distance, fraction}, lanes 2 and 3 whether the weight is -1 and whether it is 1. A lane ' +
        'that the mode does not use holds zero, and so does NaR.',
    ],
    view: {
      localparams: localparams(decoderParameters(weights['8'].fields)),
      eight: eight.view,
      tables: [...words(weights['4'], 2), ...words(weights['2'], 4)],
      held: {
        rows: [['8', 1] as const, ['4', 2] as const, ['2', 4] as const].map(([name, count], mode) =>
          held(name, count, mode, lanes),
        ),
        only: null,
      },
      unused: unusedValue(eight.unused),
    },
  };
}

/** How a lane holds a weight of 2^scale or -2^scale; null is zero. */
interface LaneCode {
  readonly bits: number;
  /** Fields of a concatenation. */
  readonly text: (negative: boolean, scale: number | null) => string;
}

function lanesOf({ first, second }: FusedPosits): LaneCode[] {
  const ternary: LaneCode = {
    bits: 2,
    text: (negative, scale) => (scale === null ? "2'b00" : negative ? "2'b10" : "2'b01"),
  };
  return [scaledCode(first), scaledCode(second), ternary, ternary];
}

function scaledCode(product: ScaledProduct): LaneCode {
  const { distanceBits, fractionBits, zero, clamped, deepest } = product.weightCode;
  return {
    bits: storedBits(product),
    text: (negative, scale) => {
      const distance = scale === null ? 0 : product.weight.top - scale;
      const isZero = scale === null || (clamped && distance > deepest);
      const code = isZero ? zero : distance * 2 ** fractionBits;
      return `1'b${negative ? 1 : 0}, ${svLiteral(code, distanceBits + fractionBits, 'binary')}`;
    },
  };
}

/** A weight of eight bits, for lane 0. */
function eightView(layout: PositLayout, product: ScaledProduct) {
  const { fields, format } = layout;
  // Distances are from the largest weight of any mode.
  const { top } = product.weight;
  const deeper = { ...layout, format: { ...format, top, depth: format.depth + top - format.top } };
  const scale = decoderSignals(deeper);
  const end = weightAssembly(
    product,
    { negative: 'code_i[WordWidth-1]', depthBits: scale.depthBits, zero: ['zero'] },
    'weight_8_0',
  );
  return {
    unused: unusedLog(deeper),
    view: {
      fields: logFieldsView(fields),
      story: 'Scale: the octave upside down; below it a linear fraction.',
      signals: declarations([
        { name: 'zero', meaning: 'the word is zero or NaR' },
        ...scale.signals,
        ...end.signals,
        { name: 'weight_8_0', bits: storedBits(product), meaning: 'sign, distance and fraction' },
        { name: 'nar_8_0', meaning: 'the weight is NaR' },
      ]),
      assignments: assignments({
        zero: "body == '0",
        ...scale.assigned,
        ...end.assigned,
        nar_8_0: 'zero && code_i[WordWidth-1]',
      }),
    },
  };
}

/** Codes of the words of one lane, all powers of two. */
function table({ fields }: PositLayout, lane: LaneCode, index: number) {
  const { n } = fields;
  const [word, weight, nar] = [`word_${n}_${index}`, `weight_${n}_${index}`, `nar_${n}_${index}`];
  const target = `{${nar}, ${weight}}`;
  return {
    story: `Lane ${index} of ${n} bits: every word with what is held of it.`,
    signals: declarations([
      { name: word, bits: n, meaning: 'the weight' },
      { name: weight, bits: lane.bits, meaning: 'what is held of it' },
      { name: nar, meaning: 'the weight is NaR' },
    ]),
    word,
    slice: slice('code_i', index * n + n - 1, index * n),
    target,
    rows: Array.from({ length: 2 ** n }, (_, value) => {
      const read = decode(fields, value);
      const negative = read.kind === 'number' && read.sign === 1;
      const scale = read.kind === 'number' ? Number(read.log) : null;
      const isNar = read.kind === 'nar';
      const meaning = isNar ? 'NaR' : scale === null ? '0' : `${negative ? '-' : ''}2^${scale}`;
      const bits = `{1'b${isNar ? 1 : 0}, ${lane.text(negative, scale)}}`;
      return `${svLiteral(value, n, 'binary')}: ${target} = ${bits};  // ${meaning}`;
    }),
  };
}

/** What leaves the decoder in a mode. */
function held(name: string, count: number, mode: number, lanes: readonly LaneCode[]) {
  const each = (used: (index: number) => string, unused: (lane: LaneCode) => string) =>
    concatenation(
      lanes.map((lane, index) => (index < count ? used(index) : unused(lane))).toReversed(),
    );
  return {
    mode: svLiteral(mode, 2),
    weight: each(
      (index) => `weight_${name}_${index}`,
      (lane) => lane.text(false, null),
    ),
    nar: each(
      (index) => `nar_${name}_${index}`,
      () => "1'b0",
    ),
  };
}
