/**
 * Multiply-accumulates per second of the fast model of an array, results included, by mode. Run with
 * `npx tsx bench/array-golden.ts [tiles]`.
 */
import type { ArrayParameters, ArrayTile } from '../golden/exact/index.ts';
import { lanesOfWord } from '../golden/exact/index.ts';
import { createArray } from '../golden/fast/index.ts';
import { lpFormat } from '../golden/format.ts';

const RUNS = 7;
const VECTORS = 64;
const TILES_PER_SUM = 4;
const TILES = Number(process.argv[2] ?? 2000);
const WORDS = lpFormat({ n: 8, es: 1, rs: 4 });

const ARITHMETIC = {
  converter: 'table',
  converterFraction: 8,
  align: 'truncate',
  overflow: 'wrap',
  accumulatorFraction: 8,
} as const;
const REQUANTISE = { inputBits: 8, fraction: 6, underflow: 'flush' } as const;

for (const size of [8, 16]) {
  for (const n of [8, 4, 2]) {
    const parameters: ArrayParameters = {
      rows: size,
      cols: size,
      lanes: Array.from({ length: 4 }, () => ({ tile: 24, row: 28 })),
      arithmetic: ARITHMETIC,
      requantise: REQUANTISE,
    };
    const rates = Array.from({ length: RUNS }, () => rate(parameters, n));
    const lanes = lanesOfWord(n);
    console.log(`${size} x ${size}, mode ${lanes}x${n}: ${millions(median(rates))} M MAC/s`);
  }
}

/** MACs per second over a stream of tiles. */
function rate(parameters: ArrayParameters, n: number): number {
  const tiles = Array.from({ length: TILES_PER_SUM }, (_, index) => tile(parameters, n, index));
  const model = createArray(parameters);
  const begin = performance.now();
  for (let index = 0; index < TILES; index++) {
    model.run(tiles[index % TILES_PER_SUM] as ArrayTile);
  }
  const seconds = (performance.now() - begin) / 1000;
  const { rows, cols } = parameters;
  const sums = Math.floor(TILES / TILES_PER_SUM) * TILES_PER_SUM;
  return (sums * VECTORS * rows * cols * lanesOfWord(n)) / seconds;
}

/** One tile of a sum, of words without pattern; NaR is left out as networks have none. */
function tile({ rows, cols, lanes }: ArrayParameters, n: number, index: number): ArrayTile {
  const channels = cols * lanes.length;
  return {
    weight: lpFormat({ n, es: n === 2 ? 0 : 1, rs: n / 2 }),
    activation: WORDS,
    weights: words(rows * cols, 2 * index),
    activations: words(VECTORS * rows, 2 * index + 1),
    vectors: VECTORS,
    channels:
      index === 0
        ? {
            starts: Array.from({ length: channels }, (_, channel) => BigInt(channel)),
            scales: Array.from({ length: channels }, (_, channel) => BigInt(-channel)),
          }
        : null,
    results: index === TILES_PER_SUM - 1 ? { output: WORDS, relu: false } : null,
  };
}

/** Words of 8 bits from a linear congruential generator. */
function words(count: number, seed: number): Uint16Array {
  let state = seed;
  return Uint16Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24 === WORDS.narWord ? 0 : state >>> 24;
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

function millions(rate: number): string {
  return (rate / 1e6).toFixed(0);
}
