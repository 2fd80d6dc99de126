import {
  findNodeAtLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { Failure } from './failure.ts';

/** A JSON file's text and value, which knows where its options are. */
export interface JsonText {
  readonly value: unknown;
  /** Offset of a key or of a list's element, of the nearest enclosing object where it is missing. */
  offsetOf(path: readonly PropertyKey[]): number;
  /** An offset as line and column, from 1. */
  position(offset: number): string;
}

/** What messages call a file. */
export interface JsonNames {
  /** Its name. */
  readonly file: string;
  /** What it holds, with its article: "a config". */
  readonly what: string;
}

/**
 * Parses JSON without comments, trailing commas and keys given twice, and checks what it holds.
 * Throws Failure (input) that names line and column, and what `check` throws.
 */
export function parseJsonText<T>(text: string, names: JsonNames, check: (json: JsonText) => T): T {
  try {
    return check(jsonText(text.replace(/^\uFEFF/, ''), names));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure('input', `${names.file}: not ${names.what}: it is nested too deeply`);
  }
}

function jsonText(json: string, names: JsonNames): JsonText {
  const errors: ParseError[] = [];
  const tree = parseTree(json, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error || !tree) throw syntaxFailure(json, names, error);
  refuseDuplicates(tree, json, names.file);
  return {
    value: JSON.parse(json),
    offsetOf: (path) => offsetOf(tree, path),
    position: (offset) => position(json, offset),
  };
}

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

function syntaxFailure(
  json: string,
  { file, what }: JsonNames,
  error: ParseError | undefined,
): Failure {
  const offset = error?.offset ?? 0;
  const reason = error ? SYNTAX_TEXTS[printParseErrorCode(error.error)] : undefined;
  const found = json.trim() === '' ? 'the file is empty' : (reason ?? 'not valid JSON');
  return new Failure(
    'input',
    `${file}:${position(json, offset)}: not a JSON object: ${found}`,
    `${what} is one JSON object, without comments or trailing commas`,
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

function position(json: string, offset: number): string {
  const before = json.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
