import type { z } from 'zod';
import { closest } from '../../system/closest.ts';
import { allowedText, optionAt } from './allowed.ts';
import { kindOf } from './schema.ts';

export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly text: string;
  readonly hint?: string;
}

/** One fault of a config in the words of a user: which option, what it may be, what it is. */
export function describeIssue(issue: z.core.$ZodIssue, config: unknown): Fault {
  const path = issue.path;
  const value = valueAt(config, path);
  if (issue.code === 'unrecognized_keys') return unknownOption(issue.keys[0] ?? '', path, config);
  if (issue.message === 'double underscore') {
    const text = `${optionName(path)} must not contain "__", which Verilator keeps to itself, not ${show(value)}`;
    return { path, text };
  }
  if (issue.message === 'twice') {
    return {
      path,
      text: `${optionName(path)} must not name a value twice, as ${show(value)} does`,
    };
  }
  if (issue.message === 'other kind') return otherKind(path, config);
  if (issue.code === 'custom') {
    return { path, text: `${optionName(path)} must not be the SystemVerilog keyword "${value}"` };
  }
  if (value === undefined) return missingOption(path, config);
  return {
    path,
    text: `${optionName(path)} must be ${allowed(issue, path, config)}, not ${show(value)}`,
  };
}

function allowed(issue: z.core.$ZodIssue, path: readonly PropertyKey[], config: unknown): string {
  const n = valueAt(config, [...path.slice(0, -1), 'n']);
  const limitedByWord = path.at(-1) === 'rs' && issue.code === 'too_big' && typeof n === 'number';
  if (limitedByWord) return `an integer from 1 to ${n - 1}, less than n = ${n}`;
  const schema = optionAt(path, kindOf(config));
  return schema ? allowedText(schema) : 'absent';
}

function unknownOption(key: string, path: readonly PropertyKey[], config: unknown): Fault {
  const known = Object.keys(optionAt(path, kindOf(config))?.properties ?? {});
  const place = path.length === 0 ? 'the config' : path.join('.');
  if (path.length === 0 && ARRAY_KEYS.includes(key)) return arrayWithoutKind(key);
  const guess = closest(key, known);
  return {
    path: [...path, key],
    text: `Unknown option ${JSON.stringify(key)} in ${place}${guess ? ` (did you mean "${guess}"?)` : ''}`,
    hint: `allowed: ${known.join(', ')}`,
  };
}

/** Options that only an array has. */
const ARRAY_KEYS: readonly string[] = ['array', 'accelerator'];

/** Told as a fault of the kind, from which all others follow. */
function arrayWithoutKind(key: string): Fault {
  return {
    path: ['kind'],
    text: `kind must be "array" where the config has ${key}`,
    hint: `add "kind": "array", or remove ${key}`,
  };
}

/** An option that the chosen kind of accumulator does not have. */
function otherKind(path: readonly PropertyKey[], config: unknown): Fault {
  const kind = [...path.slice(0, -1), 'kind'];
  const chosen = valueAt(config, kind) ?? optionAt(kind, kindOf(config))?.default;
  const other = chosen === 'float' ? 'fixed' : 'float';
  return {
    path,
    text: `${optionName(path)} has no meaning where ${optionName(kind)} is ${show(chosen)}`,
    hint: `remove it, or set ${optionName(kind)} to ${show(other)}`,
  };
}

function missingOption(path: readonly PropertyKey[], config: unknown): Fault {
  const schema = optionAt(path, kindOf(config));
  const text = schema ? allowedText(schema) : 'a value';
  return { path, text: `${optionName(path)} is missing: it must be ${text}` };
}

function optionName(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the config' : path.join('.');
}

function valueAt(config: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined | null)?.[key],
    config,
  );
}

/** A value as the file spells it, shortened. */
function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
