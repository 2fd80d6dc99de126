/** Odd, so that multiplying by it goes through all residues of a power of two. */
const STRIDE = 0x9e3779b1;

/**
 * The input of a vector when a module is put through all of its inputs, `total` a power of two. The
 * order is scattered: a module that keeps an earlier input would go unnoticed among neighbours.
 */
export function countedInput(index: number, total: number): number {
  return (Math.imul(index, STRIDE) & (total - 1)) >>> 0;
}
