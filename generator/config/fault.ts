import type { z } from 'zod';
import { closest } from '../../system/closest.ts';
import { Failure } from '../../system/failure.ts';
import type { JsonText } from '../../system/json-text.ts';
import { allowedText, type OptionSchema } from './allowed.ts';

/** One fault of a file in the words of a user. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly text: string;
  readonly hint?: string;
  /** Nothing stands at the path. */
  readonly missing?: true;
  /** Path of the option that an unknown one is likely to mean. */
  readonly meant?: readonly PropertyKey[];
}

/** A kind of file, for messages about its options. */
export interface Described {
  /** What the option at a path may be; undefined where there is no such option. */
  optionAt(path: readonly PropertyKey[]): OptionSchema | undefined;
  /** What messages call it; the file itself for an empty path. */
  nameOf(path: readonly PropertyKey[]): string;
}

/** What an issue of any schema says: which option, what it may be, what it is. */
export function describeFault(issue: z.core.$ZodIssue, value: unknown, file: Described): Fault {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') return unknownOption(issue.keys[0] ?? '', path, file);
  const found = valueAt(value, path);
  if (found === undefined) {
    const schema = file.optionAt(path);
    const text = schema ? allowedText(schema) : 'a value';
    return { path, text: `${file.nameOf(path)} is missing: it must be ${text}`, missing: true };
  }
  const allowed = allowedHere(issue, value, file);
  return { path, text: `${file.nameOf(path)} must be ${allowed}, not ${show(found)}` };
}

function allowedHere(issue: z.core.$ZodIssue, value: unknown, file: Described): string {
  const { path } = issue;
  const n = valueAt(value, [...path.slice(0, -1), 'n']);
  const limitedByWord = path.at(-1) === 'rs' && issue.code === 'too_big' && typeof n === 'number';
  if (limitedByWord) return `an integer from 1 to ${n - 1}, less than n = ${n}`;
  const schema = file.optionAt(path);
  return schema ? allowedText(schema) : 'absent';
}

function unknownOption(key: string, path: readonly PropertyKey[], file: Described): Fault {
  const known = Object.keys(file.optionAt(path)?.properties ?? {});
  const guess = closest(key, known);
  return {
    path: [...path, key],
    text: `Unknown option ${JSON.stringify(key)} in ${file.nameOf(path)}${guess ? ` (did you mean "${guess}"?)` : ''}`,
    hint: `allowed: ${known.join(', ')}`,
    ...(guess ? { meant: [...path, guess] } : {}),
  };
}

/** The first fault in the order of the file; how many more there are goes into the hint. */
export function faultFailure(given: readonly Fault[], json: JsonText, file: string): Failure {
  const faults = withoutMisspelt(uniquePaths(given))
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

/** An option that is there under a misspelt name is not missing besides. */
function withoutMisspelt<T extends Fault>(faults: readonly T[]): T[] {
  const meant = new Set(faults.map((fault) => fault.meant?.join('.')));
  return faults.filter(({ path, missing }) => !(missing && meant.has(path.join('.'))));
}

/** One fault per option: a number can be out of two ranges at once. */
function uniquePaths<T extends Pick<Fault, 'path'>>(faults: readonly T[]): T[] {
  return [...new Map(faults.map((fault) => [fault.path.join('.'), fault])).values()];
}

/** What a file says at a path; undefined where it says nothing. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined | null)?.[key],
    value,
  );
}

/** A value as the file spells it, shortened. */
export function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
