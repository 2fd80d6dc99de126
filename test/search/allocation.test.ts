import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AllocationOption, allocation } from '../../search/choosers/allocation.ts';

type Layers = readonly (readonly AllocationOption[])[];

/** Least sum of values within the limit, by trying everything. */
function leastByTrying(layers: Layers, limit: number): number {
  const [first, ...rest] = layers;
  if (first === undefined) return 0;
  return Math.min(
    ...first
      .filter(({ bits }) => bits <= limit)
      .map(({ bits, value }) => value + leastByTrying(rest, limit - bits)),
    Number.POSITIVE_INFINITY,
  );
}

function sums(layers: Layers, chosen: readonly number[]): { bits: number; value: number } {
  const options = layers.map((layer, at) => layer[chosen[at] as number] as AllocationOption);
  return {
    bits: options.reduce((sum, { bits }) => sum + bits, 0),
    value: options.reduce((sum, { value }) => sum + value, 0),
  };
}

const LAYER = fc
  .record({
    parameters: fc.integer({ min: 1, max: 3_000_000 }),
    values: fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 2, maxLength: 4 }),
  })
  .map(({ parameters, values }) =>
    values.map((value, at) => ({ bits: parameters * (2 + at), value })),
  );

test('an allocation is the least of all that fit', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(LAYER, { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (layers, share) => {
        const narrow = layers.reduce((sum, [first]) => sum + (first?.bits ?? 0), 0);
        const wide = layers.reduce((sum, layer) => sum + (layer.at(-1)?.bits ?? 0), 0);
        const limit = Math.floor(narrow + share * (wide - narrow));
        const { bits, value } = sums(layers, await allocation(layers, limit));
        expect(bits).toBeLessThanOrEqual(limit);
        expect(value).toBeLessThanOrEqual(leastByTrying(layers, limit) + 1e-9);
      },
    ),
    { numRuns: 300 },
  );
});

test('without a limit every layer takes its least value', async () => {
  const layers = [
    [
      { bits: 2, value: 1 },
      { bits: 4, value: 0.5 },
    ],
    [
      { bits: 2, value: 1e-9 },
      { bits: 4, value: 3e-9 },
    ],
  ];
  expect(await allocation(layers, Number.POSITIVE_INFINITY)).toEqual([1, 0]);
});

test('an infinite value is taken only where nothing else fits', async () => {
  const layers = [
    [
      { bits: 2, value: Number.POSITIVE_INFINITY },
      { bits: 4, value: 5 },
    ],
    [
      { bits: 2, value: 9 },
      { bits: 4, value: 0 },
    ],
  ];
  expect(await allocation(layers, 6)).toEqual([1, 0]);
  expect(await allocation(layers, 5)).toEqual([0, 0]);
});

test('a limit that nothing meets is an error of the solver', async () => {
  await expect(allocation([[{ bits: 2, value: 0 }]], 1)).rejects.toThrow('Infeasible');
  expect(await allocation([], 1)).toEqual([]);
});

test('many layers are allocated in a moment', async () => {
  const layers = Array.from({ length: 60 }, (_, layer) =>
    [2, 3, 4, 5, 6, 8].map((bits) => ({
      bits: bits * (1000 + ((layer * 7919) % 50_021)),
      value: (1 + ((layer * 31) % 17)) / 4 ** bits,
    })),
  );
  const all = layers.reduce((sum, [first]) => sum + (first?.bits ?? 0), 0) / 2;
  const { bits } = sums(layers, await allocation(layers, Math.floor(3.4 * all)));
  expect(bits / all).toBeGreaterThan(3.3);
  expect(bits / all).toBeLessThanOrEqual(3.4);
});
