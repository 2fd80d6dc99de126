import { type ArrayInput, arraySchema, type CheckedArray } from '../../generator/config/schema.ts';

type Input = Omit<ArrayInput, 'name' | 'kind'>;

const lp = (n: number, es: number, rs: number) => ({ n, es, rs });
const small = { rows: 3, cols: 2 };

/**
 * Configs that together use every variant of a grid's templates: all sets of modes and fixed
 * formats, rows of equal and of growing widths, every align and overflow, significands without a
 * table, products that all vanish or all overflow.
 */
const INPUTS: Readonly<Record<string, Input>> = {
  narrow: { array: { rows: 8, cols: 8 }, accumulator: { width: 24 } },
  tapered: { array: { rows: 4, cols: 3 } },
  straight: { array: { rows: 4, cols: 3, taper: false } },
  nearest: { array: small, accumulator: { width: 20, align: 'nearest' } },
  floored: { array: small, accumulator: { width: 20, align: 'floor', fraction: 4 } },
  floored_act: { array: small, accumulator: { align: 'floor-act', fraction: 6 } },
  mitchell: { array: small, converter: { kind: 'mitchell', fraction: 3 } },
  clamped: {
    array: small,
    accumulator: { width: 9, overflow: 'saturate', align: 'floor' },
  },
  clamped_below: {
    array: small,
    accumulator: { width: 40, overflow: 'saturate', align: 'nearest' },
  },
  beyond: { array: small, accumulator: { fraction: 64, width: 8, overflow: 'saturate' } },
  coarse: { array: small, accumulator: { fraction: -32, align: 'floor' } },
  octaves: { array: small, converter: { fraction: 0 } },
  one_pe: { array: { rows: 1, cols: 1, modes: [8] } },
  two_modes: { array: { rows: 5, cols: 2, modes: [4, 2] } },
  ternary: { array: { rows: 2, cols: 1, modes: [2] } },
  tall: { array: { rows: 16, cols: 1, modes: [8, 2], maxEs: 0 } },
  fixed8: { array: small, weight: lp(8, 1, 7), activation: lp(8, 1, 7) },
  fixed4: { array: small, weight: lp(4, 1, 3), activation: lp(8, 1, 7) },
  fixed2: {
    array: small,
    weight: lp(2, 0, 1),
    activation: lp(8, 1, 7),
    accumulator: { fraction: 4, align: 'floor' },
  },
  ternary_both: {
    array: small,
    weight: lp(2, 0, 1),
    activation: lp(2, 0, 1),
    accumulator: { fraction: 0, width: 2 },
  },
  fixed3: { array: small, weight: lp(3, 1, 1), activation: lp(5, 0, 2) },
};

/** The configs under these names, as the schema leaves them. */
export function gridConfigs(): CheckedArray[] {
  return Object.entries(INPUTS).map(([name, input]) =>
    arraySchema.parse({ name, kind: 'array', ...input }),
  );
}

/** One of them. Throws RangeError. */
export function gridConfig(name: string): CheckedArray {
  const config = gridConfigs().find((known) => known.name === name);
  if (config === undefined) throw new RangeError(`no grid is called ${name}`);
  return config;
}
