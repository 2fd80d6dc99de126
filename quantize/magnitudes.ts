import { encloseLog2, encloseReal, exceeds, splitBinary64 } from '../golden/fast/enclosure.ts';

/** The magnitudes of a tensor, ready for asking how many of them a boundary leaves below. */
export interface Magnitudes {
  /** Values of the tensor, zeros and faint ones included. */
  readonly total: number;
  /** Ascending, without zeros and without those more than 64 octaves below the largest. */
  readonly sorted: Float64Array;
  /** Entry i is the sum of the first i magnitudes, correct to one rounding. */
  readonly sums: Float64Array;
  /** The same for their squares; the last entry is the energy of the signal. */
  readonly squares: Float64Array;
  readonly energy: number;
  /** log2 of the smallest and the largest one in octaves, error below 1e-12. */
  readonly lowest: number;
  readonly highest: number;
  /** Number of magnitudes below 2^log; with `ties`, of those at 2^log too. Exact. */
  count(log: number, ties: boolean): number;
  /** Ascending: those that `sorted` leaves out, zeros apart. */
  readonly faint: Float64Array;
  /** count() for the faint ones. */
  countFaint(log: number, ties: boolean): number;
}

/**
 * Magnitudes so far below the largest matter only where formats hold all others equally well: sums
 * leave them out.
 */
const FAINT = 2 ** -64;
/** Relative distance within which a rounded power of two does not decide. */
const DOUBT = 2 ** -48;

/**
 * Sorts and sums the magnitudes of finite values that are not all zero. Boundaries at multiples of
 * 1/cells octaves, a power of two, are looked up, finer ones searched for between two of those.
 */
export function createMagnitudes(values: Float64Array, cells: number): Magnitudes {
  const all = values.map(Math.abs).sort();
  const largest = all[all.length - 1] as number;
  const first = all.findIndex((magnitude) => magnitude > 0 && magnitude >= largest * FAINT);
  const sorted = all.subarray(first);
  const faint = all.subarray(
    all.findIndex((magnitude) => magnitude > 0),
    first,
  );
  const lowest = Math.log2(sorted[0] as number);
  const highest = Math.log2(largest);
  const squares = compensatedSums(sorted.map((magnitude) => magnitude * magnitude));
  const base = Math.floor(lowest);
  const { below, notAbove } = cellCounts(sorted, { base, end: Math.ceil(highest), cells });
  return {
    total: values.length,
    sorted,
    sums: compensatedSums(sorted),
    squares,
    energy: squares[sorted.length] as number,
    lowest,
    highest,
    faint,
    countFaint: (log, ties) => countBetween(faint, log, { from: 0, to: faint.length, ties }),
    count(log, ties) {
      const cell = (log - base) * cells;
      if (cell < 0) return 0;
      if (cell > below.length - 1) return sorted.length;
      const place = Math.floor(cell);
      if (place === cell) return (ties ? notAbove : below)[place] as number;
      const from = notAbove[place] as number;
      const to = below[place + 1] as number;
      return from === to ? from : countBetween(sorted, log, { from, to, ties });
    },
  };
}

/** Magnitudes below, and not above, each multiple of 1/cells octaves from base to end. */
function cellCounts(
  sorted: Float64Array,
  { base, end, cells }: { readonly base: number; readonly end: number; readonly cells: number },
): { readonly below: Int32Array; readonly notAbove: Int32Array } {
  const below = new Int32Array((end - base) * cells + 1);
  const notAbove = new Int32Array(below.length);
  let from = 0;
  for (let cell = 0; cell < below.length; cell++) {
    const log = base + cell / cells;
    from = countOnward(sorted, log, { from, ties: false });
    below[cell] = from;
    from = countOnward(sorted, log, { from, ties: true });
    notAbove[cell] = from;
  }
  return { below, notAbove };
}

/** countBetween() for boundaries in ascending order. */
function countOnward(
  sorted: Float64Array,
  log: number,
  { from, ties }: { readonly from: number; readonly ties: boolean },
): number {
  let to = from;
  for (let stride = 1; (sorted[to] as number) <= 2 ** log * (1 + DOUBT); stride *= 2) to += stride;
  return countBetween(sorted, log, { from, to: Math.min(to, sorted.length), ties });
}

/** Number of entries below 2^log, given that it is from..to: binary64 first, exactly near 2^log. */
function countBetween(
  sorted: Float64Array,
  log: number,
  { from, to, ties }: { readonly from: number; readonly to: number; readonly ties: boolean },
): number {
  const boundary = 2 ** log;
  const sure = boundary * (1 - DOUBT);
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < sure) low = middle + 1;
    else high = middle;
  }
  while (low < to && (sorted[low] as number) <= boundary * (1 + DOUBT)) {
    const order = compareToPower(sorted[low] as number, log);
    if (order > 0 || (order === 0 && !ties)) break;
    low++;
  }
  return low;
}

/** Sign of magnitude - 2^log; they can be equal only where log is whole. */
function compareToPower(magnitude: number, log: number): number {
  if (Number.isInteger(log)) return Math.sign(magnitude - 2 ** log);
  const { mantissa, exponent } = splitBinary64(magnitude);
  const point = { low: mantissa, high: mantissa };
  return exceeds(
    (bits) => encloseLog2(point, exponent, bits),
    (bits) => encloseReal(log, bits),
  )
    ? 1
    : -1;
}

/** Running sums (Neumaier): entry i sums the first i values, rounded once. */
function compensatedSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  let sum = 0;
  let lost = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    const next = sum + value;
    lost += Math.abs(sum) >= value ? sum - next + value : value - next + sum;
    sum = next;
    sums[index + 1] = sum + lost;
  }
  return sums;
}
