import { Failure } from '../system/failure.ts';
import { laneBits, type PlannedArray, type SumBits } from './sums.ts';

/** Integers that two's complement of some bits holds; only 0 in no bits. */
export function signedRange(bits: number): { readonly least: number; readonly most: number } {
  if (bits === 0) return { least: 0, most: 0 };
  return { least: -(2 ** (bits - 1)), most: 2 ** (bits - 1) - 1 };
}

/**
 * A log scale as an array holds it: below its port every sum underflows with either. So an array may be
 * narrower than the one that a plan was made for.
 */
export function portScale(scale: number, { shape }: Pick<PlannedArray, 'shape'>): number {
  return Math.max(signedRange(shape.scaleWidth).least, scale);
}

/** The first channel whose entry is outside a range; undefined where all are inside. */
export function firstOutside(
  list: readonly number[],
  { least, most }: ReturnType<typeof signedRange>,
): { readonly channel: number; readonly value: number } | undefined {
  const channel = list.findIndex((value) => !(value >= least && value <= most));
  return channel === -1 ? undefined : { channel, value: list[channel] as number };
}

/** Why start values do not fit an array; undefined where they do. `place` names the layer. */
export function startMisfit(
  place: string,
  starts: readonly number[],
  { shape }: PlannedArray,
): Failure | undefined {
  const range = signedRange(shape.startWidth);
  const found = firstOutside(starts, range);
  if (found === undefined) return undefined;
  const held =
    shape.startWidth === 0
      ? 'the array has no start values'
      : `the array holds ${range.least} to ${range.most}`;
  const largest = starts.reduce((most, b) => Math.max(most, Math.abs(b)), 0);
  return new Failure(
    'input',
    `${place}: starts: channel ${found.channel} needs ${found.value}, ${held}`,
    `raise accumulator.startMax of the array to ${largest}, or lower accumulator.fraction`,
  );
}

/** Which of a layer's sums do not fit the lanes of a mode; undefined where all do. */
export interface SumMisfit {
  readonly what: 'rows' | 'tile' | 'sum';
  readonly needed: number;
  readonly held: number;
  /** Of PEs, where partial sums of a row do not fit. */
  readonly row: number;
  /** K */
  readonly depth: number;
}

/** Compares the bits of sums with those that every lane of their mode has. */
export function sumMisfit(bits: SumBits, array: PlannedArray, mode: number): SumMisfit | undefined {
  const held = laneBits(array, mode);
  const { depth } = bits;
  const row = bits.rows.findIndex((needed, place) => needed > (held.rows[place] as number));
  if (bits.tile > held.tile)
    return { what: 'tile', needed: bits.tile, held: held.tile, row, depth };
  if (row !== -1) {
    const [needed = 0, has = 0] = [bits.rows[row], held.rows[row]];
    return { what: 'rows', needed, held: has, row, depth };
  }
  if (bits.sum > held.sum) return { what: 'sum', needed: bits.sum, held: held.sum, row, depth };
  return undefined;
}

/** A misfit of sums in the words of a user. `place` names the layer. */
export function sumFailure(place: string, misfit: SumMisfit, array: PlannedArray): Failure {
  const { what, needed, held, row } = misfit;
  const of = {
    rows: `partial sums behind row ${row}`,
    tile: 'sums of a tile',
    sum: 'sums over all tiles, start values included,',
  }[what];
  return new Failure(
    'input',
    `${place}: ${of} need ${needed} bits, the array has ${held}`,
    sumHint(misfit, array),
  );
}

function sumHint({ what, needed, depth }: SumMisfit, { config }: PlannedArray): string {
  const { accumulator, array } = config;
  // Rows of PEs have what their products take, whatever width is given.
  if (what !== 'rows') {
    const given = what === 'sum' ? accumulator.width : array.tileWidth;
    const option = what === 'sum' ? 'accumulator.width' : 'array.tileWidth';
    if (given !== 'auto') return `raise ${option} of the array to ${needed}, or remove it`;
    // An automatic tile is no wider than the accumulator that it goes to.
    if (accumulator.width !== 'auto') return `raise accumulator.width of the array to ${needed}`;
  }
  return accumulator.weights === undefined
    ? `raise accumulator.depth of the array to ${depth}, the products of a sum`
    : 'remove accumulator.weights: the array was sized for other weights';
}
