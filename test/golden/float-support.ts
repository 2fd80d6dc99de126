import type { FloatLayout, FloatMacParameters, FloatMacState } from '../../golden/exact/index.ts';
import { packSum } from '../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../golden/format.ts';

type Random = (below: number) => number;

/** A random MAC with floating sums of W bits, formats up to a length. */
export function randomMac(
  random: Random,
  { longest, significand }: { longest: number; significand: number },
): FloatMacParameters {
  return {
    weight: randomShape(random, longest),
    activation: randomShape(random, longest),
    converter: random(2) === 0 ? 'table' : 'mitchell',
    converterFraction: random(Math.min(2 * significand, 50)),
    significand,
  };
}

/** A random legal pattern {s, e, M}: M normalised, or the zero state one time in eight. */
export function randomPattern(
  random: Random,
  { significand: W, exponentBits: E }: FloatLayout,
): bigint {
  if (random(8) === 0) return 0n;
  const halves = (BigInt(random(2 ** 30)) << 30n) | BigInt(random(2 ** 30));
  return BigInt.asUintN(1 + E + W, halves) | (1n << BigInt(W - 1));
}

/** {nar, s, e, M} as one integer. */
export function floatRecordOf(layout: FloatLayout, { sum, nar }: FloatMacState): bigint {
  const width = 1 + layout.exponentBits + layout.significand;
  return packSum(layout, sum) | (nar ? 1n << BigInt(width) : 0n);
}

function randomShape(random: Random, longest: number): LpFormat {
  const n = 2 + random(longest - 1);
  return lpFormat({ n, es: random(6), rs: 1 + random(n - 1) });
}
