/** A bit that waits to be added: an expression, and how many adders it has behind it. */
interface Bit {
  readonly name: string;
  readonly depth: number;
}

/** One full adder: three bits of a column become one of it and one of the next. */
export interface FullAdder {
  readonly inputs: readonly [string, string, string];
}

/** One half adder. */
export interface HalfAdder {
  readonly inputs: readonly [string, string];
}

/** Bits of the last column, whose carry nobody needs. */
export interface SumOnly {
  readonly inputs: readonly string[];
}

/** What is added at the same time: outputs are `save_S[i]` and `carry_S[i]`, full adders first, then half ones, then sums. */
export interface HeapStage {
  /** S, from 1. */
  readonly number: number;
  /** Most bits of a column before and after it. */
  readonly heights: readonly [number, number];
  readonly fullAdders: readonly FullAdder[];
  readonly halfAdders: readonly HalfAdder[];
  readonly sums: readonly SumOnly[];
}

export interface Counted {
  readonly stages: readonly HeapStage[];
  /** By group, what is left of it: column i holds one or two bits of weight 2^i. */
  readonly groups: readonly (readonly (readonly string[])[])[];
}

/**
 * Counts the bits of each group by full adders alone. What complements of the bits add is then what complements of the count add:
 * a full adder of complements has complements as sum and as carry.
 */
export function countBits(groups: readonly (readonly string[])[]): Counted {
  let heaps: string[][][] = groups.map((names) => [[...names]]);
  const stages: HeapStage[] = [];
  while (heightOf(heaps.flat()) > 2) {
    const number = stages.length + 1;
    const fullAdders: FullAdder[] = [];
    const before = heightOf(heaps.flat());
    heaps = heaps.map((heap) => {
      const next: string[][] = heap.map(() => []);
      heap.forEach((bits, weight) => {
        const waiting = [...bits];
        while (waiting.length > 2) {
          const [a = '', b = '', c = ''] = waiting.splice(0, 3);
          next[weight]?.push(`save_${number}[${fullAdders.length}]`);
          next[weight + 1] = [...(next[weight + 1] ?? []), `carry_${number}[${fullAdders.length}]`];
          fullAdders.push({ inputs: [a, b, c] });
        }
        next[weight]?.push(...waiting);
      });
      return next;
    });
    const heights = [before, heightOf(heaps.flat())] as const;
    stages.push({ number, heights, fullAdders, halfAdders: [], sums: [] });
  }
  return { stages, groups: heaps };
}

export interface Reduction {
  readonly stages: readonly HeapStage[];
  /** What is left of each column, least significant first: one or two bits, or none. */
  readonly columns: readonly (readonly string[])[];
}

/**
 * Reduces columns of bits to at most two bits each with as few adders as there can be (L. Dadda, "Some schemes for parallel
 * multipliers", Alta Frequenza 34, 1965). Column i holds bits of weight 2^i; carries out of the last one are dropped. `before`:
 * stages that have added some of the bits already.
 */
export function reduceHeap(
  columns: readonly (readonly string[])[],
  before: readonly HeapStage[] = [],
): Reduction {
  let heap: Bit[][] = columns.map((names) => names.map((name) => ({ name, depth: depthOf(name) })));
  const stages: HeapStage[] = [];
  for (const target of targets(heightOf(heap))) {
    const { stage, next } = reduceOnce(heap, target, before.length + stages.length + 1);
    heap = next;
    stages.push(stage);
  }
  return { stages, columns: heap.map((column) => column.map(({ name }) => name)) };
}

/** The number of the stage that a bit comes from. */
function depthOf(name: string): number {
  return Number(/^~?(?:save|carry)_(\d+)\[/.exec(name)?.[1] ?? 0);
}

function heightOf(heap: readonly (readonly unknown[])[]): number {
  return Math.max(0, ...heap.map((column) => column.length));
}

/** Dadda's heights below that of the heap, the largest first: 2, 3, 4, 6, 9, 13, ... */
function targets(height: number): number[] {
  const heights: number[] = [];
  for (let next = 2; next < height; next = Math.floor(1.5 * next)) heights.unshift(next);
  return heights;
}

function reduceOnce(heap: readonly (readonly Bit[])[], target: number, number: number) {
  const fullAdders: FullAdder[] = [];
  const halfAdders: { readonly inputs: readonly [string, string]; readonly column: number }[] = [];
  const fullColumns: number[] = [];
  const sums: SumOnly[] = [];
  const last = heap.length - 1;
  const carriesInto = heap.map(() => 0);
  const kept: Bit[][] = [];
  heap.forEach((bits, column) => {
    // The adders of the column before have decided how many carries come.
    const waiting = bits.toSorted((a, b) => a.depth - b.depth);
    let height = waiting.length + (carriesInto[column] ?? 0);
    while (height > target && waiting.length >= 2) {
      const full = height > target + 1 && waiting.length >= 3;
      const [a, b, c] = waiting.splice(0, full ? 3 : 2).map(({ name }) => name);
      if (a === undefined || b === undefined) break;
      if (column === last) {
        sums.push({ inputs: c === undefined ? [a, b] : [a, b, c] });
      } else if (full && c !== undefined) {
        fullAdders.push({ inputs: [a, b, c] });
        fullColumns.push(column);
      } else {
        halfAdders.push({ inputs: [a, b], column });
      }
      height -= full ? 2 : 1;
      if (column + 1 < heap.length) carriesInto[column + 1] = (carriesInto[column + 1] ?? 0) + 1;
    }
    kept.push(waiting);
  });
  const places = [
    ...fullColumns,
    ...halfAdders.map(({ column }) => column),
    ...sums.map(() => last),
  ];
  const next = kept.map((bits) => [...bits]);
  places.forEach((column, index) => {
    next[column]?.push({ name: `save_${number}[${index}]`, depth: number });
    next[column + 1]?.push({ name: `carry_${number}[${index}]`, depth: number });
  });
  const stage: HeapStage = {
    number,
    heights: [heightOf(heap), heightOf(next)],
    fullAdders,
    halfAdders: halfAdders.map(({ inputs }) => ({ inputs })),
    sums,
  };
  return { stage, next };
}
