import { Failure } from '../../system/failure.ts';
import type { ConvForm } from '../layer.ts';
import type { ConvGeometry } from './conv-geometry.ts';
import { choosePatch, type Patch } from './patch.ts';
import type { ArraySize, LayerProducts, MatrixProduct } from './product.ts';

export interface ConvWords {
  /** Activation words, C order. */
  readonly activations: Uint16Array;
  /** M x K. */
  readonly weights: Uint16Array;
  /** M. */
  readonly channels: number;
  /** The NaR word of the activations. */
  readonly nar: number;
}

type Pair = readonly [number, number];

/**
 * A convolution as products: a vector is a window of the input that a patch of neighbouring outputs
 * reads, and each output of the patch is a channel of its own, with the kernel in its place of the
 * window. A patch of one output is the plain unfolding (im2col); larger ones fill the columns where a
 * group has few channels, above all in depthwise layers. Throws Failure (input) for more padding than
 * there is room for.
 */
export function convProducts(
  form: ConvForm,
  geometry: ConvGeometry,
  words: ConvWords,
  array: ArraySize & { readonly lanesUsed: number },
): LayerProducts {
  const { batch, output } = geometry;
  const { groups, kernel } = form;
  const perGroup = words.channels / groups;
  const inputs = geometry.channels / groups;
  // A NaR would reach all outputs of its patch, not only those whose kernel covers it.
  const patch: Patch = words.activations.includes(words.nar)
    ? [1, 1]
    : choosePatch(form, { batch, output, inputs, outputs: perGroup }, array);
  const patches = [0, 1].map((axis) =>
    Math.ceil((output[axis] as number) / (patch[axis] as number)),
  ) as [number, number];
  const room: Pair = [patches[0] * patch[0], patches[1] * patch[1]];
  const { source, size } = padded(form, geometry, words.activations, room);
  const taps = windowTaps(form, patch, inputs, size);
  const area = room[0] * room[1];
  const shared = {
    tapOffset: taps.offsets,
    vectorBase: bases(batch, patches, geometry.channels * size[0] * size[1], [
      patch[0] * form.strides[0] * size[1],
      patch[1] * form.strides[1],
    ]),
    resultBase: bases(batch, patches, words.channels * area, [patch[0] * room[1], patch[1]]),
    channelOffset: channelOffsets(patch, perGroup, room),
  };
  const products = Array.from({ length: groups }, (_, group): MatrixProduct => {
    const first = group * perGroup;
    return {
      ...shared,
      weights: patchWeights(words.weights, { first, perGroup, patch, taps }),
      sourceOffset: group * inputs * size[0] * size[1],
      resultOffset: first * area,
      layerChannel: Int32Array.from(shared.channelOffset, (_each, at) => first + (at % perGroup)),
    };
  });
  const positions = batch * output[0] * output[1];
  return {
    mapping: mappingText(form, patch),
    source,
    products,
    macs: positions * words.channels * inputs * kernel[0] * kernel[1],
    resultWords: batch * words.channels * area,
    dims: [batch, words.channels, ...output.slice(2 - form.spatial)],
    finish: (results) => cropped(results, batch * words.channels, room, output),
  };
}

function mappingText({ spatial }: ConvForm, [height, width]: Patch): string {
  if (height * width === 1) return 'one output a vector';
  return `${spatial === 1 ? width : `${height} x ${width}`} outputs a vector`;
}

/** Words with zeros around them, enough for whole patches: batch x channels x size. */
function padded(
  form: ConvForm,
  { name, batch, channels, input, pads }: ConvGeometry,
  words: Uint16Array,
  room: Pair,
): { readonly source: Uint16Array; readonly size: Pair } {
  const need = (axis: 0 | 1) =>
    (room[axis] - 1) * form.strides[axis] + (form.kernel[axis] - 1) * form.dilations[axis] + 1;
  const height = Math.max(pads.top + input[0] + pads.bottom, need(0));
  const width = Math.max(pads.left + input[1] + pads.right, need(1));
  if (height === input[0] && width === input[1]) return { source: words, size: input };
  checkRoom(name, [batch, channels, height, width]);
  const source = new Uint16Array(batch * channels * height * width);
  for (let plane = 0; plane < batch * channels; plane++) {
    for (let y = 0; y < input[0]; y++) {
      const from = (plane * input[0] + y) * input[1];
      const to = (plane * height + pads.top + y) * width + pads.left;
      source.set(words.subarray(from, from + input[1]), to);
    }
  }
  return { source, size: [height, width] };
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
interface WindowTaps {
  /** In the padded input. */
  readonly offsets: Int32Array;
  /** For each output of the patch and each of its K weights the place among the taps. */
  readonly places: readonly Int32Array[];
}

function windowTaps(form: ConvForm, patch: Patch, inputs: number, size: Pair): WindowTaps {
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

/** Origin of each patch, images first, then rows and columns of patches. */
function bases(batch: number, patches: Pair, image: number, step: Pair): Int32Array {
  const origins = new Int32Array(batch * patches[0] * patches[1]);
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < patches[0]; y++) {
      for (let x = 0; x < patches[1]; x++) origins[at++] = n * image + y * step[0] + x * step[1];
    }
  }
  return origins;
}

/** Outputs of the patch, all channels of the group for each. */
function channelOffsets(patch: Patch, perGroup: number, room: Pair): Int32Array {
  const offsets = new Int32Array(patch[0] * patch[1] * perGroup);
  let at = 0;
  for (let y = 0; y < patch[0]; y++) {
    for (let x = 0; x < patch[1]; x++) {
      for (let channel = 0; channel < perGroup; channel++) {
        offsets[at++] = (channel * room[0] + y) * room[1] + x;
      }
    }
  }
  return offsets;
}

interface GroupWeights {
  readonly first: number;
  readonly perGroup: number;
  readonly patch: Patch;
  readonly taps: WindowTaps;
}

/** The kernel once for each output of the patch, zeros elsewhere. */
function patchWeights(
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
function cropped(results: Uint16Array, planes: number, room: Pair, output: Pair): Uint16Array {
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
