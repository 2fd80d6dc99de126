import { readDesign } from '../../generator/index.ts';
import { paintFor } from '../../report/paint.ts';
import { runLines } from '../../report/run-text.ts';
import { refuseUnverifiable } from '../../sim/index.ts';
import type { RunOptions } from '../options.ts';
import { printJson, printLines } from '../print.ts';
import { verdictExitCode } from '../verdict-exit-code.ts';
import { generateInto } from './generate.ts';
import { mappingOptions, synthesizeDirectory } from './synth.ts';
import { simulationOptions, verifyDirectory } from './verify.ts';

/** Generates, verifies and synthesises a config; a summary at the end. */
export async function run(configPath: string, options: RunOptions): Promise<void> {
  const simulation = simulationOptions(options);
  const mapping = mappingOptions(options);
  const design = await readDesign(configPath);
  refuseUnverifiable(design);
  const { emitted, generated } = await generateInto(design, options.output);
  const verified = await verifyDirectory(emitted, generated.directory, simulation);
  const synthesized = await synthesizeDirectory(emitted, generated.directory, mapping);
  const result = { generate: generated, verify: verified, synth: synthesized };
  if (options.json) printJson(result);
  else printLines(runLines(emitted, result, paintFor(process.stdout)));
  process.exitCode = verdictExitCode(verified.verdict);
}
