import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type SystolicConfig,
  type SystolicDesign,
  type SystolicShape,
  systolicDesign,
} from '../../generator/index.ts';
import { type RtlSources, withoutModules } from '../../system/rtl-files.ts';
import { rtlHash } from '../../system/rtl-hash.ts';

/** Clusters of a small grid: activations move on once. */
const CLUSTERS = 2;

/** Rows of PEs of a small grid: an odd number, so that what is wrong by half of 2^P in each of them shows. */
const PE_ROWS = 3;

/** Where a grid has so few PEs above each other, it stands for itself. */
const LEAST_PE_ROWS = 2;

/** Products of a vector in all modes: 65,536 vectors in each are simulated in about a second. */
const MOST_PRODUCTS = 128;

/** Whether a grid is small enough to meet every pair of words everywhere. */
export function isSmall({ products, peRows, cols, clusters, modes }: SystolicShape): boolean {
  const all = products * peRows * cols * modes.length;
  return peRows >= LEAST_PE_ROWS && clusters >= CLUSTERS && all <= MOST_PRODUCTS;
}

/** The same PEs in a small grid, with the same widths. */
export function smallConfig({ config, shape }: Pick<SystolicDesign, 'config' | 'shape'>) {
  const { products, modes, join, lanes } = shape;
  const columns = Math.floor(MOST_PRODUCTS / (products * PE_ROWS * CLUSTERS * modes.length));
  const least = join === null ? 1 : 2;
  const fit = Math.max(least, Math.min(shape.columnsPerRegister, columns));
  const columnsPerRegister = fit - (fit % least);
  return {
    ...config,
    grid: {
      ...config.grid,
      rows: PE_ROWS * products,
      cols: CLUSTERS * columnsPerRegister,
      columnsPerRegister,
    },
    sum: { ...config.sum, width: lanes.map(({ width }) => width) },
  } satisfies SystolicConfig;
}

/** A design whose sizes alone differ from another one's, and RTL for it. */
export interface SmallGrid {
  readonly design: SystolicDesign;
  readonly sources: RtlSources;
}

/**
 * A small grid of the modules that are verified: its files that do not follow from its size are those
 * in `sources`, the others are generated into a directory.
 */
export async function smallGrid(
  whole: SystolicDesign,
  sources: RtlSources,
  directory: string,
): Promise<SmallGrid> {
  const design = systolicDesign(smallConfig(whole));
  // What is verified may be written in another way, or be edited: both of these are not.
  const large = systolicDesign(whole.config);
  const sized = design.modules.filter(({ file }) => hashIn(design, file) !== hashIn(large, file));
  const generated = design.sources
    .filter(({ path }) => sized.some(({ file }) => file === path))
    .map(({ path, text }) => ({ path: join(directory, path), text }));
  for (const { path, text } of generated) await writeFile(path, text);
  const kept = withoutModules(
    sources,
    sized.map(({ name }) => name),
  );
  return { design, sources: { ...kept, files: [...kept.files, ...generated] } };
}

/** What a file says, whatever its comments; the config's hash stands in one. */
function hashIn({ sources, config }: SystolicDesign, file: string): string | undefined {
  const found = sources.find(({ path }) => path === file);
  return found && rtlHash([found.text], config.name);
}
