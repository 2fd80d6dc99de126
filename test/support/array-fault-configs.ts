import { type ArrayInput, arraySchema, type CheckedArray } from '../../generator/config/schema.ts';

type Input = Omit<ArrayInput, 'name' | 'kind'>;

const lp = (n: number, es: number, rs: number) => ({ n, es, rs });

/**
 * Small arrays in which every planted fault has a place: all modes, fixed, saturating, a single row. Two
 * channel sets of `vectors` results can fill all result slots, so that one slot too few shows.
 */
const FAULT_INPUTS: readonly Input[] = [
  {
    array: { rows: 2, cols: 3, modes: [8, 4, 2], vectors: 5 },
    accumulator: { startMax: 4096 },
  },
  { array: { rows: 2, cols: 2, vectors: 4 }, weight: lp(8, 1, 7), activation: lp(8, 1, 7) },
  {
    array: { rows: 3, cols: 2, modes: [8, 4], vectors: 4 },
    accumulator: { width: 20, overflow: 'saturate', startMax: 2 ** 18 },
  },
  { array: { rows: 1, cols: 2, modes: [4], vectors: 4 } },
];

/**
 * The same forms in narrow words, for netlists with many mutants. Numbers of vectors that are no powers
 * of two: else an inverted bit of their places would only be another order of the same memory. An odd
 * number of columns: what a foot turns over on the way to the next one, two feet turn back.
 */
const MUTANT_INPUTS: readonly Input[] = [
  {
    array: { rows: 2, cols: 3, modes: [8, 4, 2], maxEs: 1, vectors: 5 },
    converter: { fraction: 4 },
    accumulator: { fraction: 6, startMax: 64 },
    encoder: { fraction: 4, inputBits: 6 },
  },
  {
    array: { rows: 2, cols: 3, vectors: 3 },
    weight: lp(4, 1, 3),
    activation: lp(4, 1, 3),
    accumulator: { fraction: 5 },
  },
  {
    array: { rows: 3, cols: 3, modes: [8, 4], maxEs: 0, vectors: 5 },
    converter: { fraction: 4 },
    accumulator: { width: 14, fraction: 6, overflow: 'saturate', startMax: 2 ** 12 },
    encoder: { fraction: 4, inputBits: 6 },
  },
];

/** Arrays for faults planted in their text, `a0`, `a1`, ... */
export function arrayFaultConfigs(): CheckedArray[] {
  return named('a', FAULT_INPUTS);
}

/** Arrays for mutants of their netlists, `n0`, `n1`, ... */
export function arrayMutantConfigs(): CheckedArray[] {
  return named('n', MUTANT_INPUTS);
}

function named(letter: string, inputs: readonly Input[]): CheckedArray[] {
  return inputs.map((input, index) =>
    arraySchema.parse({ name: `${letter}${index}`, kind: 'array', ...input }),
  );
}
