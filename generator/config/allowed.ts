import { z } from 'zod';
import { type Kind, SCHEMAS } from './schema.ts';

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
  readonly items?: OptionSchema;
  readonly properties?: Readonly<Record<string, OptionSchema>>;
  readonly required?: readonly string[];
}

/** JSON Schema of a config file, from the schemas that check it. */
export function configJsonSchema(): OptionSchema {
  return jsonSchema(z.union(Object.values(SCHEMAS)));
}

/** JSON Schema of one kind of config. */
export function kindJsonSchema(kind: Kind): OptionSchema {
  return jsonSchema(SCHEMAS[kind]);
}

function jsonSchema(schema: z.ZodType): OptionSchema {
  return z.toJSONSchema(schema, { io: 'input', reused: 'inline' }) as OptionSchema;
}

/** Schema of the option at a path in a kind of config; undefined where there is none. */
export function optionAt(path: readonly PropertyKey[], kind: Kind): OptionSchema | undefined {
  if (path.length === 1 && path[0] === 'kind') return KIND_OPTION;
  return path.reduce<OptionSchema | undefined>(
    (schema, key) => (typeof key === 'number' ? schema?.items : schema?.properties?.[String(key)]),
    kindJsonSchema(kind),
  );
}

/** The option that chooses between the schemas. */
export const KIND_OPTION: OptionSchema = {
  enum: Object.keys(SCHEMAS),
  default: 'pe',
  description: 'what is generated',
};

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
    case 'array':
      return `a list of ${schema.items ? allowedText(schema.items) : 'values'}`;
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
