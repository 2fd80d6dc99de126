import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { errorCode, Failure, ioFailure } from '../../system/failure.ts';
import { type JsonText, parseJsonText } from '../../system/json-text.ts';
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
    throw schemaFailure(result.error.issues, json, file);
  });
}

/** The first fault in the order of the file; how many more there are goes into the hint. */
function schemaFailure(
  issues: Parameters<typeof describeIssue>[0][],
  json: JsonText,
  file: string,
): Failure {
  const faults = uniquePaths(issues.map((issue) => describeIssue(issue, json.value)))
    .map((fault) => ({ ...fault, offset: json.offsetOf(fault.path) }))
    .sort((a, b) => a.offset - b.offset);
  // What else is wrong follows from the kind.
  const first = faults.find(({ path }) => path[0] === 'kind') ?? faults[0];
  if (!first) throw new Error('a failed check has an issue');
  const more = faults.length - 1;
  const others = more === 0 ? [] : [`${more} more ${more === 1 ? 'fault' : 'faults'} in this file`];
  const hints = [...(first.hint ? [first.hint] : []), ...others];
  return new Failure(
    'input',
    `${file}:${json.position(first.offset)}: ${first.text}`,
    hints.length === 0 ? undefined : hints.join('; '),
  );
}

/** One fault per option: a number can be out of two ranges at once. */
function uniquePaths<T extends { readonly path: readonly PropertyKey[] }>(
  faults: readonly T[],
): T[] {
  return [...new Map(faults.map((fault) => [fault.path.join('.'), fault])).values()];
}
