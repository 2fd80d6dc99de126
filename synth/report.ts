import type { CriticalPath } from './timing.ts';

/** Figures of one module of a design. Areas are in the unit of the library. */
export interface SynthModule {
  readonly name: string;
  /** Own area: without the children, so that the areas of a report add up with their instances. */
  readonly area: number;
  /** Own library cells, flip-flops included. */
  readonly cells: number;
  readonly flops: number;
  readonly cellTypes: Readonly<Record<string, number>>;
  /** Child modules and how many of each there are. */
  readonly instances: Readonly<Record<string, number>>;
  /** Area with all that is below the module. */
  readonly hierarchyArea: number;
  readonly hierarchyCells: number;
  readonly hierarchyFlops: number;
  /** `hierarchyArea` in areas of a 2-input NAND of the same library. */
  readonly nand2: number;
  /** Null where the module has no path, e.g. constant outputs only. */
  readonly criticalPath: CriticalPath | null;
}

/** Area and timing of a design. Figures compare only where library, tools and script are equal. */
export interface SynthReport {
  readonly config: string;
  readonly library: {
    readonly name: string;
    /** Base name of the file. */
    readonly file: string;
    /** SHA-256 of the library's text, decompressed. */
    readonly hash: string;
  };
  /** Versions by name. */
  readonly tools: Readonly<Record<string, string>>;
  /** Hash of the mapping recipe and the timing script. */
  readonly scriptHash: string;
  /** Hash of the RTL without comments and with the config's name taken out. */
  readonly rtlHash: string;
  /** Children before parents. */
  readonly modules: readonly SynthModule[];
  /** Modules that no other one instantiates. */
  readonly tops: readonly string[];
  /** The tops, once each, with everything in them. */
  readonly totalArea: number;
  /** "um2" where that is known of the library, else "library units": Liberty names none. */
  readonly areaUnit: string;
  /** `totalArea` in areas of a 2-input NAND. */
  readonly nand2: number;
  /** Area of a 2-input NAND, mapped by the same recipe. */
  readonly nand2Area: number;
  /** The slowest top. */
  readonly criticalPath: CriticalPath & { readonly module: string; readonly method: string };
  /** No tool had to run: every figure was in the memo. */
  readonly cached: boolean;
  /** Modules whose area, and whose timing, was in the memo. */
  readonly hits: { readonly area: number; readonly timing: number };
  /** Wall clock time by stage, in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
}
