import { type AnyDesign, readDesign, writeDesign } from '../../generator/index.ts';
import { paintFor } from '../../report/paint.ts';
import { synthLines } from '../../report/synth-text.ts';
import {
  EFFORTS,
  FPGA_FAMILIES,
  type SynthOptions as MappingRequest,
  type SynthProgress,
  type SynthReport,
  synthesize,
  YOSYS_CHOICES,
} from '../../synth/index.ts';
import type { SynthOptions } from '../options.ts';
import { choiceOption, integerOption, numberOption } from '../options.ts';
import { printJson, printLines } from '../print.ts';
import { withProgress } from '../progress.ts';
import { inScratchDirectory } from './verify.ts';

/** Maps a config's RTL onto a cell library and reports area, cells and critical path. */
export async function synthCommand(configPath: string, options: SynthOptions): Promise<void> {
  const mapping = mappingOptions(options);
  const emitted = await readDesign(configPath);
  const report = await inScratchDirectory(async (directory) => {
    await writeDesign(emitted, directory);
    return synthesizeDirectory(emitted, directory, mapping);
  });
  if (options.json) printJson(report);
  else printLines(synthLines(report, paintFor(process.stdout)));
}

export type MappingOptions = Omit<MappingRequest, 'directory' | 'onProgress'>;

export function mappingOptions(options: SynthOptions): MappingOptions {
  const timeoutSeconds = integerOption('--timeout', options.timeout, { min: 1, max: 86_400 });
  const yosys = choiceOption('--yosys', options.yosys, YOSYS_CHOICES);
  const effort = choiceOption('--effort', options.effort, EFFORTS);
  const clockNs = numberOption('--clock', options.clock, { min: 0.01, max: 1e6, unit: 'ns' });
  const fpga = choiceOption('--fpga', options.fpga, FPGA_FAMILIES);
  return {
    ...(options.liberty === undefined ? {} : { liberty: options.liberty }),
    ...(yosys === undefined ? {} : { yosys }),
    ...(effort === undefined ? {} : { effort }),
    ...(clockNs === undefined ? {} : { clockNs }),
    ...(fpga === undefined ? {} : { fpga }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}

/** Synthesises what lies in a directory, showing which module is being mapped. */
export function synthesizeDirectory(
  emitted: AnyDesign,
  directory: string,
  mapping: MappingOptions,
): Promise<SynthReport> {
  return withProgress(`mapping ${emitted.config.name}`, (progress) =>
    synthesize(emitted, {
      directory,
      ...mapping,
      onProgress: (now) => progress.update(progressText(now)),
    }),
  );
}

function progressText({ stage, module, recipe }: SynthProgress): string {
  switch (stage) {
    case 'library':
      return 'trying the cell library';
    case 'embedded':
      return 'starting the embedded Yosys, which takes some seconds';
    case 'area':
      return `mapping ${module} by ${recipe}`;
    case 'timing':
      return 'timing';
    case 'fpga':
      return `mapping ${module} to the FPGA`;
  }
}
