import type { Datapath } from './datapath.ts';

/** Bits of a pair of words up to which products are tabulated. */
const LARGEST_PAIR_BITS = 24;

/** Integers from here on are not all exact in binary64. */
const EXACT_LIMIT = 2 ** 53;

/**
 * Products of one lane in LSBs of 2^-A, illegal words included, at (weight << activationBits) | activation.
 * Throws RangeError for pairs of more than 24 bits and where binary64 does not hold a product exactly.
 */
export function productTable(datapath: Datapath, mode: number, lane: number): Float64Array {
  const { weightBits, activationBits } = datapath;
  if (weightBits + activationBits > LARGEST_PAIR_BITS) {
    throw new RangeError(`pairs of ${weightBits} and ${activationBits} bits are not tabulated`);
  }
  const products = new Float64Array(2 ** (weightBits + activationBits));
  let at = 0;
  for (let weight = 0; weight < 2 ** weightBits; weight += 1) {
    for (let activation = 0; activation < 2 ** activationBits; activation += 1) {
      products[at] = exactNumber(datapath.product(mode, lane, weight, activation));
      at += 1;
    }
  }
  return products;
}

/** 1 for each weight word that is not a number in this lane. */
export function weightNars(datapath: Datapath, mode: number, lane: number): Uint8Array {
  return flags(datapath.weightBits, (word) => datapath.weightValue(mode, lane, word) === null);
}

/** 1 for each activation word that is not a number. */
export function activationNars(datapath: Datapath): Uint8Array {
  return flags(datapath.activationBits, (word) => datapath.activationValue(word) === null);
}

/** Operands of one dot product: words of the same length. */
export interface DotProduct {
  readonly weights: ArrayLike<number>;
  readonly activations: ArrayLike<number>;
}

/**
 * `start` plus the products of a lane, wrapped to `width` bits. Throws RangeError where the sum
 * before wrapping reaches 2^53.
 */
export function dotProduct(
  products: Float64Array,
  { weights, activations }: DotProduct,
  { activationBits, width, start = 0 }: { activationBits: number; width: number; start?: number },
): number {
  let sum = start;
  for (let index = 0; index < weights.length; index += 1) {
    const pair = (weights[index] as number) * 2 ** activationBits + (activations[index] as number);
    sum += products[pair] as number;
    if (!(Math.abs(sum) < EXACT_LIMIT)) throw new RangeError(`a sum of ${sum} is not exact`);
  }
  return wrapped(sum, width);
}

/** dotProduct of every lane: tables, widths and start values by lane. */
export function dotProducts(
  tables: readonly Float64Array[],
  operands: DotProduct,
  {
    activationBits,
    widths,
    starts,
  }: { activationBits: number; widths: readonly number[]; starts?: readonly number[] },
): number[] {
  return tables.map((products, lane) =>
    dotProduct(products, operands, {
      activationBits,
      width: widths[lane] as number,
      start: starts?.[lane] ?? 0,
    }),
  );
}

/** An integer below 2^53 in magnitude modulo 2^width, into [-2^(width-1), 2^(width-1)). */
export function wrapped(value: number, width: number): number {
  const limit = 2 ** (width - 1);
  if (value >= -limit && value < limit) return value;
  const remainder = value % (2 * limit);
  if (remainder >= limit) return remainder - 2 * limit;
  return remainder < -limit ? remainder + 2 * limit : remainder + 0;
}

function exactNumber(value: bigint): number {
  const number = Number(value);
  if (BigInt(number) !== value) throw new RangeError(`a product of ${value} is not exact`);
  return number;
}

function flags(bits: number, isSet: (word: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 2 ** bits }, (_, word) => (isSet(word) ? 1 : 0));
}
