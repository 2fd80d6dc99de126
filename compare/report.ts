import type { DatapathOptions } from '../golden/datapaths/options.ts';

/** What stands beside what: one table, made by one run of one set of tools. */
export interface CompareReport {
  /** Layout of this document. */
  readonly version: 1;
  /** Of logposit itself and of every tool that took part. */
  readonly tools: Readonly<Record<string, string>>;
  /** The clock at which area and energy are compared, in ns, by library name. */
  readonly clocks: Readonly<Record<string, number>>;
  /** What SQNR and energy were measured on. */
  readonly tensors: TensorSet;
  readonly libraries: readonly ComparedLibrary[];
  /** The grid that every design is put into; null where they differ. */
  readonly grid: GridSize | null;
  readonly designs: readonly DesignRow[];
  /** Designs on mixes of weight widths. */
  readonly mixes: readonly MixRow[];
  /** Plans beside 8-bit weights; empty where none was given. */
  readonly plans: readonly PlanRow[];
  /** Ours against the best peer of a class, with what was hoped for. */
  readonly claims: readonly Claim[];
  /** Arrays of equal compute beside the published ratios. */
  readonly paper: readonly PaperRow[];
  /** How much equal logic, written otherwise, differs. */
  readonly noise: readonly NoiseFloor[];
  /** Wall clock time by stage, in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
}

export interface GridSize {
  /** Products of a sum. */
  readonly rows: number;
  /** Sums. */
  readonly cols: number;
}

export interface TensorSet {
  /** One line that says how operands are drawn. */
  readonly meaning: string;
  readonly seed: number;
  /** Products of one sum, and sums. */
  readonly depth: number;
  readonly sums: number;
}

export interface ComparedLibrary {
  readonly name: string;
  /** Base name of the file. */
  readonly file: string;
  readonly hash: string;
  /** Of the recipes and the timing script. */
  readonly scriptHash: string;
  /** "um2" or "library units". */
  readonly areaUnit: string;
  readonly nand2Area: number;
  /** What no cell tells of energy, by Liberty's names: figures are too low by it. */
  readonly untold: readonly string[];
}

/** Competing families, in the order of the legend. */
export const FAMILIES = ['LP', 'integer', 'float', 'posit', 'power of two', 'adaptive'] as const;
export type Family = (typeof FAMILIES)[number];

/** One design with its figures in every library. */
export interface DesignRow {
  /** Name of its config, unique in a report. */
  readonly id: string;
  /** E.g. "INT8 x INT8, Booth, dot-8". */
  readonly label: string;
  readonly family: Family;
  readonly datapath: DatapathOptions['kind'];
  readonly grid: GridSize;
  /** V: products of one PE. */
  readonly products: number;
  /** Columns that share an activation register. */
  readonly columnsPerRegister: number;
  readonly modes: readonly ModeRow[];
  readonly verification: Verification;
  readonly rtlHash: string;
  readonly figures: readonly LibraryFigures[];
}

/** What a design does in one mode. */
export interface ModeRow {
  readonly name: string;
  /** Bits of a weight. */
  readonly weightBits: number;
  /** Weights in a weight word; 0.5 where two columns are joined for one weight. */
  readonly weightsPerWord: number;
  /** Signal to quantisation noise of a dot product, in dB, by stream. */
  readonly sqnr: Readonly<Record<string, number>>;
}

/** Without one that passed, a design has no row. */
export interface Verification {
  readonly vectors: number;
  /** Every pair of operand words was compared. */
  readonly exhaustive: boolean;
}

/** Parts of a grid, in the order in which they are stacked. */
export const PARTS = [
  'products',
  'sum trees',
  'sum registers',
  'weight registers',
  'activation registers',
  'row edges',
  'columns',
  'outer accumulators',
] as const;
export type Part = (typeof PARTS)[number];

export interface LibraryFigures {
  /** Name of the library. */
  readonly library: string;
  readonly points: readonly DesignPoint[];
  /** Of the point at the clock; empty where no point reaches it. */
  readonly energy: readonly EnergyFigure[];
}

export interface DesignPoint {
  /** `clock`: the smallest that reaches the clock of the comparison. */
  readonly name: 'smallest' | 'fastest' | 'clock';
  /** Longest path in ns. */
  readonly ns: number;
  /** Of the whole grid, in the library's unit. */
  readonly area: number;
  readonly parts: Readonly<Record<Part, number>>;
  /** Area per product of one weight word in each cycle. */
  readonly areaPerWord: number;
}

/** How a netlist is timed while its toggles are counted. */
export type DelayModel = 'zero' | 'liberty';

export interface EnergyFigure {
  /** Mode of the design. */
  readonly mode: string;
  /** Of the operands, e.g. "gaussian", "relu". */
  readonly stream: string;
  readonly model: DelayModel;
  /** fJ per product of one weight word, everything in it, an estimate. */
  readonly perWord: number;
  readonly parts: Readonly<Record<Part, number>>;
  /** Cells of the simulated netlist; all of them were counted. */
  readonly cells: number;
}

/** A design on a mix of weight widths, per weight MAC on average. */
export interface MixRow {
  readonly mix: string;
  /** Shares of MACs by bits of the weight; they add up to 1. */
  readonly shares: Readonly<Record<string, number>>;
  readonly design: string;
  readonly library: string;
  /** Mode for each width of the mix. */
  readonly modes: Readonly<Record<string, string>>;
  /** Library units of area per weight MAC in each cycle, at the clock. */
  readonly areaPerMac: number;
  /** fJ per weight MAC by "stream/model". */
  readonly energyPerMac: Readonly<Record<string, number>>;
  /** Noise of the modes, each by its share, by stream, in dB. */
  readonly sqnr: Readonly<Record<string, number>>;
}

/** A network's plan in one library. */
export interface PlanRow {
  /** Name of its mix, after its file. */
  readonly plan: string;
  readonly library: string;
  /** Weight MACs for one input. */
  readonly macs: number;
  /** Bits of a weight on average; by weights null where the plan does not tell how many there are. */
  readonly bits: { readonly macs: number; readonly weights: number | null };
  /** The LP design that is smallest on the plan's mix; null where none has a figure. */
  readonly best: PlanDesign | null;
  /** The one that is smallest where all weights have 8 bits. */
  readonly uniform: PlanDesign | null;
  /** Area of `uniform` / that of `best`. */
  readonly density: number | null;
  /** Energy of `best` / that of `uniform`, by "stream/model". */
  readonly energy: Readonly<Record<string, number>>;
}

/** A design on a mix. */
export type PlanDesign = Pick<MixRow, 'design' | 'areaPerMac' | 'energyPerMac' | 'sqnr'>;

export interface Claim {
  readonly id: string;
  readonly text: string;
  readonly library: string;
  /** Ids of designs; the peer is the best of its class that is not worse in SQNR by the rule. */
  readonly ours: string;
  readonly peer: string;
  readonly quantity: 'density' | 'energy';
  /** Density: peer's area / ours. Energy: ours / peer's. */
  readonly ratio: number;
  readonly target: number;
  readonly met: boolean;
  /** Ours less the peer's, dB; what is below -0.3 is said beside the ratio. */
  readonly sqnrGap: number;
  /** Relative spread of equal logic in this library: a ratio is not known better; null where it was not measured. */
  readonly noise: number | null;
}

/** An array of the paper's table; densities relative to the first row. */
export interface PaperRow {
  readonly design: string;
  readonly library: string;
  readonly label: string;
  /** Grid area, library units. */
  readonly area: number;
  /** Weight MACs in a cycle by mix. */
  readonly macsPerCycle: Readonly<Record<string, number>>;
  /** Weight MACs in a second and area unit (GMAC/s/mm2 where the unit is um2), by mix. */
  readonly density: Readonly<Record<string, number>>;
  /** fJ per weight MAC by mix, then by "stream/model"; empty where none was measured. */
  readonly energyPerMac: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Published density in TOPS/mm2, 28 nm; null where there is none. */
  readonly published: number | null;
}

export interface NoiseFloor {
  readonly library: string;
  /** Of which design the re-expressions are. */
  readonly design: string;
  /** Names of the re-expressions, and the areas of their PEs. */
  readonly variants: readonly { readonly name: string; readonly area: number }[];
  /** (largest - smallest) / smallest. */
  readonly spread: number;
}
