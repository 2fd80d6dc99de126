import { decodeTable } from '../golden/fast/index.ts';
import { logMidpoints, logTieGoesUp } from '../golden/fast/thresholds.ts';
import type { LpFormat } from '../golden/format.ts';

/** The non-negative values of a format at scale 1, and where they part. Level 0 is zero. */
export interface Grid {
  /** Ascending from 0. */
  readonly values: Float64Array;
  /** log2 of the boundary between the levels k and k + 1, in octaves. */
  readonly cuts: Float64Array;
  /** Whether a magnitude on cut k goes to level k. */
  readonly tiesGoDown: (k: number) => boolean;
  /** Cuts are exact; else within 1e-13 octaves of the means of both values. */
  readonly exact: boolean;
}

/** An LP grid without its scale factor, which divides values and boundaries by 2^sf. */
export function lpGrid(format: LpFormat, rounding: 'log' | 'linear'): Grid {
  const { log } = decodeTable(format);
  const octave = 2 ** format.fractionBits;
  const values = new Float64Array(format.maxWord + 1);
  for (let word = 1; word < values.length; word++)
    values[word] = 2 ** ((log[word] as number) / octave);
  if (rounding === 'linear') return meanGrid(values);
  const cuts = logMidpoints(format, 'flush').map((midpoint) => midpoint / (2 * octave));
  return { values, cuts, tiesGoDown: (k) => !logTieGoesUp(k), exact: true };
}

/** Every magnitude goes to the nearest of some values. */
export function meanGrid(values: Float64Array): Grid {
  const cuts = new Float64Array(values.length - 1);
  for (let level = 0; level < cuts.length; level++) {
    cuts[level] = Math.log2(((values[level] as number) + (values[level + 1] as number)) / 2);
  }
  return { values, cuts, tiesGoDown: (k) => k % 2 === 0, exact: false };
}

/** The non-negative values of a standard posit: linear fractions, unlimited regime. */
export function positGrid(n: number, es: number): Grid {
  const values = new Float64Array(2 ** (n - 1));
  for (let word = 1; word < values.length; word++) values[word] = positValue(word, n, es);
  return meanGrid(values);
}

function positValue(word: number, n: number, es: number): number {
  const bits = word.toString(2).padStart(n - 1, '0');
  const run = (/^(0+|1+)/.exec(bits)?.[0] ?? '').length;
  const k = bits.startsWith('1') ? run - 1 : -run;
  const tail = bits.slice(run + 1);
  const exponent = tail.slice(0, es).padEnd(es, '0');
  const fraction = tail.slice(es);
  const e = exponent === '' ? 0 : Number.parseInt(exponent, 2);
  const f = fraction === '' ? 0 : Number.parseInt(fraction, 2) / 2 ** fraction.length;
  return 2 ** (2 ** es * k + e) * (1 + f);
}
