import type { SystolicDesign } from '../generator/index.ts';
import { dotProduct, productTable, wrapped } from '../golden/datapaths/index.ts';
import {
  type DelayModel,
  type EnergyReport,
  type GroupEnergy,
  measureEnergy,
  type NetlistSource,
  packWords,
  type Stimulus,
  wordAt,
} from '../synth/energy/index.ts';
import type { Library } from '../synth/library.ts';
import type { Assembly } from '../synth/points.ts';
import { Failure } from '../system/failure.ts';
import {
  type Group,
  groupOf,
  heldShare,
  type PartAmounts,
  scaleParts,
  sumOfParts,
} from './parts.ts';
import type { GridWords } from './stream-words.ts';
import type { Usage } from './usage.ts';

/** Vectors that are measured; the weights stay. */
export const MEASURED_VECTORS = 64;

export interface GridEnergyRequest {
  /** Two rows of PEs, one cluster. */
  readonly small: SystolicDesign;
  /** Its mapped modules, see `netlistSource`. */
  readonly source: NetlistSource;
  /** The grid that is scaled to. */
  readonly full: SystolicDesign;
  readonly library: Library;
  readonly periodNs: number;
  readonly model: DelayModel;
  readonly usage: Usage;
  readonly words: GridWords;
}

export interface GridEnergy {
  /** fJ per word product of the full grid. */
  readonly perWord: number;
  readonly parts: PartAmounts;
  /** Of the small grid. */
  readonly cells: number;
}

/**
 * Energy of a grid per product of a weight word, an estimate: toggles of a small grid's netlist, whose sums have to be the golden
 * ones, scaled part by part. Throws Failure (tool-failed) where a sum is wrong.
 */
export async function gridEnergy(request: GridEnergyRequest): Promise<GridEnergy> {
  const { small, source, full, library, periodNs, model, usage, words } = request;
  const run = scheduleOf(small, usage, words);
  const report = await measureEnergy({
    ...source,
    library,
    periodNs,
    model,
    stimulus: run.stimulus,
    observe: ['sum_o'],
    groupOf: ({ module, path }) => energyGroup(small, module, path),
  });
  requireGoldenSums(small, report, run);
  const parts = scaled(small, full, report.byInstance);
  return { perWord: sumOfParts(parts), parts, cells: report.cells };
}

/** The mapped modules of a small grid as what all its energy runs read. */
export function netlistSource(small: SystolicDesign, assembly: Assembly): NetlistSource {
  return {
    netlists: new Map(assembly.map(({ name, netlist }) => [name, netlist])),
    cellCounts: new Map(
      assembly.map(({ name, cellTypes }) => [
        name,
        Object.values(cellTypes).reduce((sum, count) => sum + count, 0),
      ]),
    ),
    top: small.modules.find(({ role }) => role === 'array')?.name ?? '',
  };
}

interface Schedule {
  readonly stimulus: Stimulus;
  /** Cycle in which the sums of vector 0 are there. */
  readonly firstSum: number;
  /** Words of sum_o by vector. */
  readonly sums: readonly bigint[];
}

/** Loads the weights, then gives a vector in every cycle; sums of earlier vectors stand for those of earlier tiles. */
function scheduleOf(small: SystolicDesign, usage: Usage, words: GridWords): Schedule {
  const { shape } = small;
  const { peRows, products, cols, weightBits, activationBits, latency, outerBits } = shape;
  const warmUpCycles = peRows + latency + 2;
  const cycles = warmUpCycles + MEASURED_VECTORS;
  const tile = words.vectors.map((vector) => tileSums(small, usage, words, vector));
  const previous = (vector: number) => tile[(vector + tile.length - 5) % tile.length] ?? [];
  const vectorOf = (cycle: number) => cycle - peRows;
  const vectorAt = (index: number) => words.vectors[mod(index, words.vectors.length)];

  const weightRow = (cycle: number) => {
    const row = Math.max(0, peRows - 1 - cycle);
    const bits = Array.from({ length: cols }, (_, col) =>
      words.weights[col]?.slice(row * products, (row + 1) * products),
    );
    return concatenated(
      bits.flatMap((part) => [...(part ?? [])]),
      weightBits,
    );
  };
  const inputs = new Map([
    [
      'load_i',
      packWords(
        range(cycles).map((cycle) => (cycle < peRows ? 1 : 0)),
        1,
      ),
    ],
    ['weight_i', packWords(range(cycles).map(weightRow), cols * products * weightBits)],
    [
      'act_i',
      packWords(
        range(cycles).map((cycle) =>
          concatenated([...(vectorAt(vectorOf(cycle)) ?? [])], activationBits),
        ),
        shape.rows * activationBits,
      ),
    ],
    [
      'previous_i',
      packWords(
        range(cycles).map((cycle) =>
          outerWord(small, previous(mod(vectorOf(cycle + 1) - latency, tile.length))),
        ),
        cols * outerBits,
      ),
    ],
    ...(shape.modeBits === 0
      ? []
      : [
          [
            'mode_i',
            packWords(
              range(cycles).map(() => usage.mode),
              shape.modeBits,
            ),
          ] as const,
        ]),
  ] as const);
  const sums = tile.map((sum, vector) => {
    const before = previous(vector);
    return outerWord(
      small,
      sum.map((value, index) => value + (before[index] ?? 0)),
    );
  });
  return {
    stimulus: { warmUpCycles, measuredCycles: MEASURED_VECTORS, inputs },
    firstSum: peRows + latency,
    sums,
  };
}

/** Sums of a tile for a vector: lanes of column 0, then of column 1, ... */
function tileSums(
  { shape, datapath }: SystolicDesign,
  { mode }: Usage,
  { weights }: GridWords,
  vector: Uint16Array,
): number[] {
  const tables = shape.lanes.map(({ index }) => tableOf(datapath, mode, index));
  return Array.from({ length: shape.cols }, (_, col) =>
    shape.lanes.map(({ index, width }) =>
      dotProduct(
        tables[index] as Float64Array,
        { weights: weights[col] as Uint16Array, activations: vector },
        { activationBits: shape.activationBits, width },
      ),
    ),
  ).flat();
}

type Datapath = SystolicDesign['datapath'];
const tables = new WeakMap<Datapath, Map<string, Float64Array>>();

function tableOf(datapath: Datapath, mode: number, lane: number): Float64Array {
  const known = tables.get(datapath) ?? new Map<string, Float64Array>();
  tables.set(datapath, known);
  const key = `${mode}/${lane}`;
  const table = known.get(key) ?? productTable(datapath, mode, lane);
  known.set(key, table);
  return table;
}

/** Outer sums of all columns as a word of sum_o or previous_i. */
function outerWord({ shape }: SystolicDesign, sums: readonly number[]): bigint {
  const { cols, lanes, outerBits } = shape;
  let word = 0n;
  for (let col = 0; col < cols; col += 1) {
    for (const { index, outerWidth, outerOffset } of lanes) {
      const value = wrapped(sums[col * lanes.length + index] ?? 0, outerWidth);
      const bits = BigInt.asUintN(outerWidth, BigInt(value));
      word |= bits << BigInt(col * outerBits + outerOffset);
    }
  }
  return word;
}

function concatenated(words: readonly number[], bits: number): bigint {
  return words.reduceRight((all, word) => (all << BigInt(bits)) | BigInt(word), 0n);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}

function requireGoldenSums(
  { shape, config }: SystolicDesign,
  { outputs }: EnergyReport,
  { stimulus, firstSum, sums }: Schedule,
): void {
  const rows = outputs.get('sum_o');
  const width = shape.cols * shape.outerBits;
  const last = stimulus.warmUpCycles + stimulus.measuredCycles;
  for (let cycle = firstSum; cycle < last; cycle += 1) {
    const vector = mod(cycle - firstSum, sums.length);
    if (rows !== undefined && wordAt(rows, width, cycle) === sums[vector]) continue;
    throw new Failure(
      'tool-failed',
      `the netlist of ${config.name} adds up wrongly in cycle ${cycle} of its energy run`,
    );
  }
}

const FIRST_ROW = 'first row';

/** The first row of PEs is left out: no lively sums enter it. */
function energyGroup(small: SystolicDesign, name: string, path: string): string {
  return /(?:^|\/)\\?gen_row\[0\]\.gen_cluster/.test(path) ? FIRST_ROW : groupOf(small, name);
}

function scaled(
  small: SystolicDesign,
  full: SystolicDesign,
  groups: ReadonlyMap<string, GroupEnergy>,
): PartAmounts {
  const words = full.shape.rows * full.shape.cols;
  const amount = (group: Group) => (groups.get(group)?.total ?? 0) / words;
  return scaleParts(small, full, amount, heldEnergy(small, groups.get('pe')) / words);
}

/** What of a PE's own energy its weights take: they leak, and without a gate they are clocked. */
function heldEnergy(small: SystolicDesign, pe: GroupEnergy | undefined): number {
  if (pe === undefined) return 0;
  const clock = small.shape.gatedWeights ? 0 : pe.clock;
  return heldShare(small) * (pe.leakage + clock);
}
