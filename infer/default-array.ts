import { type ArrayDesign, arrayDesign, arraySchema } from '../generator/index.ts';

/**
 * The array that a network runs on unless a config says otherwise: 8 x 8 PEs, all modes. Its sums
 * have 32 bits; a plan is refused where the sums of its weights need more.
 */
export function defaultArray(): ArrayDesign {
  return arrayDesign(
    arraySchema.parse({
      name: 'lpa',
      kind: 'array',
      array: { rows: 8, cols: 8, maxEs: 1, tileWidth: 32 },
      accumulator: { fraction: 8, width: 32, depth: 4096, startMax: 2 ** 20 },
    }),
  );
}
