import { type ArrayInput, arraySchema, type CheckedArray } from '../../generator/config/schema.ts';

type Input = Omit<ArrayInput, 'name' | 'kind'>;

const lp = (n: number, es: number, rs: number) => ({ n, es, rs });

/**
 * Accelerators that together have every form of their modules: a single row, column, vector, lane
 * and channel, all sets of modes, formats at run time and fixed, with start values and without,
 * buffers whose depths are powers of two and others, beats that are whole bytes and others.
 */
const INPUTS: Readonly<Record<string, Input>> = {
  every_mode: {
    array: { rows: 4, cols: 4, maxEs: 2, vectors: 8 },
    accumulator: { startMax: 5000 },
    accelerator: { weightRows: 128, activations: 64, channelSets: 8 },
  },
  one_channel: {
    array: { rows: 1, cols: 1, vectors: 1, modes: [8], maxEs: 0 },
    accelerator: { weightRows: 2, activations: 3, channelSets: 2 },
  },
  one_pe: {
    array: { rows: 1, cols: 1, vectors: 3 },
    accumulator: { startMax: 100 },
    accelerator: { weightRows: 5, activations: 2, channelSets: 3 },
  },
  oblong: {
    array: { rows: 3, cols: 5, modes: [4, 2], maxEs: 3, taper: false },
    accumulator: { startMax: 2 ** 31 - 1, width: 33 },
    accelerator: { weightRows: 300, activations: 100, channelSets: 7 },
  },
  no_starts: {
    array: { rows: 2, cols: 3, modes: [8, 4], maxEs: 1 },
    accelerator: { weightRows: 64, activations: 70_000, channelSets: 4 },
  },
  one_mode: { array: { rows: 5, cols: 2, modes: [4], maxEs: 0, vectors: 2 }, accelerator: {} },
  fixed8: {
    array: { rows: 3, cols: 2 },
    weight: lp(8, 1, 7),
    activation: lp(8, 1, 7),
    accumulator: { startMax: 40 },
    accelerator: { weightRows: 48, activations: 33, channelSets: 5 },
  },
  fixed5: {
    array: { rows: 2, cols: 3 },
    weight: lp(5, 0, 4),
    activation: lp(6, 1, 3),
    output: lp(7, 1, 5),
    accelerator: { weightRows: 40, activations: 131_072, channelSets: 4 },
  },
  fixed16: {
    array: { rows: 2, cols: 1 },
    weight: lp(16, 2, 15),
    activation: lp(16, 2, 15),
    converter: { fraction: 6 },
    accumulator: { width: 64 },
    encoder: { fraction: 6 },
    accelerator: { weightRows: 16, activations: 16, channelSets: 2 },
  },
};

/** Accelerators by these names, as the schema leaves them. */
export function acceleratorConfigs(): CheckedArray[] {
  return Object.entries(INPUTS).map(([name, input]) =>
    arraySchema.parse({ name, kind: 'array', ...input }),
  );
}

/** One of them. Throws RangeError. */
export function acceleratorConfig(name: string): CheckedArray {
  const config = acceleratorConfigs().find((known) => known.name === name);
  if (config === undefined) throw new RangeError(`no accelerator is called ${name}`);
  return config;
}
