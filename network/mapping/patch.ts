import type { ConvForm } from '../layer.ts';
import { estimateCycles } from './groups.ts';
import type { ArraySize } from './product.ts';

/** Height and width of a patch of outputs. */
export type Patch = readonly [number, number];

interface PatchQuestion {
  readonly batch: number;
  readonly output: readonly [number, number];
  /** Channels of a group. */
  readonly inputs: number;
  readonly outputs: number;
}

/** The patch with the fewest cycles; of equals the smallest. */
export function choosePatch(
  form: ConvForm,
  question: PatchQuestion,
  array: ArraySize & { readonly lanesUsed: number },
): Patch {
  const { batch, output, inputs, outputs } = question;
  const places = array.cols * array.lanesUsed;
  let best: { patch: Patch; cycles: number } = { patch: [1, 1], cycles: Infinity };
  for (let height = 1; height <= output[0]; height++) {
    for (let width = 1; width <= output[1]; width++) {
      if (height * width * outputs > Math.max(places, outputs)) break;
      const patch: Patch = [height, width];
      const depth = inputs * spanned(form, 0, height) * spanned(form, 1, width);
      const vectors = batch * Math.ceil(output[0] / height) * Math.ceil(output[1] / width);
      const cycles = estimateCycles({ depth, channels: height * width * outputs, vectors }, array);
      if (cycles < best.cycles) best = { patch, cycles };
    }
  }
  return best.patch;
}

/** Inputs along an axis that `count` neighbouring outputs read. */
function spanned({ kernel, strides, dilations }: ConvForm, axis: 0 | 1, count: number): number {
  const read = new Set<number>();
  for (let output = 0; output < count; output++) {
    for (let tap = 0; tap < kernel[axis]; tap++) {
      read.add(output * strides[axis] + tap * dilations[axis]);
    }
  }
  return read.size;
}
