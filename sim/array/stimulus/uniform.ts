import { lanesOfWord } from '../../../golden/exact/index.ts';
import { createRandom } from '../../random.ts';
import type { SentTile } from '../job.ts';
import type { ArraySubject } from '../parameters.ts';
import { equalChannels, scaleFor } from './channels.ts';
import { largestFormats, portsOf } from './formats.ts';

export interface Uniform {
  readonly tiles: number;
  readonly start: bigint;
  readonly weightWord: number;
  readonly activations: (vector: number, row: number, tile: number) => number;
  /** Of the sums' leading ones, which are brought to about 1.0; absent: the highest there can be. */
  readonly lead?: number;
}

/** A sum of tiles with the same word everywhere, of at most two vectors. */
export function uniformSum(
  subject: ArraySubject,
  mode: number,
  { tiles, start, weightWord, activations, lead }: Uniform,
): SentTile[] {
  const { shape } = subject;
  const { rows, cols } = shape;
  const formats = largestFormats(shape, mode);
  const { weight, activation, output } = formats;
  const ports = portsOf(formats, createRandom(0, 'ports'));
  const lanes = Array.from({ length: lanesOfWord(weight.n) }, (_, lane) => lane);
  const container = lanes.reduce((word, lane) => word | (weightWord << (lane * weight.n)), 0);
  const vectors = Math.min(2, shape.vectors);
  const words = (index: number) =>
    Uint16Array.from({ length: vectors * rows }, (_, at) =>
      activations(Math.floor(at / rows), at % rows, index),
    );
  // The largest sums must not all be the largest word: they are brought to about 1.0.
  const width = shape.lanes[0]?.width ?? 2;
  const scale = BigInt(scaleFor(subject, lead ?? Math.max(0, width - 2)));
  return Array.from({ length: tiles }, (_, index) => ({
    ports,
    tile: {
      weight,
      activation,
      weights: new Uint16Array(rows * cols).fill(container),
      activations: words(index),
      vectors,
      channels: index === 0 ? equalChannels(subject, start, scale) : null,
      results: index === tiles - 1 ? { output, relu: false } : null,
    },
  }));
}
