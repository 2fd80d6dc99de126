import { VECTORS_WIDTH } from '../../../accelerator/registers.ts';
import type { AcceleratorShape } from '../../../accelerator/shape.ts';
import { bitLength, svLiteral, svZeroExtend } from '../../../systemverilog.ts';

/** Size of a full group, as wide as a number of vectors. */
export function fullGroup({ array }: AcceleratorShape): string {
  return array.vectors > 1
    ? svZeroExtend('group_q', bitLength(array.vectors), VECTORS_WIDTH)
    : svLiteral(1, VECTORS_WIDTH);
}

/** Vectors of a group when so many are left; where a group can have more than one. */
export function groupSize(left: string, shape: AcceleratorShape): string {
  return `(${left} <= ${fullGroup(shape)}) ?\n      ${left}[GroupWidth-1:0] : group_q`;
}
