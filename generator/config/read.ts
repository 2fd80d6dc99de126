import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { errorCode, Failure, ioFailure } from '../../system/failure.ts';
import { parseJsonText } from '../../system/json-text.ts';
import { faultFailure } from './fault.ts';
import { describeIssue } from './issue.ts';
import { type CheckedConfig, type CheckedPe, kindOf, SCHEMAS } from './schema.ts';

/** Reads and checks a config file. Throws Failure (input) that names the line, or (io). */
export async function readConfig(path: string): Promise<CheckedConfig> {
  return parseAnyConfig(await readText(path), basename(path));
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!['ENOENT', 'EISDIR', 'ENOTDIR'].includes(errorCode(error))) {
      throw ioFailure(error, 'read', path);
    }
    const { message } = ioFailure(error, 'read', path);
    throw new Failure('input', message, 'give the path of a config file, e.g. examples/lp8.json');
  }
}

/** Checks the text of a PE's config file; `file` is its name in messages. Throws Failure (input). */
export function parseConfig(text: string, file: string): CheckedPe {
  const config = parseAnyConfig(text, file);
  if (config.kind === 'pe') return config;
  throw new Failure(
    'input',
    `${file}: kind is ${JSON.stringify(config.kind)}, where a PE is needed`,
  );
}

/** Checks the text of a config file of any kind. Throws Failure (input). */
export function parseAnyConfig(text: string, file: string): CheckedConfig {
  return parseJsonText(text, { file, what: 'a config' }, (json) => {
    const result = SCHEMAS[kindOf(json.value)].safeParse(json.value);
    if (result.success) return result.data;
    const faults = result.error.issues.map((issue) => describeIssue(issue, json.value));
    throw faultFailure(faults, json, file);
  });
}
