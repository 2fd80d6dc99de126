import { join } from 'node:path';
import { type AnyDesign, readDesign, writeDesign } from '../../generator/index.ts';
import { Failure } from '../../system/failure.ts';
import { arrayMeasured } from '../measured-array.ts';
import type { GenerateOptions } from '../options.ts';
import { checkWritable, refuseSameFile, writeOutput } from '../output-file.ts';
import { printJson, printLines } from '../print.ts';

export interface Generated {
  readonly name: string;
  readonly directory: string;
  readonly files: readonly string[];
}

/** Emits a config's RTL; returns the design for the commands that go on with it. */
export async function generateInto<D extends AnyDesign>(
  emitted: D,
  output: string | undefined,
): Promise<{ readonly emitted: D; readonly generated: Generated }> {
  const { name } = emitted.config;
  const directory = output ?? join('rtl-out', name);
  const files = await writeDesign(emitted, directory);
  return { emitted, generated: { name, directory, files } };
}

/** Emits the array or PE of a config, or the array that a plan needs. Throws Failure. */
export async function generate(
  configPath: string | undefined,
  options: GenerateOptions,
): Promise<void> {
  const { writeConfig } = options;
  await checkOptions(configPath, options);
  const design = await designOf(configPath, options);
  const { generated } = await generateInto(design, options.output);
  if (writeConfig !== undefined) {
    await writeOutput(writeConfig, `${JSON.stringify(design.config, null, 2)}\n`);
  }
  if (options.json) printJson(generated);
  else printLines(generatedLines(generated));
}

/** Throws Failure (usage, io) for options that do not go together or cannot be followed. */
async function checkOptions(
  configPath: string | undefined,
  { plan, writeConfig }: GenerateOptions,
): Promise<void> {
  if (plan === undefined && configPath === undefined) {
    throw new Failure('usage', "missing required argument 'config'", 'give a config, or --plan');
  }
  if (writeConfig === undefined) return;
  if (plan === undefined) {
    throw new Failure(
      'usage',
      '--write-config has no meaning without --plan',
      'it writes the config of the array that a plan needs',
    );
  }
  for (const read of [plan, configPath]) {
    if (read !== undefined) refuseSameFile('--write-config', writeConfig, read);
  }
  await checkWritable(writeConfig);
}

async function designOf(
  configPath: string | undefined,
  { plan }: GenerateOptions,
): Promise<AnyDesign> {
  if (plan !== undefined) return arrayMeasured(configPath, plan);
  return readDesign(configPath as string);
}

export function generatedLines({ directory, files }: Generated): string[] {
  return [`${directory}/`, ...files.map((file) => `  ${file}`)];
}
