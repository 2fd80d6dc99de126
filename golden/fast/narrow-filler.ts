import type { MacParameters } from '../exact/mac.ts';
import type { PageFiller } from './page.ts';
import { pageTerms } from './page.ts';
import type { ProductTable } from './product.ts';
import type { SweepOptions } from './sweep.ts';
import { TERM_INDEX_SHIFT, TERM_NAR, TERM_SIGN_SHIFT } from './term.ts';

/** Everything that the hot loops read, and the running state. */
interface NarrowSums {
  readonly depth: number;
  readonly starts: Int32Array;
  /** Signed products of the loaded page, in LSBs, exact modulo 2^P or capped. */
  readonly products: Int32Array;
  /** 2^P for vectors with a NaR operand, else 0. */
  readonly nars: Int32Array;
  readonly mask: number;
  readonly highest: number;
  readonly lowest: number;
  acc: number;
  nar: number;
  /** Vectors left in the current sum. */
  left: number;
  /** Index of the next start value. */
  turn: number;
}

/** P up to 31: one word per record, products as plain integers (section 3, step 5). */
export function narrowFiller(
  parameters: MacParameters,
  table: ProductTable,
  { depth, starts }: SweepOptions,
  pageSize: number,
): PageFiller {
  const width = parameters.accumulatorWidth;
  const fillSums = parameters.overflow === 'saturate' ? fillSaturating : fillWrapping;
  const sums: NarrowSums = {
    depth,
    starts: Int32Array.from(starts, (start) => Number(BigInt.asIntN(width, start))),
    products: new Int32Array(pageSize),
    nars: new Int32Array(pageSize),
    mask: 2 ** width - 1,
    highest: 2 ** (width - 1) - 1,
    lowest: -(2 ** (width - 1)),
    acc: 0,
    nar: 0,
    left: 0,
    turn: 0,
  };
  let loaded = -1;

  return {
    restart() {
      Object.assign(sums, { acc: 0, nar: 0, left: 0, turn: 0 });
    },
    fill(page, offset, count, out, at) {
      if (page !== loaded) loadProducts(pageTerms(parameters, table.term, page, pageSize));
      loaded = page;
      fillSums(sums, offset, count, out, at);
    },
  };

  function loadProducts(terms: Int32Array): void {
    const { magnitudes, limbs } = table;
    const narBit = 1 << width;
    for (let index = 0; index < pageSize; index++) {
      const term = terms[index] as number;
      const magnitude = magnitudes[(term >> TERM_INDEX_SHIFT) * limbs] as number;
      sums.products[index] = ((term >> TERM_SIGN_SHIFT) & 1) === 1 ? -magnitude : magnitude;
      sums.nars[index] = (term & TERM_NAR) !== 0 ? narBit : 0;
    }
  }
}

/** Sums run modulo 2^32 and are cut to P bits where they are written. */
function fillWrapping(
  sums: NarrowSums,
  offset: number,
  count: number,
  out: Uint32Array,
  at: number,
): void {
  const { depth, starts, products, nars, mask } = sums;
  let { acc, nar, left, turn } = sums;
  const stop = offset + count;
  for (let index = offset; index < stop; index++, at++) {
    if (left === 0) {
      acc = starts[turn] as number;
      turn = turn + 1 === starts.length ? 0 : turn + 1;
      nar = 0;
      left = depth;
    }
    left--;
    acc = (acc + (products[index] as number)) | 0;
    nar |= nars[index] as number;
    out[at] = (acc & mask) | nar;
  }
  sums.acc = acc;
  sums.nar = nar;
  sums.left = left;
  sums.turn = turn;
}

/** Sums are clamped at every step. */
function fillSaturating(
  sums: NarrowSums,
  offset: number,
  count: number,
  out: Uint32Array,
  at: number,
): void {
  const { depth, starts, products, nars, mask, highest, lowest } = sums;
  let { acc, nar, left, turn } = sums;
  const stop = offset + count;
  for (let index = offset; index < stop; index++, at++) {
    if (left === 0) {
      acc = starts[turn] as number;
      turn = turn + 1 === starts.length ? 0 : turn + 1;
      nar = 0;
      left = depth;
    }
    left--;
    acc += products[index] as number;
    if (acc > highest) acc = highest;
    else if (acc < lowest) acc = lowest;
    nar |= nars[index] as number;
    out[at] = (acc & mask) | nar;
  }
  sums.acc = acc;
  sums.nar = nar;
  sums.left = left;
  sums.turn = turn;
}
