import { emptyMaps, type Maps } from './layer.ts';

/** Where a kernel looks. */
export interface Window {
  /** Edge of the square kernel. */
  readonly kernel: number;
  readonly stride: number;
  /** Zeros before and behind the map, on both axes. */
  readonly pads: readonly [before: number, behind: number];
}

export function outputSize(size: number, { kernel, stride, pads }: Window): number {
  return Math.floor((size + pads[0] + pads[1] - kernel) / stride) + 1;
}

/**
 * All products' activations, [channels * kernel * kernel, batch, height', width'], so that a
 * convolution is a product of matrices.
 */
export function toColumns(x: Maps, window: Window): Maps {
  const columns = emptyMaps(x, {
    channels: x.channels * window.kernel ** 2,
    height: outputSize(x.height, window),
    width: outputSize(x.width, window),
  });
  eachPixel(x, columns, window, (from, to) => {
    columns.values[to] = x.values[from] as number;
  });
  return columns;
}

/** The gradient by the maps from that by their columns. */
export function fromColumns(columns: Maps, x: Maps, window: Window): Maps {
  const gradient = emptyMaps(x);
  eachPixel(x, columns, window, (from, to) => {
    gradient.values[from] = (gradient.values[from] as number) + (columns.values[to] as number);
  });
  return gradient;
}

/** Visits all pixels of the columns that are not padding, each with the pixel it comes from. */
function eachPixel(
  x: Maps,
  columns: Maps,
  { kernel, stride, pads }: Window,
  visit: (from: number, to: number) => void,
): void {
  const { batch, height, width } = columns;
  for (let channel = 0; channel < columns.channels; channel++) {
    const source = Math.floor(channel / kernel ** 2);
    const down = (Math.floor(channel / kernel) % kernel) - pads[0];
    const right = (channel % kernel) - pads[0];
    for (let line = 0; line < batch * height; line++) {
      const row = (line % height) * stride + down;
      if (row < 0 || row >= x.height) continue;
      const from = ((source * batch + Math.floor(line / height)) * x.height + row) * x.width;
      const to = (channel * batch * height + line) * width;
      for (let column = 0; column < width; column++) {
        const place = column * stride + right;
        if (place >= 0 && place < x.width) visit(from + place, to + column);
      }
    }
  }
}
