import { z } from 'zod';
import { type Kind, kindOf, SCHEMAS } from './schema.ts';

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
  /** One for each kind of a group of options. */
  readonly oneOf?: readonly OptionSchema[];
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

/**
 * Schema of the option at a path of a config; undefined where there is none. A group of options
 * that has kinds of its own is that of the kind that the config names.
 */
export function optionAt(path: readonly PropertyKey[], config: unknown): OptionSchema | undefined {
  if (path.length === 1 && path[0] === 'kind') return KIND_OPTION;
  let schema: OptionSchema | undefined = kindJsonSchema(kindOf(config));
  let value = config;
  for (const key of path) {
    schema = typeof key === 'number' ? schema?.items : schema?.properties?.[String(key)];
    value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
    schema = schema && chosen(schema, value);
  }
  return schema;
}

function chosen(schema: OptionSchema, value: unknown): OptionSchema {
  const { oneOf } = schema;
  if (oneOf === undefined) return schema;
  const named = (value as { kind?: unknown } | null | undefined)?.kind;
  const own = oneOf.find(({ properties }) => properties?.kind?.const === named);
  if (own !== undefined) return own;
  const kinds = oneOf.map(({ properties }) => properties?.kind?.const);
  return { type: 'object', properties: { kind: { enum: kinds } } };
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
      return numberText(schema);
    case 'null':
      return 'null';
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

function numberText({ minimum, maximum }: OptionSchema): string {
  const isBounded = minimum !== undefined && maximum !== undefined;
  return isBounded ? `a number from ${minimum} to ${maximum}` : 'a finite number';
}

function integerText({ minimum = 0, maximum = 0 }: OptionSchema): string {
  const { MAX_SAFE_INTEGER } = Number;
  if (minimum === -MAX_SAFE_INTEGER) return 'an integer';
  if (maximum === MAX_SAFE_INTEGER) return `an integer from ${minimum} to 2^53 - 1`;
  return minimum === maximum ? String(minimum) : `an integer from ${minimum} to ${maximum}`;
}
