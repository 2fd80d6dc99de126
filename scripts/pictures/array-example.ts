import { join } from 'node:path';
import { type ArrayShape, isArrayDesign, readDesign } from '../../generator/index.ts';
import { packageRoot } from '../../system/package-root.ts';

/** The array that the pictures of docs/array.md show. */
export async function exampleShape(): Promise<ArrayShape> {
  const design = await readDesign(join(packageRoot, 'examples/lpa.json'));
  if (!isArrayDesign(design)) throw new Error('examples/lpa.json is an array');
  return design.shape;
}

/** Bits of the decoded activations and weights, and of the sums, between neighbouring PEs. */
export function busWidths({ activation, lanes }: ArrayShape) {
  const flags = 3;
  const total = (bits: readonly number[]) => bits.reduce((sum, width) => sum + width, 0);
  return {
    act: flags + activation.logWidth,
    weight: total(lanes.map(({ weight }) => flags + weight.logWidth)),
    sum: total(lanes.map(({ tileWidth }) => tileWidth)),
    /** Bits of the sums that the PEs of a row hold. */
    held: (row: number) => total(lanes.map(({ rowWidths }) => rowWidths[row] ?? 0)),
  };
}
