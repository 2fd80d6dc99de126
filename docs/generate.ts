import {
  allowedText,
  configJsonSchema,
  KIND_OPTION,
  kindJsonSchema,
  type OptionSchema,
} from '../generator/config/allowed.ts';

export interface GeneratedDoc {
  /** Relative to the package. */
  readonly path: string;
  readonly text: string;
}

/** Documents that follow from the schema alone. */
export function generatedDocs(): GeneratedDoc[] {
  const schema = configJsonSchema();
  return [
    { path: 'docs/config.md', text: configPage() },
    { path: 'docs/config.schema.json', text: `${JSON.stringify(schema, null, 2)}\n` },
  ];
}

function configPage(): string {
  return [
    '# Config reference',
    '',
    'A config is one JSON object. This page is generated from the schema that checks it',
    '(`npm run docs`); [config.schema.json](config.schema.json) is the same for editors.',
    'Unknown keys are errors. `F` stands for the fraction bits that a format needs,',
    '`max(0, n - 1 - min(2, rs) - es)`, and `Fp` for the larger one of both operands.',
    '',
    'The smallest config:',
    '',
    '```json',
    JSON.stringify(
      {
        name: 'lp8',
        weight: { n: 8, es: 1, rs: 7 },
        activation: { n: 8, es: 1, rs: 7 },
      },
      null,
      2,
    ),
    '```',
    '',
    '## A PE: kind "pe"',
    '',
    ...table(kindJsonSchema('pe')),
    '',
    '## An array: kind "array"',
    '',
    ...table(kindJsonSchema('array')),
    '',
  ].join('\n');
}

function table(schema: OptionSchema): string[] {
  const { properties = {}, ...rest } = schema;
  const options = { ...rest, properties: { ...properties, kind: KIND_OPTION } };
  return [
    '| option | allowed | default | meaning |',
    '| --- | --- | --- | --- |',
    ...rows(options, ''),
  ];
}

function rows(schema: OptionSchema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, option]) => {
    const name = `${prefix}${key}`;
    const isGroup = option.properties !== undefined;
    const required = schema.required?.includes(key);
    const fallback = option.default === undefined || isGroup ? '' : JSON.stringify(option.default);
    const cells = [
      `\`${name}\``,
      isGroup ? 'an object' : allowedText(option),
      required ? 'required' : fallback === '' ? '' : `\`${fallback}\``,
      option.description ?? '',
    ];
    const row = `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    return [row, ...(isGroup ? rows(option, `${name}.`) : [])];
  });
}
