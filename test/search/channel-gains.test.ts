import { describe, expect, test } from 'vitest';
import { wordValue } from '../../golden/exact/index.ts';
import { lpFormat } from '../../golden/format.ts';
import { fitScales, type WeighedWeights, type WordShape } from '../../search/channel-gains.ts';
import { normal } from '../quantize/plan-support.ts';

/** Scales of least squared error beside every sixteenth of an octave, tried one by one. */

/** Weighted squared error with the nearest words at a scale. */
function errorAt(
  values: ArrayLike<number>,
  importance: ArrayLike<number>,
  { bits, es, rs }: WordShape,
  scale: number,
): number {
  const format = lpFormat({ n: bits, es, rs, sf: 0 });
  const levels = Array.from({ length: 2 ** bits }, (_, word) => wordValue(format, word)).filter(
    (value) => value !== null,
  );
  return Array.from(values).reduce((sum, w, k) => {
    const least = Math.min(...levels.map((level) => Math.abs(w - level / 2 ** scale)));
    return sum + (importance[k] as number) * least ** 2;
  }, 0);
}

const RANGE = Array.from({ length: 16 * 24 }, (_, at) => at / 16 - 12);

function weights(rows: readonly (readonly number[])[]): WeighedWeights {
  const depth = rows[0]?.length ?? 0;
  return {
    values: Float64Array.from(rows.flat()),
    channels: rows.length,
    depth,
    importance: Float64Array.from({ length: rows.length * depth }, (_, at) => 0.5 + (at % 7)),
  };
}

function rowOf({ values, importance, depth }: WeighedWeights, channel: number) {
  const [from, to] = [channel * depth, (channel + 1) * depth];
  return [values.subarray(from, to), importance.subarray(from, to)] as const;
}

const SHAPES: readonly WordShape[] = [
  { bits: 2, es: 0, rs: 1 },
  { bits: 3, es: 0, rs: 2 },
  { bits: 4, es: 1, rs: 2 },
  { bits: 4, es: 0, rs: 3 },
  { bits: 5, es: 2, rs: 1 },
];

describe.each(SHAPES)('LP<$bits,$es,$rs>', (shape) => {
  test.each([1, 2, 3, 4])('no sixteenth of an octave is better, weights %i', (seed) => {
    const rows = [0, 1, 2].map((channel) =>
      normal(12, seed * 10 + channel).map((x) => x ** (1 + (seed % 3)) * 2 ** (channel - 1)),
    );
    const all = weights(rows);
    const { sf, gains, error, commonError } = fitScales(all, shape);
    const energy = all.values.reduce((sum, w, k) => sum + (all.importance[k] as number) * w * w, 0);
    const best = (channels: readonly number[]) =>
      Math.min(
        ...RANGE.map((scale) =>
          channels.reduce((sum, at) => sum + errorAt(...rowOf(all, at), shape, scale), 0),
        ),
      );
    const ofChannels = [0, 1, 2].map((at) =>
      errorAt(...rowOf(all, at), shape, sf + (gains[at] as number)),
    );
    const together = [0, 1, 2].map((at) => errorAt(...rowOf(all, at), shape, sf));
    const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
    // What it says is what its scales give.
    expect(error * energy).toBeCloseTo(sum(ofChannels), 9);
    expect(commonError * energy).toBeCloseTo(sum(together), 9);
    // And nothing is better.
    expect(sum(together)).toBeLessThanOrEqual(best([0, 1, 2]) * (1 + 1e-9));
    for (const at of [0, 1, 2]) {
      expect(ofChannels[at]).toBeLessThanOrEqual(best([at]) * (1 + 1e-9));
    }
    expect(error).toBeLessThanOrEqual(commonError);
  });
});

test('scales are sixteenths of an octave', () => {
  const { sf, gains } = fitScales(weights([normal(9, 3), normal(9, 4)]), SHAPES[3] as WordShape);
  for (const gain of [...gains, 0]) expect(Number.isInteger((sf + gain) * 16)).toBe(true);
});

test('weights that are words at some scale have no error', () => {
  const rows = [[1, -2, 4, 0], [3, 6, -12, 3].map((w) => w / 128)];
  // 3 = 2^(log2 3) is no sixteenth of an octave away from a power of two: only the first row is exact.
  const { error } = fitScales(weights([rows[0] as number[]]), { bits: 4, es: 0, rs: 3 });
  expect(error).toBe(0);
});

describe('channels of zeros', () => {
  test('alone', () => {
    const found = fitScales(
      weights([
        [0, 0],
        [0, 0],
      ]),
      { bits: 3, es: 0, rs: 2 },
    );
    expect(found).toEqual({ sf: 0, gains: new Float64Array(2), error: 0, commonError: 0 });
  });

  test('among others', () => {
    const shape = { bits: 3, es: 0, rs: 2 };
    const full = normal(8, 5);
    const { sf, gains, error } = fitScales(weights([full, new Array(8).fill(0)]), shape);
    const alone = fitScales(weights([full]), shape);
    expect([sf + (gains[0] as number), gains[1]]).toEqual([
      alone.sf + (alone.gains[0] as number),
      0,
    ]);
    expect(error).toBeCloseTo(alone.error, 12);
  });

  test('one far below the others: no gain beyond the octaves that are tried', () => {
    const { gains, error } = fitScales(
      weights([normal(8, 6), normal(8, 7).map((x) => x * 2 ** -40)]),
      { bits: 4, es: 1, rs: 3 },
    );
    expect([...gains].every((gain) => Math.abs(gain) <= 9)).toBe(true);
    expect(Number.isFinite(error)).toBe(true);
  });
});

test('an importance of zero everywhere: numbers all the same', () => {
  const none = { ...weights([normal(6, 8)]), importance: new Float64Array(6) };
  const { sf, gains, error } = fitScales(none, { bits: 3, es: 0, rs: 2 });
  expect([sf, ...gains, error].every(Number.isFinite)).toBe(true);
});
