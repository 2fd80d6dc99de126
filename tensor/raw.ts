import type { Dtype } from './dtype.ts';
import { TensorFault } from './fault.ts';
import { indexTuple, shapeText } from './shape.ts';

/** A tensor as its file has it. */
export interface RawTensor {
  readonly shape: readonly number[];
  readonly type: Dtype;
  /** C order. */
  readonly values: Float64Array;
}

/** Refuses NaN, infinities, and integers that a binary64 cannot tell apart. Throws TensorFault. */
export function checkValues({ shape, type, values }: RawTensor): void {
  const isFine = type.kind === 'real' ? Number.isFinite : Number.isSafeInteger;
  const position = values.findIndex((value) => !isFine(value));
  if (position === -1) return;
  const value = values[position] as number;
  const where = `at ${shapeText(indexTuple(position, shape))}, position ${position}`;
  if (type.kind === 'integer') {
    throw new TensorFault(`the ${type.name} ${where} is beyond 2^53 in magnitude`);
  }
  const more = values.reduce((count, each) => (isFine(each) ? count : count + 1), -1);
  const others = more === 0 ? '' : `, and ${more} more such ${more === 1 ? 'value' : 'values'}`;
  throw new TensorFault(`the value ${where} is ${value}${others}: only finite numbers are allowed`);
}
