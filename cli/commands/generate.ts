import { join } from 'node:path';
import { type AnyDesign, readDesign, writeDesign } from '../../generator/index.ts';
import type { GenerateOptions } from '../options.ts';
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

export async function generate(configPath: string, options: GenerateOptions): Promise<void> {
  const { generated } = await generateInto(await readDesign(configPath), options.output);
  if (options.json) printJson(generated);
  else printLines(generatedLines(generated));
}

export function generatedLines({ directory, files }: Generated): string[] {
  return [`${directory}/`, ...files.map((file) => `  ${file}`)];
}
