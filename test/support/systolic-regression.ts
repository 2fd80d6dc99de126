import { type CheckedSystolic, type SystolicInput, systolicSchema } from '../../generator/index.ts';
import type { DatapathKind } from '../../golden/datapaths/index.ts';

type DatapathInput = SystolicInput['datapath'];
type GridInput = NonNullable<SystolicInput['grid']>;
type SumInput = NonNullable<SystolicInput['sum']>;

const LP4 = { n: 4, es: 0, rs: 2 };
const LP8 = { n: 8, es: 1, rs: 7 };
const CUT = { fraction: 10 };
const LP = { activation: LP8, converterFraction: 6, fraction: 8 };

/** Datapaths of every kind, with every option that its RTL may read. */
export const DATAPATHS: Readonly<Record<DatapathKind, readonly DatapathInput[]>> = {
  int: [
    { kind: 'int', multiplier: 'array' },
    { kind: 'int', multiplier: 'booth' },
    { kind: 'int', multiplier: 'array', nonNegative: true },
    { kind: 'int', multiplier: 'booth', nonNegative: true },
    { kind: 'int', multiplier: 'pairs' },
    { kind: 'int', weightBits: 4, multiplier: 'pairs', nonNegative: true },
    { kind: 'int', weightBits: 4, multiplier: 'array' },
    { kind: 'int', weightBits: 4, multiplier: 'booth' },
    { kind: 'int', weightBits: 7, activationBits: 5, multiplier: 'booth' },
    { kind: 'int', weightBits: 2, activationBits: 2, multiplier: 'array' },
    { kind: 'int', weightBits: 3, activationBits: 8, multiplier: 'booth', nonNegative: true },
    { kind: 'int', weightBits: 5, activationBits: 6, multiplier: 'array', nonNegative: true },
  ],
  'int-fused': [
    { kind: 'int-fused' },
    { kind: 'int-fused', modes: [8, 4] },
    { kind: 'int-fused', modes: [4, 2] },
    { kind: 'int-fused', modes: [8, 2] },
    { kind: 'int-fused', modes: [2] },
  ],
  'int-units': [
    { kind: 'int-units', types: 'int' },
    { kind: 'int-units', types: 'ant' },
  ],
  float: [
    { kind: 'float', weight: 'e4m3', activation: 'e4m3', ...CUT },
    { kind: 'float', weight: 'e4m3', activation: 'e4m3', fraction: 18, align: 'nearest' },
    { kind: 'float', weight: 'e5m2', activation: 'e5m2', ...CUT, align: 'floor' },
    { kind: 'float', weight: 'e4m3', activation: 'e5m2', ...CUT, align: 'floor-act' },
    { kind: 'float', weight: 'e2m1', activation: 'e2m1', fraction: 2 },
    { kind: 'float', weight: 'e2m1', activation: 'e4m3', fraction: 6 },
    { kind: 'float', weight: 'adaptiv8', activation: 'adaptiv8', ...CUT },
    {
      kind: 'float',
      weight: 'e4m3',
      activation: 'e4m3',
      fraction: 13,
      clip: { weight: 46, activation: 46 },
    },
    {
      kind: 'float',
      weight: 'adaptiv8',
      activation: 'e5m2',
      fraction: 20,
      clip: { weight: 90, activation: 23 },
    },
  ],
  'fp4-prepared': [{ kind: 'fp4-prepared' }, { kind: 'fp4-prepared', nonNegative: true }],
  posit: [
    { kind: 'posit', weight: { n: 8, es: 1 }, activation: { n: 8, es: 1 }, ...CUT },
    { kind: 'posit', weight: { n: 8, es: 0 }, activation: { n: 8, es: 0 }, fraction: 12 },
    {
      kind: 'posit',
      weight: { n: 4, es: 1 },
      activation: { n: 8, es: 1 },
      ...CUT,
      align: 'nearest',
    },
    { kind: 'posit', weight: { n: 6, es: 2 }, activation: { n: 7, es: 0 }, ...CUT, align: 'floor' },
    { kind: 'posit', weight: { n: 2, es: 0 }, activation: { n: 5, es: 1 }, ...CUT },
    {
      kind: 'posit',
      weight: { n: 8, es: 1 },
      activation: { n: 8, es: 1 },
      fraction: 7,
      clip: { weight: 98, activation: 98 },
    },
  ],
  'posit-fused': [
    { kind: 'posit-fused', ...CUT },
    { kind: 'posit-fused', fraction: 6, align: 'floor-act' },
    { kind: 'posit-fused', fraction: 6, clip: { weight: 98, activation: 98 } },
  ],
  pot: [{ kind: 'pot' }, { kind: 'pot', nonNegative: true }],
  flint: [
    { kind: 'flint', activation: 'int8' },
    { kind: 'flint', activation: 'flint4' },
  ],
  lmul: [
    { kind: 'lmul', ...CUT },
    { kind: 'lmul', ...CUT, align: 'nearest' },
  ],
  'lp-log': [
    { kind: 'lp-log', weight: LP8, ...LP },
    { kind: 'lp-log', weight: LP8, ...LP, pipeline: 1 },
    { kind: 'lp-log', weight: LP4, ...LP, align: 'nearest', nonNegative: true },
    { kind: 'lp-log', weight: LP4, ...LP, align: 'floor' },
    { kind: 'lp-log', weight: { n: 6, es: 2, rs: 3 }, ...LP, align: 'floor-act', pipeline: 1 },
    { kind: 'lp-log', weight: LP8, ...LP, clip: { weight: 100, activation: 90 } },
    { kind: 'lp-log', weight: { n: 2, es: 0, rs: 1 }, ...LP, fraction: -2 },
  ],
  'lp-linear': [
    { kind: 'lp-linear', weight: LP4, ...LP },
    { kind: 'lp-linear', weight: LP4, ...LP, bus: 'twos-complement', align: 'floor-act' },
    { kind: 'lp-linear', weight: LP4, ...LP, nonNegative: true },
    {
      kind: 'lp-linear',
      weight: { n: 4, es: 1, rs: 3 },
      ...LP,
      nonNegative: true,
      clip: { weight: 5, activation: 90 },
    },
    { kind: 'lp-linear', weight: { n: 2, es: 0, rs: 1 }, ...LP },
  ],
  'lp-fused': [
    { kind: 'lp-fused', weights: [LP8, LP4, { n: 2, es: 0, rs: 1 }], ...LP },
    { kind: 'lp-fused', weights: [LP8, LP4], ...LP, align: 'floor-act' },
    {
      kind: 'lp-fused',
      weights: [LP8, { ...LP4, sf: 1 }],
      ...LP,
      clip: { weight: 100, activation: 90 },
    },
    { kind: 'lp-fused', weights: [LP4, { n: 2, es: 0, rs: 1 }], ...LP, nonNegative: true },
  ],
};

/** Grids that take turns: of every form that the modules around the products tell apart. */
const GRIDS: readonly GridInput[] = [
  { rows: 64, cols: 32, products: 8, columnsPerRegister: 8 },
  { rows: 6, cols: 3, products: 1, columnsPerRegister: 1, gatedWeights: false },
  { rows: 12, cols: 6, products: 3, columnsPerRegister: 2 },
  { rows: 16, cols: 16, products: 4, columnsPerRegister: 16 },
  { rows: 16, cols: 4, products: 16, columnsPerRegister: 2, gatedWeights: false },
  { rows: 10, cols: 9, products: 2, columnsPerRegister: 3 },
];

/** Joined columns, where a column has one sum. */
const JOINS = [4, 0, undefined, 3] as const;

const SUMS: readonly SumInput[] = [{}, { outerBits: 0 }, { width: 10 }, { outerBits: 9 }];

/** One config for each datapath; grids and sums take turns. */
export function regressionGrids(): CheckedSystolic[] {
  return Object.values(DATAPATHS)
    .flat()
    .map((datapath, index) =>
      systolicSchema.parse({
        name: `s${index}_${datapath.kind.replaceAll('-', '_')}`,
        kind: 'systolic',
        datapath,
        grid: gridOf(datapath, index),
        sum: SUMS[index % SUMS.length],
      }),
    );
}

function gridOf({ kind }: DatapathInput, index: number): GridInput {
  const grid = GRIDS[index % GRIDS.length] as GridInput;
  const join = JOINS[index % JOINS.length];
  const isFused = kind.endsWith('fused') || kind === 'int-units';
  const isEven = (grid.columnsPerRegister ?? 0) % 2 === 0;
  return join === undefined || isFused || !isEven ? grid : { ...grid, join };
}
