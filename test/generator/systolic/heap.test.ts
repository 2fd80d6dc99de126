import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countBits, type HeapStage, reduceHeap } from '../../../generator/systolic/heap.ts';

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
  const reduction = reduceHeap(columns);
  return total(reduction.columns, afterStages(reduction.stages, values));
}

/** Reads a bit by its name. */
function afterStages(stages: readonly HeapStage[], values: ReadonlyMap<string, number>) {
  const known = new Map(values);
  const read = (name: string) => {
    const bit = known.get(name);
    if (bit === undefined) throw new Error(`${name} is read before it is there`);
    return bit;
  };
  for (const { number, fullAdders, halfAdders, sums: last } of stages) {
    const sums = [...fullAdders, ...halfAdders, ...last].map(({ inputs }) =>
      inputs.reduce((sum, name) => sum + read(name), 0),
    );
    sums.forEach((sum, index) => {
      known.set(`save_${number}[${index}]`, sum & 1);
      known.set(`carry_${number}[${index}]`, sum >> 1);
    });
  }
  return read;
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

describe('a count', () => {
  test('is that of the bits, and its complement that of their complements', () => {
    const groups = fc.array(fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 20 }));
    fc.assert(
      fc.property(groups, (bits) => {
        const names = bits.map((group, index) => group.map((_, bit) => `x_${index}_${bit}`));
        const { stages, groups: left } = countBits(names);
        const known = names.flatMap((group, index) =>
          group.map((name, bit) => [name, bits[index]?.[bit] ?? 0] as const),
        );
        const bitOf = afterStages(stages, new Map(known));
        const complementOf = afterStages(
          stages,
          new Map(known.map(([name, bit]) => [name, 1 - bit])),
        );
        left.forEach((columns, index) => {
          const ones = bits[index]?.filter((bit) => bit === 1).length ?? 0;
          // Enough columns that no count wraps around.
          expect(total([...columns, [], [], [], [], []], bitOf)).toBe(BigInt(ones));
          for (const name of columns.flat()) expect(complementOf(name)).toBe(1 - bitOf(name));
        });
      }),
    );
  });

  test('of eight bits takes four full adders and leaves four bits', () => {
    const { stages, groups } = countBits([Array.from({ length: 8 }, (_, bit) => `x_${bit}`)]);
    expect(stages.flatMap(({ fullAdders }) => fullAdders)).toHaveLength(4);
    expect(groups[0]?.map((names) => names.length)).toEqual([2, 1, 1]);
  });
});

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
