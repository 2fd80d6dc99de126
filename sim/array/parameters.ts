import type { ArrayDesign } from '../../generator/index.ts';
import type { ArrayParameters } from '../../golden/exact/index.ts';

/** What the checks of an array follow from. */
export type ArraySubject = Pick<ArrayDesign, 'config' | 'shape' | 'arithmetic'>;

/** What the golden model of a design's array computes with. */
export function arrayParameters({ shape, arithmetic }: ArraySubject): ArrayParameters {
  const { rows, cols, lanes } = shape;
  const { inputBits, fraction, underflow, ...products } = arithmetic;
  return {
    rows,
    cols,
    lanes: lanes.map(({ tileWidth, width }) => ({ tile: tileWidth, row: width })),
    arithmetic: products,
    requantise: { inputBits, fraction, underflow },
  };
}
