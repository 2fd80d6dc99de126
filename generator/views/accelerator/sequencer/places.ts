import type { BufferShape } from '../../../accelerator/shape.ts';
import { bitLength, svLiteral } from '../../../systemverilog.ts';
import { successor } from '../../array/control/state.ts';

/** The place behind one of a buffer; the first one follows the last. */
export function nextPlace(name: string, { depth, address }: BufferShape): string {
  return isPowerOfTwo(depth) ? `${name} + ${svLiteral(1, address)}` : successor(name, depth);
}

/** Whether places wrap by themselves. */
export function isPowerOfTwo(depth: number): boolean {
  return 2 ** bitLength(depth - 1) === depth;
}
