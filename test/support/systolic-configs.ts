import { type CheckedSystolic, type SystolicInput, systolicSchema } from '../../generator/index.ts';

type Datapath = SystolicInput['datapath'];

const LP8 = { n: 8, es: 1, rs: 2 } as const;
const LP4 = { n: 4, es: 0, rs: 2 } as const;
const cut = { fraction: 2, converterFraction: 5 } as const;

/** One of every kind, and of the variants that emit other text. */
const DATAPATHS: Readonly<Record<string, Datapath>> = {
  int_array: { kind: 'int', multiplier: 'array' },
  int_booth: { kind: 'int', multiplier: 'booth' },
  int_relu: { kind: 'int', weightBits: 4, nonNegative: true },
  int_fused: { kind: 'int-fused' },
  int_units: { kind: 'int-units' },
  ant_units: { kind: 'int-units', types: 'ant' },
  fp8: { kind: 'float', weight: 'e4m3', activation: 'e4m3', fraction: -7 },
  fp8_e5m2: { kind: 'float', weight: 'e5m2', activation: 'e5m2', fraction: -20, align: 'nearest' },
  fp4: { kind: 'float', weight: 'e2m1', activation: 'e2m1', fraction: 2 },
  adaptiv8: { kind: 'float', weight: 'adaptiv8', activation: 'adaptiv8', fraction: -5 },
  fp4_prepared: { kind: 'fp4-prepared' },
  posit8: { kind: 'posit', weight: { n: 8, es: 1 }, activation: { n: 8, es: 1 }, fraction: 6 },
  pot4: { kind: 'pot' },
  flint4: { kind: 'flint', activation: 'flint4' },
  lmul8: { kind: 'lmul', fraction: -8 },
  lp_log: { kind: 'lp-log', weight: LP8, activation: LP8, ...cut },
  lp_floor: { kind: 'lp-log', weight: LP8, activation: LP8, ...cut, align: 'floor', pipeline: 1 },
  lp_linear: { kind: 'lp-linear', weight: LP4, activation: LP8, ...cut },
  lp_linear_floor: {
    kind: 'lp-linear',
    weight: LP4,
    activation: LP8,
    ...cut,
    align: 'floor-act',
    bus: 'twos-complement',
  },
  lp_fused: {
    kind: 'lp-fused',
    weights: [LP8, LP4, { n: 2, es: 0, rs: 1 }],
    activation: LP8,
    ...cut,
  },
  lp_fused_4: { kind: 'lp-fused', weights: [LP4], activation: LP8, ...cut },
  int_pairs: { kind: 'int', multiplier: 'pairs' },
  posit_fused: { kind: 'posit-fused', fraction: 6 },
};

/** Small grids of every datapath; the forms of the grid take turns. */
export function systolicConfigs(): CheckedSystolic[] {
  return Object.entries(DATAPATHS).map(([name, datapath], index) => {
    const { join, ...rest } = GRIDS[name === 'int_pairs' ? 1 : index % GRIDS.length] ?? {};
    const grid =
      join === undefined || SEVERAL_LANES.includes(datapath.kind) ? rest : { ...rest, join };
    return systolicSchema.parse({ name, kind: 'systolic', datapath, grid });
  });
}

/** Columns of several sums cannot be joined. */
const SEVERAL_LANES: readonly string[] = ['int-fused', 'int-units', 'posit-fused', 'lp-fused'];

const GRIDS: readonly NonNullable<SystolicInput['grid']>[] = [
  { rows: 6, cols: 4, products: 3, columnsPerRegister: 2, join: 4 },
  { rows: 4, cols: 2, products: 4, columnsPerRegister: 2, gatedWeights: false },
  { rows: 3, cols: 2, products: 1, columnsPerRegister: 1 },
];

export function systolicConfig(name: string): CheckedSystolic {
  const config = systolicConfigs().find((one) => one.name === name);
  if (config === undefined) throw new Error(`no systolic config ${name}`);
  return config;
}
