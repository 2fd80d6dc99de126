import type { TileActivations } from './lane-sums.ts';
import type { ProductOf, SignedProducts } from './signed-products.ts';

/** Adds the products of a column's weight words with every vector to its sums, modulo 2^32. */
export function addColumn(
  sums: Int32Array,
  products: SignedProducts,
  activationBits: number,
  weights: Uint16Array,
  activations: TileActivations,
): void {
  if (products instanceof Int32Array) {
    addTabulated(sums, products, activationBits, weights, activations);
  } else {
    addSingly(sums, products, weights, activations);
  }
}

/** Adds products from a table, each from the part that belongs to its row's weight. */
function addTabulated(
  sums: Int32Array,
  table: Int32Array,
  activationBits: number,
  weights: Uint16Array,
  { vectors, words }: TileActivations,
): void {
  const partOf = (row: number) => (weights[row] as number) << activationBits;
  const inFours = weights.length & ~3;
  // Four rows in a pass: a sum is read and written once for all of them.
  for (let row = 0; row < inFours; row += 4) {
    const part0 = partOf(row);
    const part1 = partOf(row + 1);
    const part2 = partOf(row + 2);
    const part3 = partOf(row + 3);
    const row0 = row * vectors;
    const row1 = row0 + vectors;
    const row2 = row1 + vectors;
    const row3 = row2 + vectors;
    for (let vector = 0; vector < vectors; vector++) {
      const product0 = table[part0 | (words[row0 + vector] as number)] as number;
      const product1 = table[part1 | (words[row1 + vector] as number)] as number;
      const product2 = table[part2 | (words[row2 + vector] as number)] as number;
      const product3 = table[part3 | (words[row3 + vector] as number)] as number;
      const products = (((product0 + product1) | 0) + ((product2 + product3) | 0)) | 0;
      sums[vector] = ((sums[vector] as number) + products) | 0;
    }
  }
  for (let row = inFours; row < weights.length; row++) {
    const part = partOf(row);
    const from = row * vectors;
    for (let vector = 0; vector < vectors; vector++) {
      const product = table[part | (words[from + vector] as number)] as number;
      sums[vector] = ((sums[vector] as number) + product) | 0;
    }
  }
}

/** Adds products that are worked out one by one. */
function addSingly(
  sums: Int32Array,
  productOf: ProductOf,
  weights: Uint16Array,
  { vectors, words }: TileActivations,
): void {
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row] as number;
    for (let vector = 0; vector < vectors; vector++) {
      const product = productOf(weight, words[row * vectors + vector] as number);
      sums[vector] = ((sums[vector] as number) + product) | 0;
    }
  }
}
