import type { MacLayer } from './layer.ts';
import { layersOf, type Network, type Value } from './network.ts';

/** Where inputs lie in a tensor of so many axes: batches are joined along that axis. */
export type InputsAxis = (tensor: string, axes: number) => 0 | 1;

/** The first axis, or the second of a matrix whose columns a layer reads or writes as vectors. */
export function inputsAxisOf(network: Pick<Network, 'steps'>): InputsAxis {
  const turned = new Set(layersOf(network).flatMap(columnTensors));
  return (tensor, axes) => (axes === 2 && turned.has(tensor) ? 1 : 0);
}

function columnTensors({ form, input, output }: MacLayer): string[] {
  if (form.kind === 'conv') return [];
  return [
    ...(form.inputVectors === 'columns' ? [input] : []),
    ...(form.outputVectors === 'columns' ? [output] : []),
  ];
}

/** A tensor of words. */
interface WordTensor {
  readonly dims: readonly number[];
  readonly words: Uint16Array;
}

/** Words of several batches as one tensor. */
export function joinedWords(parts: readonly WordTensor[], axis: 0 | 1): WordTensor {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const words = new Uint16Array(parts.reduce((sum, part) => sum + part.words.length, 0));
  const dims = join(parts, axis, (part) => part.words, words);
  return { dims, words };
}

/** Real numbers of several batches as one tensor. */
export function joinedTensors(
  parts: readonly Value[],
  axis: 0 | 1,
): { readonly dims: readonly number[]; readonly values: Float32Array } {
  const data = parts.map((part) => ({ ...part, data: part.data as Float32Array }));
  const values = new Float32Array(data.reduce((sum, part) => sum + part.data.length, 0));
  const dims = join(data, axis, (part) => part.data, values);
  return { dims, values };
}

/** Fills a tensor with parts that lie along an axis; its dims. */
function join<P extends { readonly dims: readonly number[] }, A extends Uint16Array | Float32Array>(
  parts: readonly P[],
  axis: 0 | 1,
  elementsOf: (part: P) => A,
  joined: A,
): number[] {
  const dims = [...(parts[0]?.dims ?? [])];
  dims[axis] = parts.reduce((sum, part) => sum + (part.dims[axis] ?? 1), 0);
  const blocks = axis === 0 ? 1 : (dims[0] as number);
  const whole = joined.length / blocks;
  let from = 0;
  for (const part of parts) {
    const elements = elementsOf(part);
    const own = elements.length / blocks;
    for (let block = 0; block < blocks; block++) {
      joined.set(
        elements.subarray(block * own, (block + 1) * own) as A & ArrayLike<number>,
        block * whole + from,
      );
    }
    from += own;
  }
  return dims;
}
