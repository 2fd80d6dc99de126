import type { z } from 'zod';
import { optionAt } from './allowed.ts';
import { type Described, describeFault, type Fault, show, valueAt } from './fault.ts';

/** One fault of a config in the words of a user: which option, what it may be, what it is. */
export function describeIssue(issue: z.core.$ZodIssue, config: unknown): Fault {
  const path = issue.path;
  const value = valueAt(config, path);
  if (issue.code === 'unrecognized_keys' && path.length === 0) {
    const [key = ''] = issue.keys;
    if (ARRAY_KEYS.includes(key)) return arrayWithoutKind(key);
  }
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
  return describeFault(issue, config, describedConfig(config));
}

function describedConfig(config: unknown): Described {
  return {
    optionAt: (path) => optionAt(path, config),
    nameOf: optionName,
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
  const chosen = valueAt(config, kind) ?? optionAt(kind, config)?.default;
  const other = chosen === 'float' ? 'fixed' : 'float';
  return {
    path,
    text: `${optionName(path)} has no meaning where ${optionName(kind)} is ${show(chosen)}`,
    hint: `remove it, or set ${optionName(kind)} to ${show(other)}`,
  };
}

function optionName(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the config' : path.join('.');
}
