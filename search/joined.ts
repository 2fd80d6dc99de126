import type { Words } from '../infer/layer-run.ts';
import type { MacLayer } from '../network/layer.ts';
import type { Value } from '../network/network.ts';

/** Axis along which the inputs of batches follow one another in what a layer reads. */
export function inputsAxis({ form }: MacLayer, dims: readonly number[]): number {
  return form.kind === 'matmul' && form.inputVectors === 'columns' && dims.length === 2 ? 1 : 0;
}

/** Words of several batches as one tensor. */
export function joinedWords(parts: readonly Words[], axis: number): Words {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const words = new Uint16Array(parts.reduce((sum, part) => sum + part.words.length, 0));
  const dims = join(parts, axis, (part) => part.words, words);
  return { dims, words };
}

/** Real numbers of several batches as one tensor. */
export function joinedTensors(
  parts: readonly Value[],
  axis: number,
): { readonly dims: readonly number[]; readonly values: Float32Array } {
  const data = parts.map((part) => ({ ...part, data: part.data as Float32Array }));
  const values = new Float32Array(data.reduce((sum, part) => sum + part.data.length, 0));
  const dims = join(data, axis, (part) => part.data, values);
  return { dims, values };
}

/** Fills a tensor with parts that lie along an axis; its dims. */
function join<P extends { readonly dims: readonly number[] }, A extends Uint16Array | Float32Array>(
  parts: readonly P[],
  axis: number,
  elementsOf: (part: P) => A,
  joined: A,
): number[] {
  const dims = [...(parts[0]?.dims ?? [])];
  dims[axis] = parts.reduce((sum, part) => sum + (part.dims[axis] ?? 1), 0);
  const blocks = dims.slice(0, axis).reduce((a, b) => a * b, 1);
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
