import type { FpgaReport } from './fpga/report.ts';
import type { AreaShare } from './shares.ts';
import type { CriticalPath } from './timing.ts';
import type { SkippedRecipe } from './usable-recipes.ts';

/** Figures of one module of a design. Areas are in the unit of the library. */
export interface SynthModule {
  readonly name: string;
  /** Name of the recipe that mapped it. */
  readonly recipe: string;
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
  /** Null where the module has no path, e.g. constant outputs only, and without OpenSTA. */
  readonly criticalPath: CriticalPath | null;
}

/** Figures of one netlist of the whole design. */
export interface DesignFigures {
  /** Children before parents. */
  readonly modules: readonly SynthModule[];
  /** The tops, once each, with everything in them. */
  readonly totalArea: number;
  /** `totalArea` in areas of a 2-input NAND. */
  readonly nand2: number;
  /** The slowest top; null without OpenSTA. */
  readonly criticalPath:
    | (CriticalPath & { readonly module: string; readonly method: string })
    | null;
  /** `totalArea` by parts; absent where the design is no array. */
  readonly shares?: readonly AreaShare[];
}

/**
 * Netlists worth having. `smallest`: each module by the recipe that makes it smallest. `fastest`: each
 * top, with all below it, by the recipe that gives it the shortest path. `clock`: the smallest mix of
 * recipes that was found with no path longer than a given clock.
 */
export type PointName = 'smallest' | 'fastest' | 'clock';

export interface SynthPoint extends DesignFigures {
  readonly name: PointName;
  /** Names of its recipes, joined by " + ". */
  readonly recipe: string;
}

/** What became of the wish for a clock. */
export interface ClockAnswer {
  /** Period that was asked for. */
  readonly ns: number;
  /** Why there is no point for it; null where there is one. */
  readonly note: string | null;
}

/** The whole design by one recipe. */
export interface TriedRecipe {
  readonly recipe: string;
  readonly totalArea: number;
  /** Longest path of the slowest top; null without OpenSTA. */
  readonly ns: number | null;
}

/**
 * Area and timing of a design; its own figures are those of the smallest point. Figures compare only
 * where library, tools and scripts are equal.
 */
export interface SynthReport extends DesignFigures {
  readonly config: string;
  readonly library: {
    readonly name: string;
    /** Base name of the file. */
    readonly file: string;
    /** SHA-256 of the library's text, decompressed. */
    readonly hash: string;
  };
  /** Versions by name; that of the embedded Yosys says so. */
  readonly tools: Readonly<Record<string, string>>;
  /** Hash of the recipes that were tried and the timing script. */
  readonly scriptHash: string;
  /** Hash of the RTL without comments and with the config's name taken out. */
  readonly rtlHash: string;
  /** Modules that no other one instantiates. */
  readonly tops: readonly string[];
  /** "um2" where that is known of the library, else "library units": Liberty names none. */
  readonly areaUnit: string;
  /** Memories that no figure counts, and no path goes through. */
  readonly memories: readonly string[];
  /** Area of a 2-input NAND of the library. */
  readonly nand2Area: number;
  /** Why there is no critical path; null where there is one. */
  readonly timingNote: string | null;
  /** The smallest and, where there is timing, the fastest and that at the clock, if any. */
  readonly points: readonly SynthPoint[];
  /** Present where a clock was asked for. */
  readonly clock?: ClockAnswer;
  /** What was tried, in the order of the recipes. */
  readonly tried: readonly TriedRecipe[];
  /** Recipes that ABC cannot follow with this library. */
  readonly skipped: readonly SkippedRecipe[];
  /** Present where an FPGA family was asked for. */
  readonly fpga?: FpgaReport;
  /** No tool had to run: every figure was in the memo. */
  readonly cached: boolean;
  /** Modules of which all areas, and all paths, were in the memo. */
  readonly hits: { readonly area: number; readonly timing: number };
  /** Wall clock time by stage, in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
}
