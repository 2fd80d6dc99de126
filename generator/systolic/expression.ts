/**
 * Ways to write down the same sum: in which order the bits of a column enter the adders. They are
 * equal in what they compute, so that differences in area are what synthesis makes of chance.
 */
export const EXPRESSIONS = [
  'products first',
  'sum first',
  'products reversed',
  'even products first',
  'terms reversed',
  'middle products first',
] as const;
export type Expression = (typeof EXPRESSIONS)[number];

/** A bit that a tree adds; the partial sum has no product. */
export interface TreeBit {
  readonly name: string;
  /** Null for a bit of the partial sum. */
  readonly product: number | null;
}

/** The bits of a column, given in the order of the products and the sum last, as an expression has them. */
export function ordered(bits: readonly TreeBit[], expression: Expression): TreeBit[] {
  switch (expression) {
    case 'products first':
      return [...bits];
    case 'sum first':
      return sortedBy(bits, (product) => product ?? -1);
    case 'products reversed':
      return sortedBy(bits, (product) => (product === null ? 1 : -product));
    case 'even products first':
      return sortedBy(bits, (product) => (product === null ? 2 : product % 2));
    case 'terms reversed':
      return bits.toReversed();
    case 'middle products first':
      return sortedBy(bits, (product) => (product === null ? Infinity : (product * 5 + 3) % 8));
  }
}

function sortedBy(bits: readonly TreeBit[], key: (product: number | null) => number): TreeBit[] {
  return bits.toSorted((a, b) => key(a.product) - key(b.product));
}
