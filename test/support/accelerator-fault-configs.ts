import { type ArrayInput, arraySchema, type CheckedArray } from '../../generator/config/schema.ts';

type Input = Omit<ArrayInput, 'name' | 'kind'>;

const lp = (n: number, es: number, rs: number) => ({ n, es, rs });

/**
 * Small arrays with everything around them, in which every planted fault has a place: all modes and one,
 * formats at run time and fixed, words that fill no whole bytes, with start values and without, buffers of
 * any depth down to the smallest.
 */
const INPUTS: readonly Input[] = [
  {
    array: { rows: 2, cols: 3, modes: [8, 4, 2], maxEs: 1, vectors: 5 },
    accumulator: { startMax: 4096 },
    accelerator: { weightRows: 21, activations: 27, channelSets: 5 },
  },
  {
    array: { rows: 2, cols: 3, vectors: 3 },
    weight: lp(5, 1, 4),
    activation: lp(7, 1, 6),
    output: lp(3, 0, 2),
    accelerator: { weightRows: 16, activations: 32, channelSets: 4 },
  },
  {
    array: { rows: 3, cols: 2, modes: [8, 4], maxEs: 0, vectors: 4 },
    accumulator: { width: 20, overflow: 'saturate', startMax: 2 ** 18 },
    accelerator: { weightRows: 40, activations: 64, channelSets: 3 },
  },
  {
    array: { rows: 1, cols: 1, modes: [4], vectors: 1 },
    accelerator: { weightRows: 2, activations: 5, channelSets: 2 },
  },
];

/** Accelerators for planted faults, `t0`, `t1`, ... */
export function acceleratorFaultConfigs(): CheckedArray[] {
  return INPUTS.map((input, index) =>
    arraySchema.parse({ name: `t${index}`, kind: 'array', ...input }),
  );
}
