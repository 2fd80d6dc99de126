import type { Magnitudes } from './magnitudes.ts';

/** Steps tried per octave: first everywhere, then again where the error is near the least one. */
const COARSE = 64;
const FINE = 4096;
const NEAR = 1.25;
/** An error that is nothing but rounding, relative to the energy. */
const NOISE = 1e-12;
/** Starts that are followed. */
const FOLLOWED = 64;

/**
 * The step of a symmetric integer quantiser, levels -most..most, with the least squared error. With
 * every magnitude's level fixed, the best step is sum(x q) / sum(q q); taking that step and the
 * nearest levels in turn ends in a local minimum. 64 steps per octave are tried over the range that
 * can hold the optimum, 4096 per octave where their error is within a quarter of the least one, and
 * from the best of those it starts.
 */
export function bestIntegerStep(magnitudes: Magnitudes, most: number): number {
  const { lowest, highest, energy } = magnitudes;
  const from = Math.floor((lowest - Math.log2(most)) * COARSE) - 1;
  const to = Math.ceil((highest + 1) * COARSE);
  const coarse = range(from, to).map((place) => ({
    place,
    error: energy - assign(magnitudes, 2 ** (place / COARSE), most).gain,
  }));
  const least = coarse.reduce((low, { error }) => Math.min(low, error), Infinity);
  const near = NEAR * Math.max(0, least) + NOISE * energy;
  const half = FINE / COARSE / 2;
  const starts = coarse
    .filter(({ error }) => error <= near)
    .flatMap(({ place }) => range(2 * half * place - half, 2 * half * place + half))
    .map((place) => assign(magnitudes, 2 ** (place / FINE), most))
    .sort((a, b) => b.gain - a.gain)
    .slice(0, FOLLOWED);
  return starts
    .map((start) => settle(magnitudes, start, most))
    .reduce((a, b) => (b.gain > a.gain ? b : a)).step;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Levels for one step, and the step that suits those levels best. */
interface Assigned {
  readonly step: number;
  /** Energy that these levels explain: the squared error is the energy less this. */
  readonly gain: number;
}

function settle(magnitudes: Magnitudes, start: Assigned, most: number): Assigned {
  let best = start;
  for (;;) {
    const next = assign(magnitudes, best.step, most);
    if (!(next.gain > best.gain)) return best;
    best = next;
  }
}

function assign({ sorted, sums }: Magnitudes, step: number, most: number): Assigned {
  let products = 0;
  let squares = 0;
  let start = firstAbove(sorted, step / 2, 0);
  while (start < sorted.length) {
    const level = Math.min(most, Math.round((sorted[start] as number) / step));
    const isLast = level === most;
    const next = isLast ? sorted.length : firstAbove(sorted, (level + 0.5) * step, start);
    const end = Math.max(next, start + 1);
    products += level * ((sums[end] as number) - (sums[start] as number));
    squares += level * level * (end - start);
    start = end;
  }
  if (squares === 0) return { step, gain: 0 };
  return { step: products / squares, gain: (products * products) / squares };
}

/** First index from `low` on whose entry is above a key: steps that double, then halves. */
function firstAbove(ascending: Float64Array, key: number, low: number): number {
  let from = low;
  let stride = 1;
  while (from + stride <= ascending.length && (ascending[from + stride - 1] as number) <= key) {
    from += stride;
    stride *= 2;
  }
  let to = Math.min(from + stride, ascending.length);
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ascending[middle] as number) <= key) from = middle + 1;
    else to = middle;
  }
  return from;
}
