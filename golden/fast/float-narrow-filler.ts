import { exponentBits, type FloatMacParameters, sumBits } from '../exact/float-parameters.ts';
import { recordWordsOf, startWordsOf, toWords } from './accumulator.ts';
import type { FloatProductTable } from './float-product.ts';
import { floatRecord } from './float-record.ts';
import type { PageFiller } from './page.ts';
import { pageTerms } from './page.ts';
import type { SweepOptions } from './sweep.ts';
import { TERM_INDEX_SHIFT, TERM_NAR, TERM_SIGN_SHIFT } from './term.ts';

/**
 * Zero has this exponent, below any product's by more than W: the other operand then stays as it
 * is, without a case of its own. A multiple of 2^E, so that it is written as e = 0.
 */
const ZERO_EXPONENT = -(2 ** 14);

/** Everything that the hot loop reads, and the running state. */
interface FloatSums {
  readonly depth: number;
  readonly significandBits: number;
  readonly exponentMask: number;
  readonly signBit: number;
  readonly isWide: boolean;
  /** Start values, as the running state. */
  readonly startExponents: Int32Array;
  readonly startNumbers: Int32Array;
  /** Products of the loaded page. */
  readonly exponents: Int16Array;
  readonly numbers: Int32Array;
  /** The NaR bit of a head for vectors with a NaR operand, else 0. */
  readonly nars: Int32Array;
  exponent: number;
  /** M, its one's complement if the sum is negative: an arithmetic shift truncates both. */
  number: number;
  nar: number;
  /** Vectors left in the current sum. */
  left: number;
  /** Index of the next start value. */
  turn: number;
}

/** The largest W whose sums of two significands are plain 32-bit integers. */
export const LARGEST_NARROW_SIGNIFICAND = 30;

/** Floating sums of W up to 30, products as plain integers (section 3). */
export function narrowFloatFiller(
  parameters: FloatMacParameters,
  table: FloatProductTable,
  { depth, starts }: SweepOptions,
  pageSize: number,
): PageFiller {
  const W = parameters.significand;
  const E = exponentBits(parameters);
  const record = floatRecord({ significand: W, exponentBits: E });
  const sums: FloatSums = {
    depth,
    significandBits: W,
    exponentMask: record.exponentMask,
    signBit: 1 << record.signShift,
    isWide: recordWordsOf(1 + E + W) > 1,
    startExponents: new Int32Array(starts.length),
    startNumbers: new Int32Array(starts.length),
    exponents: new Int16Array(pageSize),
    numbers: new Int32Array(pageSize),
    nars: new Int32Array(pageSize),
    exponent: ZERO_EXPONENT,
    number: 0,
    nar: 0,
    left: 0,
    turn: 0,
  };
  loadStarts();
  let loaded = -1;

  return {
    restart() {
      Object.assign(sums, { exponent: ZERO_EXPONENT, number: 0, nar: 0, left: 0, turn: 0 });
    },
    fill(page, offset, count, out, at) {
      if (page !== loaded) loadProducts(pageTerms(parameters, table.term, page, pageSize));
      loaded = page;
      fillSums(sums, offset, count, out, at);
    },
  };

  function loadStarts(): void {
    const words = startWordsOf(sumBits(parameters));
    const values = toWords(starts, words);
    for (let index = 0; index < starts.length; index++) {
      const { sign, exponent, significand } = record.read(values, index * words);
      sums.startExponents[index] = significand === 0 ? ZERO_EXPONENT : exponent;
      sums.startNumbers[index] = significand ^ -sign;
    }
  }

  function loadProducts(terms: Int32Array): void {
    const { octaveShift, octaveBias, octaveMask, significands } = table;
    const narBit = 1 << record.narShift;
    for (let vector = 0; vector < pageSize; vector++) {
      const term = terms[vector] as number;
      const index = term >> TERM_INDEX_SHIFT;
      const sign = (term >> TERM_SIGN_SHIFT) & 1;
      sums.exponents[vector] = index === 0 ? ZERO_EXPONENT : (index >> octaveShift) - octaveBias;
      sums.numbers[vector] = index === 0 ? 0 : (significands[index & octaveMask] as number) ^ -sign;
      sums.nars[vector] = (term & TERM_NAR) !== 0 ? narBit : 0;
    }
  }
}

/** Adds products to sums without a branch that depends on signs or on zeros. */
function fillSums(
  sums: FloatSums,
  offset: number,
  count: number,
  out: Uint32Array,
  at: number,
): void {
  const { depth, startExponents, startNumbers, exponents, numbers, nars } = sums;
  const { significandBits, exponentMask, signBit, isWide } = sums;
  const unused = 32 - significandBits;
  let { exponent, number, nar, left, turn } = sums;
  const stop = offset + count;
  for (let index = offset; index < stop; index++) {
    if (left === 0) {
      exponent = startExponents[turn] as number;
      number = startNumbers[turn] as number;
      turn = turn + 1 === startNumbers.length ? 0 : turn + 1;
      nar = 0;
      left = depth;
    }
    left--;
    nar |= nars[index] as number;

    const octave = exponents[index] as number;
    let product = numbers[index] as number;
    const gap = exponent - octave;
    if (gap < 0) {
      number >>= gap < -31 ? 31 : -gap;
      exponent = octave;
    } else {
      product >>= gap > 31 ? 31 : gap;
    }
    // x >>> 31 makes two's complement of one's.
    const total = (number + (number >>> 31) + product + (product >>> 31)) | 0;
    const sign = total >> 31;
    const magnitude = (total ^ sign) - sign;
    const zeros = Math.clz32(magnitude);
    const significand = (magnitude << zeros) >>> unused;
    number = significand ^ sign;
    exponent = total === 0 ? ZERO_EXPONENT : exponent + unused - zeros;

    const head = nar | (sign & signBit) | (exponent & exponentMask);
    out[at++] = (head << significandBits) | significand;
    if (isWide) out[at++] = head >>> unused;
  }
  sums.exponent = exponent;
  sums.number = number;
  sums.nar = nar;
  sums.left = left;
  sums.turn = turn;
}
