import { describe, expect, it } from 'vitest';
import {
  type ArrayModel,
  type ArrayParameters,
  type ArrayTile,
  createExactArray,
} from '../../../golden/exact/index.ts';
import { createArray } from '../../../golden/fast/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { pack } from './support.ts';

const lp8 = lpFormat({ n: 8, es: 1, rs: 7 });
const lp4 = lpFormat({ n: 4, es: 1, rs: 3 });
const lp2 = lpFormat({ n: 2, es: 0, rs: 1 });

/** Words of LP<8,1,7>. */
const HALF = 0x30;
const ONE = 0x40;
const TWO = 0x50;
const FOUR = 0x60;
const NAR = 0x80;
const minus = (word: number) => 256 - word;

/** One is 64 LSBs. */
const base: ArrayParameters = {
  rows: 1,
  cols: 1,
  lanes: [{ tile: 20, row: 24 }],
  arithmetic: {
    converter: 'table',
    converterFraction: 6,
    align: 'truncate',
    overflow: 'wrap',
    accumulatorFraction: 6,
  },
  requantise: { inputBits: 8, fraction: 6, underflow: 'flush' },
};
const fourLanes = Array.from({ length: 4 }, () => ({ tile: 20, row: 24 }));

/** A sum of one tile, but for what is given; starts and scales of 0. */
function tile(
  { cols, lanes }: ArrayParameters,
  given: { weights: readonly number[]; activations: readonly number[] } & Partial<
    Omit<ArrayTile, 'weights' | 'activations'>
  >,
): ArrayTile {
  const zeros: bigint[] = Array(cols * lanes.length).fill(0n);
  return {
    weight: lp8,
    activation: lp8,
    vectors: 1,
    channels: { starts: zeros, scales: zeros },
    results: { output: lp8, relu: false },
    ...given,
    weights: Uint16Array.from(given.weights),
    activations: Uint16Array.from(given.activations),
  };
}

/** The result words of one tile after others of its sum. */
function words(model: ArrayModel, ...tiles: readonly ArrayTile[]): number[] {
  const results = tiles.map((each) => model.run(each));
  expect(results.slice(0, -1)).toEqual(tiles.slice(1).map(() => null));
  return [...(results.at(-1) ?? [])];
}

describe.each([
  ['exact', createExactArray],
  ['fast', createArray],
] as const)('%s array', (_, create) => {
  it('multiplies each vector by the stationary matrix', () => {
    const array = { ...base, rows: 2, cols: 3 };
    const weights = [ONE, TWO, 0, FOUR, 0, minus(HALF)];
    const activations = [ONE, 0, 0, TWO, ONE, minus(ONE)];
    expect(words(create(array), tile(array, { weights, activations, vectors: 3 }))).toEqual([
      ...[ONE, TWO, 0],
      ...[0x68, 0, minus(ONE)], // 8
      ...[minus(0x59), TWO, HALF], // -3, and log2 3 is nearest to 25/16
    ]);
  });

  it('begins sums at b and scales them by c, both by channel', () => {
    const array = { ...base, cols: 2, lanes: fourLanes.slice(2) };
    const starts = [64n, -64n, 128n, 0n];
    const scales = [0n, 64n, -64n, 10n ** 12n];
    const weights = [pack(4, [4, 0]), pack(4, [0, 4])]; // 1 in lane 0, 1 in lane 1
    const given = { weight: lp4, weights, activations: [ONE], channels: { starts, scales } };
    expect(words(create(array), tile(array, given))).toEqual([TWO, minus(TWO), ONE, 0x7f]);
  });

  it('reads four ternary weights, two of 4 bits or one of 8 from a container', () => {
    const array = { ...base, lanes: fourLanes };
    const model = create(array);
    const ternary = tile(array, { weight: lp2, weights: [0b10_00_11_01], activations: [TWO] });
    expect(words(model, ternary)).toEqual([TWO, minus(TWO), 0, NAR]);
    const pair = tile(array, { weight: lp4, weights: [0xc4], activations: [TWO] });
    expect(words(model, pair)).toEqual([TWO, minus(TWO), 0, 0]);
    const single = tile(array, { weights: [0xc0], activations: [TWO] });
    expect(words(model, single)).toEqual([minus(TWO), 0, 0, 0]);
  });

  it('lets the last tile decide which lanes are idle, NaR or not', () => {
    const array = { ...base, lanes: fourLanes };
    const model = create(array);
    const ternary = tile(array, { weight: lp2, weights: [0b10_01_01_01], activations: [ONE] });
    const pair = tile(array, { weight: lp4, weights: [0x44], activations: [ONE], channels: null });
    expect(words(model, { ...ternary, results: null }, pair)).toEqual([TWO, TWO, 0, 0]);

    // Lane 1 idles while the NaR passes, which reaches it all the same.
    const single = tile(array, { weights: [ONE], activations: [NAR], results: null });
    expect(words(model, single, pair)).toEqual([NAR, NAR, 0, 0]);
    const last = { ...ternary, channels: null };
    expect(words(model, { ...pair, ...starts(4), results: null }, last)).toEqual([
      ...[TWO, TWO, ONE, NAR],
    ]);
  });

  it('keeps a NaR to its vector or its channel, and to its sum', () => {
    const array = { ...base, rows: 2, cols: 2 };
    const model = create(array);
    const weights = [ONE, ONE, 0, NAR];
    const begun = tile(array, { weights, activations: [ONE, 0, ONE, 0], vectors: 2 });
    expect(words(model, begun)).toEqual([ONE, NAR, ONE, NAR]);
    const clean = { ...begun, weights: Uint16Array.of(ONE, ONE, 0, 0) };
    const spoilt = { ...clean, activations: Uint16Array.of(ONE, NAR, ONE, 0) };
    const ending = { ...clean, channels: null };
    expect(words(model, { ...spoilt, results: null }, ending)).toEqual([NAR, NAR, TWO, TWO]);
    expect(words(model, clean)).toEqual([ONE, ONE, ONE, ONE]);
  });

  it.each([
    ['wrap', 8, minus(FOUR)], // 128 wraps to -128 in each tile
    ['saturate', 8, 0x60], // 2 * 127 LSBs: log2 of 3.97 is nearest to 2
    ['saturate', 7, TWO], // 2 * 63 LSBs
    ['wrap', 12, FOUR],
  ] as const)('keeps tile sums by %s in %d bits, sums by themselves', (overflow, bits, word) => {
    const array: ArrayParameters = {
      ...base,
      rows: 2,
      lanes: [{ tile: bits, row: 12 }],
      arithmetic: { ...base.arithmetic, overflow },
    };
    const begun = tile(array, { weights: [ONE, ONE], activations: [ONE, ONE] });
    const results = words(create(array), { ...begun, results: null }, { ...begun, channels: null });
    expect(results).toEqual([word]);
  });

  it.each([
    ['wrap', minus(FOUR)], // 64 + 128 + ... = 256 - 512 LSBs
    ['saturate', 0x60], // 255 LSBs
  ] as const)('keeps sums by %s at the end of each tile', (overflow, word) => {
    const array: ArrayParameters = {
      ...base,
      lanes: [{ tile: 9, row: 9 }],
      arithmetic: { ...base.arithmetic, overflow },
    };
    const channels = { starts: [128n], scales: [0n] };
    const given = { weights: [TWO], activations: [ONE], channels };
    expect(words(create(array), tile(array, given))).toEqual([word]);
  });

  it('lets ReLU pass zero, positive sums and NaR', () => {
    const array = { ...base, cols: 4 };
    const weights = [minus(ONE), 0, ONE, NAR];
    const results = { output: lp8, relu: true };
    const given = tile(array, { weights, activations: [ONE], results });
    expect(words(create(array), given)).toEqual([0, 0, ONE, NAR]);
  });

  it('changes formats from tile to tile', () => {
    const wide = lpFormat({ n: 8, es: 2, rs: 7 }); // 0x50 is 4
    const begun = tile(base, { weights: [TWO], activations: [ONE], results: null });
    const next = tile(base, {
      weight: wide,
      activation: wide,
      weights: [TWO],
      activations: [ONE],
      channels: null,
      results: { output: wide, relu: false },
    });
    expect(words(create(base), begun, next)).toEqual([0x55]); // 2 + 4: log2 6 is nearest to 21/8
  });

  it('ignores bits above the words', () => {
    const array = { ...base, lanes: fourLanes.slice(2) };
    const activation = lp4;
    const given = { weight: lp4, activation, weights: [0xab44], activations: [0xff4] };
    expect(words(create(array), tile(array, given))).toEqual([ONE, ONE]);
  });

  it('refuses tiles that do not fit', () => {
    const good = tile(base, { weights: [ONE], activations: [ONE] });
    const refused: [string, Partial<ArrayTile>][] = [
      ['words of 4 bits need 2 lanes', { weight: lp4 }],
      ['a tile has no 0 vectors', { vectors: 0 }],
      ['weights must have 1 entries', { weights: Uint16Array.of(1, 2) }],
      ['activations must have 2 entries', { vectors: 2 }],
      ['starts must have 1 entries', { channels: { starts: [], scales: [0n] } }],
      ['scales must have 1 entries', { channels: { starts: [0n], scales: [] } }],
      ['does not fit 24 bits', { channels: { starts: [2n ** 23n], scales: [0n] } }],
      ['no sums of 1 vectors are under way', { channels: null }],
    ];
    for (const [message, change] of refused) {
      const run = () => create(base).run({ ...good, ...change });
      expect(run).toThrow(RangeError);
      expect(run).toThrow(message);
    }
    const open = create(base);
    open.run({ ...good, results: null });
    expect(() => open.run(good)).toThrow('the sums under way have not ended');
    expect(() => create({ ...base, lanes: [{ tile: 9, row: 8 }] })).toThrow('do not fit');
  });
});

describe('fast array', () => {
  it('refuses encoders beyond its tables', () => {
    const array = (requantise: Partial<ArrayParameters['requantise']>) => () =>
      createArray({ ...base, requantise: { ...base.requantise, ...requantise } });
    expect(array({ inputBits: 25 })).toThrow(RangeError);
    expect(array({ fraction: 20 })).toThrow(RangeError);
  });
});

function starts(channels: number): Pick<ArrayTile, 'channels'> {
  const zeros: bigint[] = Array(channels).fill(0n);
  return { channels: { starts: zeros, scales: zeros } };
}
