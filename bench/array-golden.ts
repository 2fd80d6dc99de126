/**
 * Multiply-accumulates per second of the fast model of an array, results included, by mode. Run with
 * `npx tsx bench/array-golden.ts [sums]`.
 */
import {
  type ArrayModel,
  type ArrayParameters,
  type ArrayTile,
  lanesOfWord,
} from '../golden/exact/index.ts';
import { createArray } from '../golden/fast/index.ts';
import { type LpFormat, lpFormat } from '../golden/format.ts';

const RUNS = 7;
const VECTORS = 64;
const TILES_PER_SUM = 4;
const SUMS = Number(process.argv[2] ?? 500);
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
    const model = createArray(parameters);
    const sum = Array.from({ length: TILES_PER_SUM }, (_, index) => tile(parameters, n, index));
    const times = Array.from({ length: RUNS }, () => seconds(model, sum));
    const macs = SUMS * TILES_PER_SUM * VECTORS * size ** 2 * lanesOfWord(n);
    console.log(
      `${size} x ${size}, mode ${lanesOfWord(n)}x${n}: ${millions(macs / median(times))} M MAC/s`,
    );
  }
}

/** Seconds that a stream of sums takes. */
function seconds(model: ArrayModel, sum: readonly ArrayTile[]): number {
  const begin = performance.now();
  for (let index = 0; index < SUMS; index++) {
    for (const tile of sum) model.run(tile);
  }
  return (performance.now() - begin) / 1000;
}

/** One tile of a sum, of words without pattern; NaR is left out as networks have none. */
function tile({ rows, cols, lanes }: ArrayParameters, n: number, index: number): ArrayTile {
  const channels = cols * lanes.length;
  const weight = lpFormat({ n, es: n === 2 ? 0 : 1, rs: n / 2 });
  const random = source(index);
  return {
    weight,
    activation: WORDS,
    weights: Uint16Array.from({ length: rows * cols }, () => {
      let container = 0;
      for (let lane = 0; lane < lanesOfWord(n); lane++)
        container |= word(weight, random) << (lane * n);
      return container;
    }),
    activations: Uint16Array.from({ length: VECTORS * rows }, () => word(WORDS, random)),
    vectors: VECTORS,
    channels:
      index > 0
        ? null
        : {
            starts: Array.from({ length: channels }, (_, channel) => BigInt(channel)),
            scales: Array.from({ length: channels }, (_, channel) => BigInt(-channel)),
          },
    results: index < TILES_PER_SUM - 1 ? null : { output: WORDS, relu: false },
  };
}

function word({ n, narWord }: LpFormat, random: () => number): number {
  const drawn = random() >>> (32 - n);
  return drawn === narWord ? 0 : drawn;
}

/** A linear congruential generator of 32 bits. */
function source(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

function millions(rate: number): string {
  return (rate / 1e6).toFixed(0);
}
