import type { ConvForm } from '../layer.ts';
import type { ConvGeometry } from './conv-geometry.ts';
import { choosePatch, type Patch } from './patch.ts';
import type { ArraySize, Elements, LayerProducts, MatrixProduct } from './product.ts';
import { cropped, type Pair, padded, patchWeights, windowTaps } from './window.ts';

export interface ConvWords<S extends Elements = Uint16Array> {
  /** Activations, C order. */
  readonly activations: S;
  /** M x K. */
  readonly weights: Uint16Array;
  /** M. */
  readonly channels: number;
  /** The NaR word of the activations, or NaN. */
  readonly nar: number;
}

/** Outputs of a vector: the patch with the fewest cycles, or one. */
export type ConvLayout = 'patches' | 'plain';

/**
 * A convolution as products: a vector is a window of the input that a patch of neighbouring outputs
 * reads, and each output of the patch is a channel of its own, with the kernel in its place of the
 * window. A patch of one output is the plain unfolding (im2col); larger ones fill the columns where a
 * group has few channels, above all in depthwise layers. Throws Failure (input) for more padding than
 * there is room for.
 */
export function convProducts<S extends Elements>(
  form: ConvForm,
  geometry: ConvGeometry,
  words: ConvWords<S>,
  array: ArraySize & { readonly lanesUsed: number },
  layout: ConvLayout = 'patches',
): LayerProducts<S> {
  const { batch, output } = geometry;
  const { groups, kernel } = form;
  const perGroup = words.channels / groups;
  const inputs = geometry.channels / groups;
  // A NaR would reach all outputs of its patch, not only those whose kernel covers it.
  const isPlain = layout === 'plain' || words.activations.includes(words.nar);
  const patch: Patch = isPlain
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
