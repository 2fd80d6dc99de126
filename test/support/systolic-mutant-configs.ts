import { type CheckedSystolic, type SystolicInput, systolicSchema } from '../../generator/index.ts';

type Input = Omit<SystolicInput, 'name' | 'kind'>;

const lp = (n: number, es: number, rs: number) => ({ n, es, rs });

/**
 * Narrow words in tiny grids of every form: joined columns, pairs, gated weights or not, clipped words, modes, flags.
 * Odd numbers of rows of PEs: what each of them turns over, two turn back. The last one is too large to
 * stand for itself: its own modules meet nothing but the check of the whole grid.
 */
const INPUTS: readonly Input[] = [
  {
    datapath: { kind: 'int', multiplier: 'booth', weightBits: 4, activationBits: 4 },
    grid: { rows: 6, cols: 4, products: 2, columnsPerRegister: 2, join: 4 },
  },
  {
    datapath: { kind: 'int', multiplier: 'pairs', weightBits: 4, activationBits: 4 },
    grid: { rows: 6, cols: 2, products: 2, columnsPerRegister: 1, gatedWeights: false },
  },
  {
    datapath: {
      kind: 'lp-linear',
      weight: lp(4, 1, 3),
      activation: lp(6, 1, 3),
      converterFraction: 4,
      fraction: 3,
      nonNegative: true,
      clip: { weight: 5, activation: 24 },
    },
    grid: { rows: 3, cols: 4, products: 1, columnsPerRegister: 2, join: 3 },
  },
  {
    datapath: {
      kind: 'lp-fused',
      weights: [lp(8, 1, 3), lp(4, 0, 2)],
      activation: lp(5, 1, 2),
      converterFraction: 4,
      fraction: 3,
    },
    grid: { rows: 3, cols: 2, products: 1, columnsPerRegister: 1 },
  },
  {
    datapath: {
      kind: 'posit',
      weight: { n: 5, es: 1 },
      activation: { n: 5, es: 0 },
      fraction: 3,
    },
    grid: { rows: 6, cols: 2, products: 2, columnsPerRegister: 1 },
    sum: { outerBits: 0 },
  },
  {
    datapath: {
      kind: 'lp-log',
      weight: lp(4, 0, 2),
      activation: lp(4, 1, 3),
      converterFraction: 4,
      fraction: 4,
      pipeline: 1,
    },
    grid: { rows: 5, cols: 26, products: 1, columnsPerRegister: 2, gatedWeights: false },
  },
];

/** Systolic grids for mutants of their netlists, `g0`, `g1`, ... */
export function systolicMutantConfigs(): CheckedSystolic[] {
  return INPUTS.map((input, index) =>
    systolicSchema.parse({ name: `g${index}`, kind: 'systolic', ...input }),
  );
}
