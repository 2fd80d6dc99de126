import { TensorFault } from './fault.ts';

/** 2 GiB as binary64. */
const MOST_VALUES = 2 ** 28;
export const MOST_AXES = 64;

export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** Number of values of a declared shape. Throws TensorFault where no matrix comes out of it. */
export function countValues(shape: readonly number[]): number {
  if (shape.length === 0) throw new TensorFault('the tensor is a scalar: it has no axes');
  if (shape.length > MOST_AXES) {
    throw new TensorFault(`the tensor has ${shape.length} axes, more than ${MOST_AXES}`);
  }
  for (const size of shape) {
    if (!(Number.isSafeInteger(size) && size >= 0)) {
      throw new TensorFault(`the shape ${shapeText(shape)} is impossible`);
    }
  }
  if (shape.includes(0)) throw new TensorFault(`the tensor is empty: shape ${shapeText(shape)}`);
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > MOST_VALUES) {
    throw new TensorFault(
      `the shape ${shapeText(shape)} means ${count} values, more than the ${MOST_VALUES} that are read`,
    );
  }
  return count;
}

/** Index tuple of a position in C order. */
export function indexTuple(position: number, shape: readonly number[]): number[] {
  const tuple: number[] = [];
  let rest = position;
  for (const size of shape.toReversed()) {
    tuple.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return tuple;
}

/** Reorders C-ordered values so that axis `order[i]` of the old shape is axis i of the new one. */
export function transpose(
  values: Float64Array,
  shape: readonly number[],
  order: readonly number[],
): Float64Array {
  if (order.every((axis, place) => axis === place)) return values;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const sizes = order.map((axis) => shape[axis] as number);
  const steps = order.map((axis) => strides[axis] as number);
  const counter = sizes.map(() => 0);
  const result = new Float64Array(values.length);
  let source = 0;
  for (let target = 0; target < result.length; target++) {
    result[target] = values[source] as number;
    for (let place = sizes.length - 1; place >= 0; place--) {
      const step = steps[place] as number;
      source += step;
      counter[place] = (counter[place] as number) + 1;
      if ((counter[place] as number) < (sizes[place] as number)) break;
      source -= step * (sizes[place] as number);
      counter[place] = 0;
    }
  }
  return result;
}
