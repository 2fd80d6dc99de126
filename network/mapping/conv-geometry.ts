import { Failure } from '../../system/failure.ts';
import type { ConvForm, Pads } from '../layer.ts';

/** Sizes of one convolution; pairs are height and width. */
export interface ConvGeometry {
  /** Of the layer, for messages. */
  readonly name: string;
  readonly batch: number;
  readonly channels: number;
  readonly input: readonly [number, number];
  readonly output: readonly [number, number];
  readonly pads: Pads;
}

/** Sizes for an input of known dims. Throws Failure (input) where the kernel finds no place. */
export function convGeometry(name: string, form: ConvForm, dims: readonly number[]): ConvGeometry {
  if (dims.length !== form.spatial + 2) {
    throw new Failure(
      'input',
      `layer ${name} takes an input of ${form.spatial + 2} axes, not [${dims.join(', ')}]`,
    );
  }
  const [batch = 0, channels = 0] = dims;
  const input = [form.spatial === 1 ? 1 : (dims[2] as number), dims.at(-1) as number] as const;
  const reach = [0, 1].map((axis) => reachOf(form, axis as 0 | 1)) as [number, number];
  const pads = padsOf(form, input, reach);
  const room = [input[0] + pads.top + pads.bottom, input[1] + pads.left + pads.right];
  const output = [0, 1].map((axis) => {
    const free = (room[axis] as number) - (reach[axis] as number);
    return free < 0 ? 0 : Math.floor(free / (form.strides[axis] as number)) + 1;
  }) as [number, number];
  if (output[0] === 0 || output[1] === 0) {
    throw new Failure(
      'input',
      `layer ${name}: a kernel that reaches over ${reach.join(' x ')} does not fit the ${room.join(' x ')} of its padded input`,
    );
  }
  return { name, batch, channels, input, output, pads };
}

/** Inputs from the first to the last tap of a kernel. */
function reachOf({ kernel, dilations }: ConvForm, axis: 0 | 1): number {
  return (kernel[axis] - 1) * dilations[axis] + 1;
}

function padsOf(
  { pads, strides }: ConvForm,
  input: readonly [number, number],
  reach: readonly [number, number],
): Pads {
  if (typeof pads !== 'string') return pads;
  if (pads === 'valid') return { top: 0, left: 0, bottom: 0, right: 0 };
  const [height, width] = [0, 1].map((axis) => {
    const size = input[axis] as number;
    const stride = strides[axis] as number;
    return Math.max(0, (Math.ceil(size / stride) - 1) * stride + (reach[axis] as number) - size);
  }) as [number, number];
  const before = (total: number) =>
    pads === 'same-upper' ? Math.floor(total / 2) : Math.ceil(total / 2);
  const [top, left] = [before(height), before(width)];
  return { top, left, bottom: height - top, right: width - left };
}
