import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedDirectory, contentHash } from '../system/cache.ts';
import { Failure } from '../system/failure.ts';
import type { MappingContext } from './map-module.ts';
import { COMPILE_SCRIPT, FILES, ONE_GATE } from './script.ts';
import { runYosysJob } from './yosys.ts';

/** By what they were made of. */
const known = new Map<string, Promise<Buffer | null>>();

/**
 * The gates of a library as ABC writes them: it reads them in a third of the time that Liberty takes, and makes
 * the same of them. Null where ABC cannot: whoever maps then meets the same trouble with Liberty, and tells it.
 */
export function compiledGates(context: MappingContext): Promise<Buffer | null> {
  const { library, yosys } = context;
  const key = contentHash(library.mappableHash, COMPILE_SCRIPT, yosys.build);
  const found = known.get(key) ?? compile(key, context);
  known.set(key, found);
  return found;
}

async function compile(key: string, context: MappingContext): Promise<Buffer | null> {
  try {
    const directory = await cachedDirectory('gates', key, async (staging) => {
      await writeFile(join(staging, FILES.gates), await compiled(context), 'latin1');
    });
    return await readFile(join(directory, FILES.gates));
  } catch (error) {
    known.delete(key);
    if (error instanceof Failure && error.kind === 'tool-failed') return null;
    throw error;
  }
}

async function compiled({ yosys, library, timeoutSeconds }: MappingContext): Promise<string> {
  const files = { [FILES.source]: ONE_GATE };
  const job = { script: COMPILE_SCRIPT, files, library, outputs: [FILES.gates], timeoutSeconds };
  return (await runYosysJob(yosys, job)).get(FILES.gates) ?? '';
}
