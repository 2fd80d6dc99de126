import type { MacLayer } from './layer.ts';
import { convGeometry } from './mapping/conv-geometry.ts';

/** Dims of tensors by name. */
export type TensorDims = ReadonlyMap<string, readonly number[]>;

/**
 * Multiply-accumulates of a layer by its definition, padding of the layer included: for one input
 * where the dims are those of one, for many where they are those of many. Throws RangeError for a tensor
 * without dims, Failure (input) where a kernel finds no place.
 */
export function layerMacs(layer: MacLayer, dims: TensorDims): number {
  const { name, form, input, weights } = layer;
  const own = dimsOf(input, dims);
  if (form.kind === 'conv' && weights.kind === 'constant') {
    const { batch, output } = convGeometry(name, form, own);
    return batch * output[0] * output[1] * weights.channels * weights.depth;
  }
  // Each of the K values of a vector meets a weight of every channel, whichever matrix it passes through.
  const channels =
    weights.kind === 'constant' ? weights.channels : (dimsOf(weights.name, dims).at(-1) ?? 1);
  return own.reduce((product, size) => product * size, 1) * channels;
}

/** Constant weights of a layer; 0 where another step computes them. */
export function layerParameters({ weights }: MacLayer): number {
  return weights.kind === 'constant' ? weights.channels * weights.depth : 0;
}

function dimsOf(tensor: string, dims: TensorDims): readonly number[] {
  const found = dims.get(tensor);
  if (found === undefined) throw new RangeError(`no dims of tensor ${tensor}`);
  return found;
}
