import { Failure } from '../../system/failure.ts';
import type { ConvForm } from '../layer.ts';
import type { ConvGeometry } from './conv-geometry.ts';
import type { Patch } from './patch.ts';
import type { Elements } from './product.ts';

export type Pair = readonly [number, number];

/** Words with zeros around them, enough for whole patches: batch x channels x size. */
export function padded<S extends Elements>(
  form: ConvForm,
  { name, batch, channels, input, pads }: ConvGeometry,
  words: S,
  room: Pair,
): { readonly source: S; readonly size: Pair } {
  const need = (axis: 0 | 1) =>
    (room[axis] - 1) * form.strides[axis] + (form.kernel[axis] - 1) * form.dilations[axis] + 1;
  const height = Math.max(pads.top + input[0] + pads.bottom, need(0));
  const width = Math.max(pads.left + input[1] + pads.right, need(1));
  if (height === input[0] && width === input[1]) return { source: words, size: input };
  checkRoom(name, [batch, channels, height, width]);
  const source = zeros(words, batch * channels * height * width);
  for (let plane = 0; plane < batch * channels; plane++) {
    for (let y = 0; y < input[0]; y++) {
      const from = (plane * input[0] + y) * input[1];
      const to = (plane * height + pads.top + y) * width + pads.left;
      source.set(words.subarray(from, from + input[1]), to);
    }
  }
  return { source, size: [height, width] };
}

function zeros<S extends Elements>(like: S, length: number): S {
  return new (like.constructor as new (length: number) => S)(length);
}

const MOST_WORDS = 2 ** 28;

/** Strides and pads may ask for any number of zeros. Throws Failure (input). */
function checkRoom(name: string, dims: readonly number[]): void {
  if (dims.reduce((product, size) => product * size, 1) <= MOST_WORDS) return;
  throw new Failure(
    'input',
    `layer ${JSON.stringify(name)}: its padded input is [${dims.join(', ')}], more than ${MOST_WORDS} words`,
    'lower --batch where that helps',
  );
}

/** The inputs of a window that any of its outputs reads. */
export interface WindowTaps {
  /** In the padded input. */
  readonly offsets: Int32Array;
  /** For each output of the patch and each of its K weights the place among the taps. */
  readonly places: readonly Int32Array[];
}

export function windowTaps(form: ConvForm, patch: Patch, inputs: number, size: Pair): WindowTaps {
  const { kernel, strides, dilations } = form;
  const known = new Map<number, number>();
  const places: Int32Array[] = [];
  for (let y = 0; y < patch[0]; y++) {
    for (let x = 0; x < patch[1]; x++) {
      const own: number[] = [];
      for (let input = 0; input < inputs; input++) {
        for (let i = 0; i < kernel[0]; i++) {
          for (let j = 0; j < kernel[1]; j++) {
            const row = y * strides[0] + i * dilations[0];
            const column = x * strides[1] + j * dilations[1];
            const offset = (input * size[0] + row) * size[1] + column;
            const place = known.get(offset) ?? known.size;
            known.set(offset, place);
            own.push(place);
          }
        }
      }
      places.push(Int32Array.from(own));
    }
  }
  return { offsets: Int32Array.from(known.keys()), places };
}

/** Which weights of a layer, and for which patch. */
export interface GroupWeights {
  readonly first: number;
  readonly perGroup: number;
  readonly patch: Patch;
  readonly taps: WindowTaps;
}

/** The kernel once for each output of the patch, zeros elsewhere. */
export function patchWeights(
  weights: Uint16Array,
  { first, perGroup, patch, taps: { offsets, places } }: GroupWeights,
): Uint16Array {
  const depth = places[0]?.length ?? 0;
  if (places.length === 1) return weights.subarray(first * depth, (first + perGroup) * depth);
  const spread = new Uint16Array(patch[0] * patch[1] * perGroup * offsets.length);
  for (const [position, own] of places.entries()) {
    for (let channel = 0; channel < perGroup; channel++) {
      const from = (first + channel) * depth;
      const to = (position * perGroup + channel) * offsets.length;
      for (let k = 0; k < depth; k++) spread[to + (own[k] as number)] = weights[from + k] as number;
    }
  }
  return spread;
}

/** Planes without the outputs that only fill up patches. */
export function cropped(
  results: Uint16Array,
  planes: number,
  room: Pair,
  output: Pair,
): Uint16Array {
  if (room[0] === output[0] && room[1] === output[1]) return results;
  const words = new Uint16Array(planes * output[0] * output[1]);
  for (let plane = 0; plane < planes; plane++) {
    for (let y = 0; y < output[0]; y++) {
      const from = (plane * room[0] + y) * room[1];
      words.set(results.subarray(from, from + output[1]), (plane * output[0] + y) * output[1]);
    }
  }
  return words;
}
