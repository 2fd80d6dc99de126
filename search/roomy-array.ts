import { arrayDesign, arraySchema } from '../generator/index.ts';
import type { RunningArray } from '../infer/layer-step.ts';

/** Sums of so many bits are the quickest on the golden model. */
const QUICK_SUMS = 32;

/** Bits of sums on a roomy array for a layer that needs some: the quickest ones, or the widest of its own array. */
export function roomyWidth({ shape }: RunningArray, sumBits: number): number {
  if (sumBits <= QUICK_SUMS) return QUICK_SUMS;
  return Math.max(...shape.lanes.map(({ width }) => width));
}

/**
 * An array on which the golden model runs layers quickly: large, with sums of `width` bits throughout. As long as no
 * sum of a layer overflows on its own array or there, both give the same words.
 */
export function roomyArray({ config }: RunningArray, width: number): RunningArray {
  const { array, accumulator } = config;
  const { weights: _, ...sums } = accumulator;
  return arrayDesign(
    arraySchema.parse({
      ...config,
      array: { ...array, rows: 64, cols: 16, vectors: 1024, tileWidth: width },
      accumulator: { ...sums, width, overflow: 'wrap' },
    }),
  );
}
