import { type ArrayInput, arraySchema, type CheckedArray } from '../../generator/config/schema.ts';

type Input = Omit<ArrayInput, 'name' | 'kind'>;

const lp = (n: number, es: number, rs: number) => ({ n, es, rs });

/**
 * Arrays that together have every form of their modules: a single row, column, vector and lane, all
 * sets of modes, formats at run time and fixed, shared and apart, both overflows, with start values
 * and without, encoders at both ends of their options.
 */
const INPUTS: Readonly<Record<string, Input>> = {
  square: {
    array: { rows: 8, cols: 8 },
    accumulator: { width: 24, startMax: 2 ** 20 },
  },
  one_pe: { array: { rows: 1, cols: 1, vectors: 1 }, accumulator: { startMax: 1000 } },
  one_row: {
    array: { rows: 1, cols: 7, modes: [8, 4], maxEs: 0 },
    encoder: { fraction: 0, inputBits: 0 },
  },
  one_column: {
    array: { rows: 7, cols: 1, modes: [8, 2], maxEs: 1, vectors: 3 },
    encoder: { fraction: 12, inputBits: 6 },
  },
  oblong: {
    array: { rows: 3, cols: 5, modes: [4, 2], maxEs: 3, taper: false },
    accumulator: { overflow: 'saturate', width: 20, startMax: 2 ** 18 },
    encoder: { fraction: 0, inputBits: 3 },
  },
  bytes: {
    array: { rows: 5, cols: 2, modes: [8], maxEs: 4 },
    accumulator: { align: 'nearest', width: 48 },
    encoder: { underflow: 'saturate' },
  },
  nibbles: {
    array: { rows: 2, cols: 3, modes: [4], maxEs: 5, vectors: 2 },
    accumulator: { width: 40, fraction: 16 },
  },
  ternary: {
    array: { rows: 4, cols: 2, modes: [2], maxEs: 0 },
    accumulator: { startMax: 1, align: 'floor' },
  },
  narrow: {
    array: { rows: 2, cols: 2, modes: [2], maxEs: 3 },
    accumulator: { width: 2, fraction: 0 },
  },
  least: { array: { rows: 1, cols: 1, vectors: 1, modes: [8], maxEs: 0 } },
  widest: {
    array: { rows: 2, cols: 1, maxEs: 5 },
    accumulator: { width: 128, fraction: -32 },
  },
  clamped: {
    array: { rows: 3, cols: 3, tileWidth: 14 },
    accumulator: { width: 22, overflow: 'saturate', align: 'floor-act', startMax: 50 },
  },
  fixed8: {
    array: { rows: 4, cols: 4 },
    weight: lp(8, 1, 7),
    activation: lp(8, 1, 7),
    accumulator: { startMax: 4096 },
  },
  fixed4: {
    array: { rows: 3, cols: 2, tileWidth: 16 },
    weight: lp(4, 1, 3),
    activation: lp(8, 1, 7),
    accumulator: { overflow: 'saturate', width: 18 },
    encoder: { underflow: 'saturate' },
  },
  fixed4_shared: {
    array: { rows: 1, cols: 2 },
    weight: lp(4, 1, 2),
    activation: lp(4, 1, 2),
    output: lp(8, 0, 1),
    accumulator: { width: 9 },
  },
  fixed2: {
    array: { rows: 2, cols: 3 },
    weight: lp(2, 0, 1),
    activation: lp(6, 0, 5),
    output: lp(2, 5, 1),
    encoder: { fraction: 0 },
  },
  fixed2_column: { array: { rows: 3, cols: 1 }, weight: lp(2, 0, 1), activation: lp(2, 0, 1) },
  fixed5: {
    array: { rows: 2, cols: 2 },
    weight: lp(5, 0, 4),
    activation: lp(6, 1, 3),
    output: lp(16, 3, 15),
  },
  fixed6: { array: { rows: 1, cols: 2, vectors: 1 }, weight: lp(6, 0, 5), activation: lp(6, 0, 5) },
  fixed16: {
    array: { rows: 2, cols: 1 },
    weight: lp(16, 2, 15),
    activation: lp(16, 2, 15),
    converter: { fraction: 6 },
    accumulator: { width: 64 },
    encoder: { fraction: 6 },
  },
};

/** Arrays by these names, as the schema leaves them. */
export function arrayConfigs(): CheckedArray[] {
  return Object.entries(INPUTS).map(([name, input]) =>
    arraySchema.parse({ name, kind: 'array', ...input }),
  );
}

/** One of them. Throws RangeError. */
export function arrayConfig(name: string): CheckedArray {
  const config = arrayConfigs().find((known) => known.name === name);
  if (config === undefined) throw new RangeError(`no array is called ${name}`);
  return config;
}
