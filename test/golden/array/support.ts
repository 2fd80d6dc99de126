import {
  type ArrayParameters,
  type ArrayTile,
  type ChannelSet,
  lanesOfWord,
} from '../../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../../golden/format.ts';

/** Numbers in [0, bound). */
export type Random = (bound: number) => number;

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[random(values.length)] as T;
}

/** A format of n bits. */
export function formatOf(random: Random, n: number): LpFormat {
  return lpFormat({ n, es: random(6), rs: 1 + random(n - 1) });
}

/** Arrays of every shape and arithmetic; widths from 4 to 80 bits, narrow and wide ones mixed. */
export function randomArray(random: Random, lanes: number): ArrayParameters {
  const widest = pick(random, [8, 24, 32, 32, 48, 80]);
  const width = (least: number, most: number) => least + random(most - least + 1);
  return {
    rows: pick(random, [1, 2, 3, 4, 5, 7, 8, 9]),
    cols: pick(random, [1, 2, 3, 5]),
    lanes: Array.from({ length: lanes }, () => {
      const row = width(4, widest);
      return { tile: random(3) === 0 ? row : width(4, row), row };
    }),
    arithmetic: {
      converter: pick(random, ['table', 'mitchell']),
      converterFraction: random(13),
      align: pick(random, ['truncate', 'nearest', 'floor', 'floor-act']),
      overflow: pick(random, ['wrap', 'saturate']),
      accumulatorFraction: random(30) - 8,
    },
    requantise: {
      inputBits: random(11),
      fraction: random(13),
      underflow: pick(random, ['flush', 'saturate']),
    },
  };
}

/** What the words of a tile are drawn from: all, none that spoil a sum, or the ends. */
export type Draw = 'any' | 'finite' | 'largest';

/** One sum in tiles of any of these weight lengths. */
export function randomSum(
  random: Random,
  parameters: ArrayParameters,
  lengths: { readonly weight: readonly number[]; readonly activation: number },
): ArrayTile[] {
  const { rows, cols, lanes } = parameters;
  const vectors = 1 + random(6);
  const tiles = 1 + random(4);
  const draw = pick<Draw>(random, ['any', 'finite', 'finite', 'largest']);
  return Array.from({ length: tiles }, (_, index): ArrayTile => {
    const weight = formatOf(random, pick(random, lengths.weight));
    const activation = formatOf(random, lengths.activation);
    const used = lanesOfWord(weight.n);
    return {
      weight,
      activation,
      weights: Uint16Array.from({ length: rows * cols }, () =>
        pack(
          weight.n,
          Array.from({ length: used }, () => drawWord(random, weight, draw)),
        ),
      ),
      activations: Uint16Array.from({ length: vectors * rows }, () =>
        drawWord(random, activation, draw),
      ),
      vectors,
      channels: index === 0 ? randomChannels(random, parameters, cols * lanes.length) : null,
      results:
        index === tiles - 1
          ? { output: formatOf(random, lengths.activation), relu: random(3) === 0 }
          : null,
    };
  });
}

/** Words side by side, lane 0 in the low bits. */
export function pack(n: number, words: readonly number[]): number {
  return words.reduce((container, word, lane) => container + word * 2 ** (n * lane), 0);
}

function drawWord(random: Random, { n, maxWord, narWord }: LpFormat, draw: Draw): number {
  if (draw === 'largest') return random(4) === 0 ? 2 ** n - maxWord : maxWord;
  const word = random(2 ** n);
  if (draw === 'any' && random(8) > 0) return word;
  return word === narWord ? 0 : word;
}

function randomChannels(
  random: Random,
  { lanes, requantise }: ArrayParameters,
  channels: number,
): ChannelSet {
  const octave = 2 ** requantise.fraction;
  return {
    starts: Array.from({ length: channels }, (_, channel) => {
      const end = 1n << BigInt((lanes[channel % lanes.length]?.row ?? 1) - 1);
      return pick(random, [0n, end - 1n, -end, 1n, -1n, end >> 3n, -(end >> 2n) - 1n]);
    }),
    scales: Array.from({ length: channels }, () => {
      const near = BigInt(random(40 * octave) - 30 * octave);
      return pick(random, [0n, near, near, near, 10n ** 15n, -(10n ** 15n)]);
    }),
  };
}
