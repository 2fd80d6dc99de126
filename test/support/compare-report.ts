import { mixRows as mixRowsOf, UNIFORM } from '../../compare/mixes.ts';
import { planRows } from '../../compare/plan-rows.ts';
import type { ComparedPlan } from '../../compare/plans.ts';
import {
  type Claim,
  type CompareReport,
  type DesignPoint,
  type DesignRow,
  type EnergyFigure,
  type Family,
  type LibraryFigures,
  type MixRow,
  type ModeRow,
  PARTS,
  type PaperRow,
  type Part,
} from '../../compare/report.ts';

/** A comparison by hand: figures are plausible, none was measured. */

interface Library {
  readonly name: string;
  readonly file: string;
  readonly areaUnit: string;
  /** Areas, delays and energies beside those of a 45 nm library. */
  readonly area: number;
  readonly delay: number;
  readonly energy: number;
  readonly clock: number;
}

const LIBRARIES: readonly Library[] = [
  {
    name: 'osu018_stdcells',
    file: 'osu018_stdcells.lib',
    areaUnit: 'um2',
    area: 14.2,
    delay: 3.1,
    energy: 9.4,
    clock: 6,
  },
  {
    name: 'sky130_fd_sc_hd',
    file: 'sky130_fd_sc_hd__tt_025C_1v80.lib.gz',
    areaUnit: 'um2',
    area: 4.7,
    delay: 3.4,
    energy: 5.1,
    clock: 6.5,
  },
  {
    name: 'sg13g2_stdcell',
    file: 'sg13g2_stdcell_typ_1p20V_25C.lib.gz',
    areaUnit: 'library units',
    area: 7.3,
    delay: 2.6,
    energy: 3.3,
    clock: 4.8,
  },
];

/** A mode: its name, bits of a weight, weights in a word, SQNR in dB on Gaussian operands. */
type Mode = readonly [name: string, bits: number, weights: number, sqnr: number];

interface Seed {
  readonly id: string;
  readonly label: string;
  readonly family: Family;
  readonly datapath: DesignRow['datapath'];
  readonly products: number;
  readonly modes: readonly Mode[];
  /** um2 and fJ per word, smallest ns: 45 nm. */
  readonly area: number;
  readonly energy: number;
  readonly ns: number;
}

function seed(
  id: string,
  label: string,
  [family, datapath, products]: readonly [Family, DesignRow['datapath'], number],
  modes: readonly Mode[],
  [area, energy, ns]: readonly [number, number, number],
): Seed {
  return { id, label, family, datapath, products, modes, area, energy, ns };
}

const SEEDS: readonly Seed[] = [
  seed(
    'lp8_f5_dot8',
    'LP<8,0,3> x LP<8,0,3>, dot-8',
    ['LP', 'lp-log', 8],
    [['8', 8, 1, 38]],
    [291, 330, 1.02],
  ),
  seed(
    'lp8_f4_dot8',
    'LP<8,1,3> x LP<8,1,3>, dot-8',
    ['LP', 'lp-log', 8],
    [['8', 8, 1, 32.2]],
    [244, 268, 0.98],
  ),
  seed('lp8_f5', 'LP<8,0,3> x LP<8,0,3>', ['LP', 'lp-log', 1], [['8', 8, 1, 38]], [388, 371, 1.01]),
  seed(
    'lp_linear_dot8',
    'LP<4,0,2> x LP<8,1,7>, linear, dot-8',
    ['LP', 'lp-linear', 8],
    [
      ['8', 8, 0.5, 36.1],
      ['4', 4, 1, 19],
    ],
    [148, 194, 0.96],
  ),
  seed(
    'lp_linear_dot4',
    'LP<4,0,2> x LP<8,1,7>, linear, dot-4',
    ['LP', 'lp-linear', 4],
    [
      ['8', 8, 0.5, 36.1],
      ['4', 4, 1, 19],
    ],
    [163, 207, 0.93],
  ),
  seed(
    'lp_fused_dot4',
    'LP fused 8/4/2, dot-4',
    ['LP', 'lp-fused', 4],
    [
      ['8', 8, 1, 31.6],
      ['4', 4, 2, 18.8],
      ['2', 2, 4, 8.9],
    ],
    [612, 640, 1.12],
  ),
  seed(
    'int8',
    'INT8 x INT8, AND array',
    ['integer', 'int', 1],
    [['8', 8, 1, 37.7]],
    [562, 612, 0.97],
  ),
  seed(
    'int8_dot8',
    'INT8 x INT8, AND array, dot-8',
    ['integer', 'int', 8],
    [['8', 8, 1, 37.7]],
    [437, 552, 1.06],
  ),
  seed(
    'int8_booth_dot8',
    'INT8 x INT8, Booth, dot-8',
    ['integer', 'int', 8],
    [['8', 8, 1, 37.7]],
    [389, 470, 1.04],
  ),
  seed(
    'int8x4_dot8',
    'INT4 x INT8 column pairs, dot-8',
    ['integer', 'int', 8],
    [
      ['8', 8, 0.5, 37.7],
      ['4', 4, 1, 19],
    ],
    [226, 293, 0.99],
  ),
  seed(
    'int8x4_booth_dot8',
    'INT4 x INT8 column pairs, Booth, dot-8',
    ['integer', 'int', 8],
    [
      ['8', 8, 0.5, 37.7],
      ['4', 4, 1, 19],
    ],
    [203, 255, 0.98],
  ),
  seed(
    'int_fused_dot4',
    'INT fused 8/4/2, dot-4',
    ['integer', 'int-fused', 4],
    [
      ['8', 8, 1, 37.7],
      ['4', 4, 2, 19],
      ['2', 2, 4, 7.2],
    ],
    [1104, 1180, 1.21],
  ),
  seed(
    'int_units',
    'Four 4 x 4 units (BitFusion)',
    ['integer', 'int-units', 1],
    [
      ['8', 8, 1, 37.7],
      ['4', 4, 2, 19],
    ],
    [842, 905, 1.18],
  ),
  seed(
    'ant_units',
    'Four 4 x 4 units with types (ANT)',
    ['adaptive', 'int-units', 1],
    [
      ['8', 8, 1, 37.7],
      ['int4', 4, 2, 19],
      ['pot4', 4, 2, 15.2],
      ['flint4', 4, 2, 18.1],
    ],
    [968, 990, 1.27],
  ),
  seed(
    'e4m3_dot8',
    'FP8 E4M3, dot-8',
    ['float', 'float', 8],
    [['8', 8, 1, 25.4]],
    [402, 448, 1.24],
  ),
  seed(
    'e5m2_dot8',
    'FP8 E5M2, dot-8',
    ['float', 'float', 8],
    [['8', 8, 1, 19.6]],
    [371, 402, 1.19],
  ),
  seed(
    'fp4_prepared_dot8',
    'FP4 E2M1 x INT8, prepared, dot-8',
    ['float', 'fp4-prepared', 8],
    [['4', 4, 1, 18.2]],
    [176, 231, 0.95],
  ),
  seed(
    'adaptiv8',
    'AdaptivFloat<8,3>',
    ['adaptive', 'float', 1],
    [['8', 8, 1, 29.8]],
    [884, 760, 1.2],
  ),
  seed(
    'posit8_1',
    'posit(8,1) x posit(8,1)',
    ['posit', 'posit', 1],
    [['8', 8, 1, 33.4]],
    [742, 690, 1.5],
  ),
  seed(
    'posit_fused',
    'posit 8/4/2 fused',
    ['posit', 'posit-fused', 1],
    [
      ['8', 8, 1, 33.4],
      ['4', 4, 2, 15.1],
      ['2', 2, 4, 6.3],
    ],
    [2010, 1710, 1.71],
  ),
  seed(
    'pot_dot8',
    'Power of two x INT8, dot-8',
    ['power of two', 'pot', 8],
    [['4', 4, 1, 14.9]],
    [131, 171, 0.9],
  ),
  seed(
    'flint_dot8',
    'flint4 x INT8, dot-8',
    ['adaptive', 'flint', 8],
    [['4', 4, 1, 17.6]],
    [181, 236, 0.99],
  ),
  seed('lmul', 'L-Mul E4M3', ['float', 'lmul', 1], [['8', 8, 1, 22.3]], [412, 398, 0.94]),
];

/** A number from 0 to 1 that a text decides. */
function chance(text: string): number {
  let state = 2166136261;
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16777619);
  state = Math.imul(state ^ (state >>> 15), 2246822507);
  return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
}

function about(value: number, text: string, spread = 0.06): number {
  return value * (1 + spread * (chance(text) - 0.5));
}

const WEIGHTS: Readonly<Record<Part, number>> = {
  products: 34,
  'sum trees': 27,
  'sum registers': 9,
  'weight registers': 11,
  'activation registers': 6,
  'row edges': 3,
  columns: 5,
  'outer accumulators': 5,
};

/** Parts that add up to a whole. */
function partsOf(whole: number, text: string): Record<Part, number> {
  const raw = PARTS.map((part) => about(WEIGHTS[part], text + part, 0.7));
  const sum = raw.reduce((a, b) => a + b, 0);
  const entries = PARTS.map((part, index) => [part, (whole * (raw[index] ?? 0)) / sum] as const);
  return Object.fromEntries(entries) as Record<Part, number>;
}

const GRID = { rows: 64, cols: 32 };
const STREAMS: Readonly<Record<string, number>> = { gaussian: 1, relu: 0.74, kws: 0.66 };

function pointOf(
  { id, area, ns }: Seed,
  library: Library,
  name: DesignPoint['name'],
): DesignPoint | null {
  const fastest = ns * library.delay * 1.5;
  if (name === 'clock' && fastest > library.clock) return null;
  const [grown, slow] = { smallest: [1, 2.1], fastest: [1.55, 1], clock: [1.08, 1.3] }[name] as [
    number,
    number,
  ];
  const perWord = about(area * library.area, id + library.name) * grown;
  const whole = perWord * GRID.rows * GRID.cols;
  return {
    name,
    ns: name === 'clock' ? Math.min(library.clock, fastest * slow) : fastest * slow,
    area: whole,
    parts: partsOf(whole, id),
    areaPerWord: perWord,
  };
}

function energyOf(one: Seed, library: Library): EnergyFigure[] {
  return one.modes.flatMap(([mode]) =>
    Object.entries(STREAMS).flatMap(([stream, share]) =>
      (['zero', 'liberty'] as const).map((model) => {
        const glitches = model === 'zero' ? 1 : 1.05 + 0.25 * chance(one.id);
        const perWord = about(one.energy * library.energy, one.id + mode) * share * glitches;
        return {
          mode,
          stream,
          model,
          perWord,
          parts: partsOf(perWord, `${one.id}energy`),
          cells: Math.round(one.area * 700),
        };
      }),
    ),
  );
}

function figuresOf(one: Seed, library: Library): LibraryFigures {
  const names = ['smallest', 'fastest', 'clock'] as const;
  const points = names.flatMap((name) => pointOf(one, library, name) ?? []);
  const reached = points.some(({ name }) => name === 'clock');
  return { library: library.name, points, energy: reached ? energyOf(one, library) : [] };
}

function modeRow([name, weightBits, weightsPerWord, sqnr]: Mode): ModeRow {
  return {
    name,
    weightBits,
    weightsPerWord,
    sqnr: { gaussian: sqnr, relu: sqnr + 0.4, kws: sqnr - 1.1 },
  };
}

function designRow(one: Seed): DesignRow {
  const { id, label, family, datapath, products } = one;
  const widest = one.modes.some(([, bits]) => bits === 8);
  return {
    id,
    label,
    family,
    datapath,
    grid: GRID,
    products,
    columnsPerRegister: 8,
    modes: one.modes.map(modeRow),
    verification:
      datapath === 'posit-fused'
        ? { vectors: 100_000, exhaustive: false }
        : { vectors: widest ? 65_536 * one.modes.length : 4096, exhaustive: true },
    rtlHash: hash(id),
    figures: LIBRARIES.map((library) => figuresOf(one, library)),
  };
}

function hash(text: string): string {
  return Array.from({ length: 64 }, (_, index) =>
    Math.floor(16 * chance(`${text}${index}`)).toString(16),
  ).join('');
}

const MIXES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  thirds: { 8: 1 / 3, 4: 1 / 3, 2: 1 / 3 },
  '97.5/2.5': { 8: 0.025, 4: 0.975 },
  kws_dscnn: { 8: 0.31, 4: 0.69 },
};

/** The narrowest mode that holds a width. */
function modeFor(modes: readonly Mode[], bits: number): Mode | undefined {
  return modes.filter(([, own]) => own >= bits).sort((a, b) => a[1] - b[1])[0];
}

function mixRows(library: Library): MixRow[] {
  return Object.entries(MIXES).flatMap(([mix, shares]) =>
    SEEDS.flatMap((one): MixRow[] => {
      const widths = Object.keys(shares);
      const modes = widths.map((bits) => modeFor(one.modes, Number(bits)));
      const point = pointOf(one, library, 'clock');
      if (point === null || modes.includes(undefined)) return [];
      const used = modes as Mode[];
      const words = used.reduce(
        (sum, [, , weights], index) => sum + (shares[widths[index] ?? ''] ?? 0) / weights,
        0,
      );
      const energies = Object.entries(STREAMS).flatMap(([stream, share]) => {
        const zero = about(one.energy * library.energy, one.id + stream) * share * words;
        return [
          [`${stream}/zero`, zero],
          [`${stream}/liberty`, zero * (1.05 + 0.25 * chance(one.id))],
        ] as const;
      });
      const sqnr = Math.min(...used.map(([, , , own]) => own));
      return [
        {
          mix,
          shares,
          design: one.id,
          library: library.name,
          modes: Object.fromEntries(widths.map((bits, index) => [bits, used[index]?.[0] ?? ''])),
          areaPerMac: point.areaPerWord * words,
          energyPerMac: Object.fromEntries(energies),
          sqnr: { gaussian: sqnr, relu: sqnr + 0.4, kws: sqnr - 1.1 },
        },
      ];
    }),
  );
}

type Hope = readonly [
  id: string,
  text: string,
  quantity: Claim['quantity'],
  designs: readonly [string, string],
  figures: readonly [ratio: number, target: number, gap: number],
];

const HOPES: readonly Hope[] = [
  [
    'int8',
    '8-bit weights at equal SQNR, density over INT8',
    'density',
    ['lp8_f5', 'int8'],
    [1.41, 1.3, 0.3],
  ],
  [
    'int8-dot8',
    '8-bit weights at equal SQNR, dot-8, density over INT8',
    'density',
    ['lp8_f5_dot8', 'int8_booth_dot8'],
    [1.32, 1.3, 0.3],
  ],
  [
    'mix-pairs',
    'Mix of 97.5 % 4-bit and 2.5 % 8-bit weights, density over INT8x4 pairs',
    'density',
    ['lp_linear_dot8', 'int8x4_booth_dot8'],
    [1.36, 1.3, -1.6],
  ],
  [
    'mix-fused',
    'The same mix, density over INT fused 8/4/2',
    'density',
    ['lp_linear_dot8', 'int_fused_dot4'],
    [3.6, 1.8, -1.6],
  ],
  [
    'mix-int8',
    'The same mix, density over INT8 only',
    'density',
    ['lp_linear_dot8', 'int8_booth_dot8'],
    [2.51, 2.2, -18.7],
  ],
  [
    'energy-int8',
    'The same mix, ReLU stream, energy of INT8 only',
    'energy',
    ['lp_linear_dot8', 'int8_booth_dot8'],
    [0.47, 0.55, -18.7],
  ],
  [
    'energy-pairs',
    'The same mix, ReLU stream, energy of INT8x4 pairs',
    'energy',
    ['lp_linear_dot8', 'int8x4_booth_dot8'],
    [0.94, 0.9, -1.6],
  ],
  [
    'adaptiv',
    'Equal compute, density over AdaptivFloat-8',
    'density',
    ['lp_linear_dot8', 'adaptiv8'],
    [5.1, 6, -10.8],
  ],
  [
    'posit',
    'Equal compute, density over posit 2/4/8',
    'density',
    ['lp_fused_dot4', 'posit_fused'],
    [3.3, 4, -1.8],
  ],
];

function claimsOf({ name }: Library): Claim[] {
  return HOPES.map(([id, text, quantity, [ours, peer], [middle, target, sqnrGap]]) => {
    const ratio = about(middle, id + name, 0.12);
    const met = quantity === 'density' ? ratio >= target : ratio <= target;
    const noise = about(0.03, name, 0.5);
    return { id, text, library: name, ours, peer, quantity, ratio, target, met, sqnrGap, noise };
  });
}

type Published = readonly [design: string, label: string, published: number | null];

const PAPER: readonly Published[] = [
  ['lp_fused_dot4', 'LPA 2/4/8 as published', 16.8],
  ['lp8_f4_dot8', 'LPA-8', 7],
  ['lp_linear_dot8', 'Our best LP array', null],
  ['ant_units', 'ANT', 8.8],
  ['int_units', 'BitFusion', 8.7],
  ['int8x4_booth_dot8', 'INT8x4 column pairs', null],
  ['int_fused_dot4', 'INT fused 8/4/2', null],
  ['adaptiv8', 'AdaptivFloat-8', 2.74],
  ['posit_fused', 'posit 2/4/8', 3.2],
  ['int8_booth_dot8', 'INT8', null],
];

function paperRows(library: Library): PaperRow[] {
  return PAPER.flatMap(([id, label, published]): PaperRow[] => {
    const one = SEEDS.find((candidate) => candidate.id === id);
    const point = one && pointOf(one, library, 'smallest');
    if (!one || !point) return [];
    const macs = Object.entries(MIXES).map(([mix, shares]) => {
      const words = Object.entries(shares).reduce(
        (sum, [bits, share]) => sum + share / (modeFor(one.modes, Number(bits))?.[2] ?? 1),
        0,
      );
      return [mix, Math.round((GRID.rows * GRID.cols) / words)] as const;
    });
    const density = macs.map(
      ([mix, perCycle]) => [mix, (1e6 * perCycle) / (library.clock * point.area)] as const,
    );
    const own = mixRows(library).filter(({ design }) => design === id);
    return [
      {
        design: id,
        library: library.name,
        label,
        area: point.area,
        macsPerCycle: Object.fromEntries(macs),
        density: Object.fromEntries(density),
        energyPerMac: Object.fromEntries(own.map(({ mix, energyPerMac: all }) => [mix, all])),
        published,
      },
    ];
  });
}

/** 23 designs in three libraries; in the last one some do not reach the clock. */
export function compareReport(given: Partial<CompareReport> = {}): CompareReport {
  return {
    version: 1,
    tools: { logposit: '0.1.0', Yosys: '0.23', OpenSTA: '2.0.17', Verilator: '5.006' },
    clocks: Object.fromEntries(LIBRARIES.map(({ name, clock }) => [name, clock])),
    tensors: {
      meaning: 'normal operands, each format with the scale that gives it the best SQNR',
      seed: 7,
      depth: 64,
      sums: 4096,
    },
    libraries: LIBRARIES.map(({ name, file, areaUnit, area }) => ({
      name,
      file,
      areaUnit,
      hash: hash(file),
      scriptHash: hash('script'),
      nand2Area: 0.8 * area,
      untold: [],
    })),
    grid: GRID,
    designs: SEEDS.map(designRow),
    mixes: LIBRARIES.flatMap(mixRows),
    plans: [],
    claims: LIBRARIES.flatMap(claimsOf),
    paper: LIBRARIES.flatMap(paperRows),
    noise: LIBRARIES.map(({ name, area }) => ({
      library: name,
      design: 'int8_booth_dot8',
      variants: ['as written', 'chained', 'mirrored', 'renamed', 'flattened'].map((variant) => ({
        name: variant,
        area: about(3090 * area, name + variant, 0.05),
      })),
      spread: about(0.03, name, 0.5),
    })),
    seconds: { generate: 3.21, verify: 41.5, map: 612.8, time: 80.4, simulate: 233.7 },
    ...given,
  };
}

/** Two plans beside the mixes; one of them has weights that only some designs hold. */
export const PLANS: readonly ComparedPlan[] = [
  {
    name: 'plan.json',
    shares: { 3: 0.5, 4: 0.375, 8: 0.125 },
    macs: 2_656_768,
    bits: { macs: 4, weights: 3.5 },
  },
  { name: 'wide.json', shares: { 8: 1 }, macs: 1, bits: { macs: 8, weights: null } },
];

/** The first report with plans. */
export function planReport(plans: readonly ComparedPlan[] = PLANS): CompareReport {
  const report = compareReport();
  const { designs, libraries } = report;
  const uniform = { name: UNIFORM, shares: { 8: 1 } };
  const mixes = [...report.mixes, ...mixRowsOf([uniform, ...plans], designs)];
  const rows = libraries.flatMap(({ name }) => planRows(name, plans, designs, mixes));
  return { ...report, mixes, plans: rows };
}

/** What a sweep may leave: one library, one mode a design, neither mixes nor claims. */
export function sweepReport(designs = 12): CompareReport {
  const { libraries, claims: _, ...report } = compareReport();
  const rows = Array.from({ length: designs }, (_, index) => {
    const products = 2 ** (index % 4);
    const one = seed(
      `lp_linear_fraction${index}_products${products}`,
      `LP<4,0,2> x LP<8,1,7>, A = ${index}, dot-${products}`,
      ['LP', 'lp-linear', products],
      [['4', 4, 1, 8 + index]],
      [120 + 7 * index + 40 / products, 150 + 11 * index, 0.9],
    );
    return designRow(one);
  });
  return {
    ...report,
    libraries: libraries.slice(0, 1),
    designs: rows,
    mixes: [],
    claims: [],
    paper: [],
    noise: [],
  };
}
