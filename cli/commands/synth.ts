import { type Design, readDesign, writeDesign } from '../../generator/index.ts';
import { paintFor } from '../../report/paint.ts';
import { synthLines } from '../../report/synth-text.ts';
import { type SynthReport, synthesize } from '../../synth/index.ts';
import type { SynthOptions } from '../options.ts';
import { integerOption } from '../options.ts';
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

export interface MappingOptions {
  readonly liberty?: string;
  readonly timeoutSeconds?: number;
}

export function mappingOptions(options: SynthOptions): MappingOptions {
  const timeoutSeconds = integerOption('--timeout', options.timeout, { min: 1, max: 86_400 });
  return {
    ...(options.liberty === undefined ? {} : { liberty: options.liberty }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}

/** Synthesises what lies in a directory, showing which module is being mapped. */
export function synthesizeDirectory(
  emitted: Design,
  directory: string,
  mapping: MappingOptions,
): Promise<SynthReport> {
  return withProgress(`mapping ${emitted.config.name}`, (progress) =>
    synthesize(emitted, {
      directory,
      ...mapping,
      onProgress: ({ stage, module = '' }) => progress.update(`${stage} ${module}`),
    }),
  );
}
