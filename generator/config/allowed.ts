import { z } from 'zod';
import { configSchema } from './schema.ts';

/** One option as the schema describes it: for messages, the docs table and the JSON Schema file. */
export interface OptionSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly anyOf?: readonly OptionSchema[];
  readonly properties?: Readonly<Record<string, OptionSchema>>;
  readonly required?: readonly string[];
}

/** JSON Schema of a config file, from the one schema that checks it. */
export function configJsonSchema(): OptionSchema {
  return z.toJSONSchema(configSchema, { io: 'input', reused: 'inline' }) as OptionSchema;
}

/** Schema of the option at a path; undefined where there is none. */
export function optionAt(path: readonly PropertyKey[]): OptionSchema | undefined {
  return path.reduce<OptionSchema | undefined>(
    (schema, key) => schema?.properties?.[String(key)],
    configJsonSchema(),
  );
}

/** What an option may be, in words. */
export function allowedText(schema: OptionSchema): string {
  if (schema.anyOf) return schema.anyOf.map(allowedText).join(' or ');
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  switch (schema.type) {
    case 'integer':
      return integerText(schema);
    case 'number':
      return 'a finite number';
    case 'boolean':
      return 'true or false';
    case 'object':
      return `an object with ${Object.keys(schema.properties ?? {}).join(', ')}`;
    default:
      return schema.pattern ? `a name that matches ${schema.pattern}` : 'a string';
  }
}

function integerText({ minimum = 0, maximum = 0 }: OptionSchema): string {
  const { MAX_SAFE_INTEGER } = Number;
  if (minimum === -MAX_SAFE_INTEGER) return 'an integer';
  if (maximum === MAX_SAFE_INTEGER) return `an integer from ${minimum} to 2^53 - 1`;
  return minimum === maximum ? String(minimum) : `an integer from ${minimum} to ${maximum}`;
}
