import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  findNodeAtLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { errorCode, Failure, ioFailure } from '../../system/failure.ts';
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
  try {
    return checkText(text, file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure('input', `${file}: not a config: it is nested too deeply`);
  }
}

function checkText(text: string, file: string): CheckedConfig {
  const json = text.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const tree = parseTree(json, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error || !tree) throw syntaxFailure(json, file, error);
  refuseDuplicates(tree, json, file);

  const value: unknown = JSON.parse(json);
  const result = SCHEMAS[kindOf(value)].safeParse(value);
  if (result.success) return result.data;
  throw schemaFailure(result.error.issues, { value, tree, json, file });
}

interface Source {
  readonly value: unknown;
  readonly tree: Node;
  readonly json: string;
  readonly file: string;
}

/** The first fault in the order of the file; how many more there are goes into the hint. */
function schemaFailure(
  issues: Parameters<typeof describeIssue>[0][],
  { value, tree, json, file }: Source,
): Failure {
  const faults = uniquePaths(issues.map((issue) => describeIssue(issue, value)))
    .map((fault) => ({ ...fault, offset: offsetOf(tree, fault.path) }))
    .sort((a, b) => a.offset - b.offset);
  // What else is wrong follows from the kind.
  const first = faults.find(({ path }) => path[0] === 'kind') ?? faults[0];
  if (!first) throw new Error('a failed check has an issue');
  const more = faults.length - 1;
  const others = more === 0 ? [] : [`${more} more ${more === 1 ? 'fault' : 'faults'} in this file`];
  const hints = [...(first.hint ? [first.hint] : []), ...others];
  return new Failure(
    'input',
    `${file}:${position(json, first.offset)}: ${first.text}`,
    hints.length === 0 ? undefined : hints.join('; '),
  );
}

/** One fault per option: a number can be out of two ranges at once. */
function uniquePaths<T extends { readonly path: readonly PropertyKey[] }>(
  faults: readonly T[],
): T[] {
  return [...new Map(faults.map((fault) => [fault.path.join('.'), fault])).values()];
}

/** Offset of the key or value at a path, of the nearest enclosing object where it is missing. */
function offsetOf(tree: Node, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = findNodeAtLocation(tree, path.slice(0, depth).map(segment));
    if (node) return depth === path.length ? placeOf(node) : node.offset;
  }
  return tree.offset;
}

/** An option is found at its key, an element of a list at its value. */
function placeOf({ parent, offset }: Node): number {
  return parent?.type === 'property' ? parent.offset : offset;
}

function segment(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
}

function syntaxFailure(json: string, file: string, error: ParseError | undefined): Failure {
  const offset = error?.offset ?? 0;
  const reason = error ? SYNTAX_TEXTS[printParseErrorCode(error.error)] : undefined;
  const found = json.trim() === '' ? 'the file is empty' : (reason ?? 'not valid JSON');
  return new Failure(
    'input',
    `${file}:${position(json, offset)}: not a JSON object: ${found}`,
    'a config is one JSON object, without comments or trailing commas',
  );
}

const SYNTAX_TEXTS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'unknown word',
  InvalidNumberFormat: 'malformed number',
  PropertyNameExpected: 'a quoted key is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: '":" is expected',
  CommaExpected: '"," is expected',
  CloseBraceExpected: '"}" is missing',
  CloseBracketExpected: '"]" is missing',
  EndOfFileExpected: 'text after the end of the object',
  InvalidCommentToken: 'comments are not allowed',
  UnexpectedEndOfString: 'a string without its closing quote',
  InvalidCharacter: 'an invalid character in a string',
  InvalidEscapeCharacter: 'an invalid escape in a string',
  InvalidUnicode: 'an invalid unicode escape in a string',
};

function refuseDuplicates(node: Node, json: string, file: string): void {
  const seen = new Set<string>();
  for (const child of node.children ?? []) {
    const [key] = child.type === 'property' ? (child.children ?? []) : [];
    if (key && seen.has(String(key.value))) {
      const where = position(json, key.offset);
      throw new Failure('input', `${file}:${where}: option "${key.value}" is given twice`);
    }
    if (key) seen.add(String(key.value));
    refuseDuplicates(child, json, file);
  }
}

/** Line and column, from 1. */
function position(json: string, offset: number): string {
  const before = json.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
