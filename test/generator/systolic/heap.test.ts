import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reduceHeap } from '../../../generator/systolic/heap.ts';

/** Columns of named bits, and what each bit is. */
function heapOf(heights: readonly number[]) {
  const columns = heights.map((height, column) =>
    Array.from({ length: height }, (_, index) => `x_${column}_${index}`),
  );
  return columns;
}

/** What two rows and the stages before them come to, modulo 2^columns. */
function added(
  columns: readonly (readonly string[])[],
  values: ReadonlyMap<string, number>,
): bigint {
  const known = new Map(values);
  const reduction = reduceHeap(columns);
  const read = (name: string) => {
    const bit = known.get(name);
    if (bit === undefined) throw new Error(`${name} is read before it is there`);
    return bit;
  };
  for (const { number, fullAdders, halfAdders, sums: last } of reduction.stages) {
    const sums = [...fullAdders, ...halfAdders, ...last].map(({ inputs }) =>
      inputs.reduce((sum, name) => sum + read(name), 0),
    );
    sums.forEach((sum, index) => {
      known.set(`save_${number}[${index}]`, sum & 1);
      known.set(`carry_${number}[${index}]`, sum >> 1);
    });
  }
  return total(reduction.columns, read);
}

function total(columns: readonly (readonly string[])[], read: (name: string) => number): bigint {
  const sum = columns.reduce(
    (all, bits, column) =>
      all + (BigInt(bits.reduce((count, name) => count + read(name), 0)) << BigInt(column)),
    0n,
  );
  return BigInt.asUintN(columns.length, sum);
}

const heights = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 24 });

describe('a Dadda tree', () => {
  test('keeps the sum of its bits, and leaves two rows', () => {
    fc.assert(
      fc.property(heights, fc.infiniteStream(fc.integer({ min: 0, max: 1 })), (column, bits) => {
        const columns = heapOf(column);
        const values = new Map(columns.flat().map((name) => [name, bits.next().value as number]));
        const exact = total(columns, (name) => values.get(name) ?? 0);
        expect(added(columns, values)).toBe(exact);
        for (const left of reduceHeap(columns).columns) expect(left.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 200 },
    );
  });

  test('uses every bit once', () => {
    const columns = heapOf([9, 17, 30, 30, 12, 5, 0, 3]);
    const { stages, columns: left } = reduceHeap(columns);
    const used = [
      ...stages.flatMap(({ fullAdders, halfAdders, sums }) =>
        [...fullAdders, ...halfAdders, ...sums].flatMap(({ inputs }) => [...inputs]),
      ),
      ...left.flat(),
    ];
    expect(new Set(used).size).toBe(used.length);
    expect(columns.flat().filter((name) => !used.includes(name))).toEqual([]);
  });

  test('of a multiplier of 8 x 8 bits has the adders of Dadda: 35 full, 7 half ones', () => {
    const product = Array.from({ length: 16 }, (_, column) =>
      Math.max(0, Math.min(column + 1, 15 - column)),
    );
    const { stages } = reduceHeap(heapOf(product));
    const count = (kind: 'fullAdders' | 'halfAdders') =>
      stages.reduce((sum, stage) => sum + stage[kind].length, 0);
    expect([count('fullAdders'), count('halfAdders')]).toEqual([35, 7]);
    expect(stages.map(({ heights: [, after] }) => after)).toEqual([6, 4, 3, 2]);
  });
});
