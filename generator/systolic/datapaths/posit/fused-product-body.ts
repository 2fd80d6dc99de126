import { assignments, declarations, localparams, slice, unusedValue } from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { busBits } from '../scaled/product.ts';
import { scaledLane } from '../scaled/product-body.ts';
import { type ShiftSource, termsView } from '../scaled/shift-view.ts';
import { signedWindowTerms, type Window } from '../scaled/window.ts';
import { fusedBusBits, linearBits } from './fused-act-decoder.ts';
import { type FusedPosits, weightPlaces } from './fused-lanes.ts';

const TERNARY_LANES = [2, 3] as const;

/** Two multiplications of numbers with exponents, and two selections of an activation. */
export function fusedPositProductBody(fused: FusedPosits, story: readonly string[]): Body {
  const { first, second } = fused;
  const places = weightPlaces(fused);
  const scaled = [
    scaledLane(first, { lane: '0', weightLow: 0, bus: first }, 'terms_0'),
    scaledLane(second, { lane: '1', weightLow: places.second, bus: first }, 'terms_1'),
  ];
  const linear = linearActivation(fused);
  const ternary = TERNARY_LANES.map((lane, index) =>
    ternaryLane(fused, lane, places.ternary[index] ?? 0),
  );
  return {
    template: 'posit-fused-product',
    story,
    view: {
      localparams: localparams(scaled.flatMap(({ parameters }) => parameters)),
      signals: declarations([
        { name: 'terms_0', bits: termBits(first.window), meaning: 'of lane 0' },
        { name: 'terms_1', bits: termBits(second.window), meaning: 'of lane 1' },
        ...TERNARY_LANES.map((lane) => ({
          name: `terms_${lane}`,
          bits: termBits(fused.ternary.window),
          meaning: `of lane ${lane}`,
        })),
      ]),
      scaled: scaled.map(({ view }) => view),
      ternary: {
        signals: declarations([linear.signal, ...ternary.flatMap(({ signals }) => signals)]),
        assignments: assignments(
          Object.assign({ linear: linear.value }, ...ternary.map(({ assigned }) => assigned)),
        ),
      },
      unused: unusedValue(['mode_i', ...scaled.flatMap(({ unused }) => unused)]),
    },
  };
}

function termBits(window: Window): number {
  return signedWindowTerms(window, 0).length;
}

/** The activation as the edge has shifted it, and its sign. */
function linearActivation(fused: FusedPosits) {
  const low = busBits(fused.first);
  return {
    signal: { name: 'linear', bits: linearBits(fused) + 1, meaning: 'less 1 where it is negative' },
    value: `{act_i[${low - 1}], ${slice('act_i', fusedBusBits(fused) - 1, low)}}`,
  };
}

/** The activation, its inverse or nothing. */
function ternaryLane(fused: FusedPosits, lane: number, weightLow: number) {
  const bits = linearBits(fused);
  const taken = `taken_${lane}`;
  const source: ShiftSource = {
    window: fused.ternary.window,
    distanceBits: 0,
    actNegative: `act_i[${busBits(fused.first) - 1}]`,
    terms: `terms_${lane}`,
    lane: String(lane),
    names: { negative: `${taken}[${bits}]`, window: taken },
    isSigned: true,
  };
  const select = (what: string, bit: number) => `(${what} & {${bits + 1}{weight_i[${bit}]}})`;
  const { signals, assigned } = termsView(source);
  return {
    signals: [
      { name: taken, bits: bits + 1, meaning: 'the activation, its inverse or 0' },
      ...signals,
    ],
    assigned: {
      [taken]: `${select('linear', weightLow)} | ${select('~linear', weightLow + 1)}`,
      ...assigned,
    },
  };
}
