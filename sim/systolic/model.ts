import { wrapped } from '../../golden/datapaths/index.ts';
import { putBits, putWide } from '../array/bits.ts';
import { type GridLayout, type GridSubject, gridLayout, hasNar } from './subject.ts';
import type { GridTile } from './tile.ts';

/** Integers below are all exact in binary64. */
const EXACT_BITS = 53;

/** Products of a lane modulo 2^P at (weight << activation bits) | activation; null: all of them 0. */
type Products = Float64Array | null;

/** A grid by its contract: weights that move down, and the sums that vectors make with them. */
export class GridModel {
  readonly #subject: GridSubject;
  readonly #layout: GridLayout;
  readonly #products = new Map<number, readonly Products[]>();
  readonly #weightNars = new Map<number, readonly Uint8Array[]>();
  readonly #actNars: Uint8Array;
  readonly #flagged: boolean;
  /** Weight words, at column * rows + row. */
  readonly #held: Int32Array;
  /** Flags of weights, at column * lanes + lane. */
  readonly #columnNars: Uint8Array;
  readonly #sums: Float64Array;
  readonly #outer: Float64Array;
  #mode = 0;

  constructor(subject: GridSubject) {
    this.#subject = subject;
    this.#layout = gridLayout(subject);
    this.#flagged = hasNar(subject);
    const { datapath, shape } = subject;
    const { rows, cols, lanes } = shape;
    this.#actNars = flags(
      datapath.activationBits,
      (word) => datapath.activationValue(word) === null,
    );
    this.#held = new Int32Array(cols * rows);
    this.#columnNars = new Uint8Array(cols * lanes.length);
    this.#sums = new Float64Array(cols * lanes.length);
    this.#outer = new Float64Array(cols * lanes.length);
  }

  /** Takes the weights of a tile, and its mode. */
  load({ mode, beats }: GridTile): void {
    const { rows, cols, products, lanes } = this.#subject.shape;
    this.#mode = mode;
    for (const { words } of beats) {
      for (let col = 0; col < cols; col++) {
        const begin = col * rows;
        this.#held.copyWithin(begin + products, begin, begin + rows - products);
        this.#held.set(words.subarray(col * products, (col + 1) * products), begin);
      }
    }
    const nars = this.#narsOf(mode);
    for (let col = 0; col < cols; col++) {
      const held = this.#held.subarray(col * rows, (col + 1) * rows);
      for (const { index } of lanes) {
        const isNar = held.some((word) => nars[index]?.[word] === 1);
        this.#columnNars[col * lanes.length + index] = isNar ? 1 : 0;
      }
    }
  }

  /** The weight word that is held in a row and column. */
  weight(row: number, col: number): number {
    return this.#held[col * this.#subject.shape.rows + row] as number;
  }

  /** Sums of a vector without those before it, at column * lanes + lane; valid until the next call. */
  tileSums(acts: Uint16Array): Float64Array {
    const { rows, cols, lanes } = this.#subject.shape;
    const { activationBits } = this.#subject.datapath;
    const tables = this.#productsOf(this.#mode);
    const held = this.#held;
    for (const { index: lane, width } of lanes) {
      const products = tables[lane] ?? null;
      const wraps = width - 1 + Math.log2(rows) > EXACT_BITS;
      for (let col = 0; col < cols; col++) {
        let sum = 0;
        if (products !== null) {
          const begin = col * rows;
          for (let row = 0; row < rows; row++) {
            const pair = ((held[begin + row] as number) << activationBits) | (acts[row] as number);
            sum += products[pair] as number;
            if (wraps) sum = wrapped(sum, width);
          }
        }
        this.#sums[col * lanes.length + lane] = wrapped(sum, width);
      }
    }
    return this.#sums;
  }

  /** Writes what a vector must be answered with; the record must be 0. */
  answer(acts: Uint16Array, previous: Float64Array, record: Uint32Array): void {
    const { cols, lanes, outerBits } = this.#subject.shape;
    const sums = this.tileSums(acts);
    for (let col = 0; col < cols; col++) {
      for (const { index, outerWidth, outerOffset } of lanes) {
        const at = col * lanes.length + index;
        const sum = wrapped((previous[at] as number) + (sums[at] as number), outerWidth);
        this.#outer[at] = sum;
        putNumber(record, col * outerBits + outerOffset, outerWidth, sum);
      }
    }
    if (this.#layout.joinedBits > 0) this.#join(record.subarray(this.#layout.joinedAt));
    if (this.#flagged) this.#flag(acts, record.subarray(this.#layout.narAt));
  }

  /** A pair of columns: the even one counts 2^d times as much. */
  #join(words: Uint32Array): void {
    const { cols, join } = this.#subject.shape;
    const { joinedBits } = this.#layout;
    for (let pair = 0; pair < cols / 2; pair++) {
      const upper = BigInt(this.#outer[2 * pair] as number);
      const lower = BigInt(this.#outer[2 * pair + 1] as number);
      putWide(words, pair * joinedBits, joinedBits, (upper << BigInt(join ?? 0)) + lower);
    }
  }

  #flag(acts: Uint16Array, words: Uint32Array): void {
    const byAct = acts.some((word) => this.#actNars[word] === 1);
    for (let at = 0; at < this.#columnNars.length; at++) {
      if (byAct || this.#columnNars[at] === 1) putBits(words, at, 1, 1);
    }
  }

  #productsOf(mode: number): readonly Products[] {
    const known = this.#products.get(mode);
    if (known !== undefined) return known;
    const { datapath, shape } = this.#subject;
    const tables = shape.lanes.map(({ index, width }) => {
      const table = new Float64Array(2 ** (datapath.weightBits + datapath.activationBits));
      let isZero = true;
      for (let pair = 0; pair < table.length; pair++) {
        const weight = pair >> datapath.activationBits;
        const act = pair & (2 ** datapath.activationBits - 1);
        const product = datapath.product(mode, index, weight, act);
        if (product === 0n) continue;
        isZero = false;
        table[pair] = Number(BigInt.asIntN(width, product));
      }
      return isZero ? null : table;
    });
    this.#products.set(mode, tables);
    return tables;
  }

  #narsOf(mode: number): readonly Uint8Array[] {
    const known = this.#weightNars.get(mode);
    if (known !== undefined) return known;
    const { datapath, shape } = this.#subject;
    const nars = shape.lanes.map(({ index }) =>
      flags(datapath.weightBits, (word) => datapath.weightValue(mode, index, word) === null),
    );
    this.#weightNars.set(mode, nars);
    return nars;
  }
}

/** Writes a two's complement integer of up to 52 bits. */
export function putNumber(words: Uint32Array, at: number, bits: number, value: number): void {
  putBits(words, at, Math.min(bits, 32), value >>> 0);
  if (bits > 32) putBits(words, at + 32, bits - 32, Math.floor(value / 2 ** 32) >>> 0);
}

function flags(bits: number, isSet: (word: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 2 ** bits }, (_, word) => (isSet(word) ? 1 : 0));
}
