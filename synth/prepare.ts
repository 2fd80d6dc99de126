import { Failure } from '../system/failure.ts';
import type { Tool } from '../system/tool.ts';
import { chooseYosys, type YosysChoice } from './choose-yosys.ts';
import { type Library, openLibrary } from './library.ts';
import { type Probe, probeLibrary } from './probe.ts';
import type { Recipe } from './recipes.ts';
import { defaultLibrary, locateOpenSta } from './tools.ts';
import { type SkippedRecipe, usableRecipes } from './usable-recipes.ts';
import type { Yosys } from './yosys.ts';

/** Tools and library, all tried. */
export interface Setup {
  readonly yosys: Yosys;
  /** Null where OpenSTA is missing: areas need none. */
  readonly sta: Tool | null;
  /** Why there is no timing; null where there is. */
  readonly timingNote: string | null;
  readonly library: Library;
  readonly probe: Probe;
  /** Those of the recipes that work with the library. */
  readonly recipes: readonly Recipe[];
  readonly skipped: readonly SkippedRecipe[];
  /** Limit for each run of a tool. */
  readonly timeoutSeconds: number;
}

/** What synthesis works with, where the user says so. */
export interface SetupOptions {
  readonly liberty?: string | undefined;
  readonly yosys?: YosysChoice | undefined;
  readonly recipes: readonly Recipe[];
  /** Limit for each run of a tool. */
  readonly timeoutSeconds: number;
  /** Called before the embedded Yosys runs, whose start takes some seconds. */
  readonly onEmbedded?: () => void;
}

/** Finds what synthesis works with. Throws Failure (tool-missing, tool-failed, timeout, input). */
export async function prepare(options: SetupOptions): Promise<Setup> {
  const { liberty, timeoutSeconds } = options;
  const [yosys, timer] = await Promise.all([chooseYosys(options.yosys), openStaIfThere()]);
  if (yosys.embedded) options.onEmbedded?.();
  const file = liberty ?? (await defaultLibrary());
  const library = await openLibrary(file);
  const mapping = { yosys, library, timeoutSeconds };
  const probe = await probeLibrary(file, mapping, timer.sta);
  const { usable, skipped } = await usableRecipes(options.recipes, mapping);
  return { ...mapping, ...timer, probe, recipes: usable, skipped };
}

async function openStaIfThere(): Promise<Pick<Setup, 'sta' | 'timingNote'>> {
  try {
    return { sta: await locateOpenSta(), timingNote: null };
  } catch (error) {
    if (!(error instanceof Failure && error.kind === 'tool-missing')) throw error;
    return { sta: null, timingNote: `no timing: ${error.message}` };
  }
}
