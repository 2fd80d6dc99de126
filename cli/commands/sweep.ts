import { basename } from 'node:path';
import { requireDesigns } from '../../compare/sweep-designs.ts';
import { readGrid } from '../../compare/sweep-grid.ts';
import { configFaults } from '../../generator/index.ts';
import { type CompareEngine, compareEngine } from '../compare-engine.ts';
import { askedComparison, runComparison } from '../compare-run.ts';
import type { SweepOptions } from '../options.ts';

/** Puts every combination of a grid's options beside each other. Throws Failure. */
export async function sweepCommand(
  path: string,
  options: SweepOptions,
  makeEngine: () => Promise<CompareEngine> = compareEngine,
): Promise<void> {
  const asked = await askedComparison(options, [path]);
  const configs = await readGrid(path, configFaults);
  requireDesigns(configs, basename(path));
  const engine = await makeEngine();
  await runComparison(engine, { ...asked, designs: null, configs }, options);
}
