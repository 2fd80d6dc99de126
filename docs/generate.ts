import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registersOf } from '../generator/accelerator/registers.ts';
import { acceleratorShape } from '../generator/accelerator/shape.ts';
import { registerTable } from '../generator/accelerator/table.ts';
import {
  allowedText,
  configJsonSchema,
  KIND_OPTION,
  kindJsonSchema,
  type OptionSchema,
} from '../generator/config/allowed.ts';
import { parseAnyConfig } from '../generator/config/read.ts';
import { resolveArray } from '../generator/config/resolve-array.ts';
import { packageRoot } from '../system/package-root.ts';

export interface GeneratedDoc {
  /** Relative to the package. */
  readonly path: string;
  readonly text: string;
}

/** Documents that follow from the schema alone, and the part of a page that follows from an example. */
export function generatedDocs(): GeneratedDoc[] {
  const schema = configJsonSchema();
  return [
    acceleratorPage(),
    { path: 'docs/config.md', text: configPage() },
    { path: 'docs/config.schema.json', text: `${JSON.stringify(schema, null, 2)}\n` },
  ];
}

const MARKS = /(<!-- registers: [^\n]*-->\n)[\s\S]*(<!-- end of registers -->)/;

/** The page as it stands, with the registers of its example between the marks. */
function acceleratorPage(): GeneratedDoc {
  const path = 'docs/accelerator.md';
  const page = readFileSync(join(packageRoot, path), 'utf8');
  const example = 'examples/lpa_top.json';
  const config = parseAnyConfig(readFileSync(join(packageRoot, example), 'utf8'), example);
  if (config.kind !== 'array') throw new TypeError(`${example} is no array`);
  const table = registerTable(registersOf(acceleratorShape(resolveArray(config))));
  if (!MARKS.test(page)) throw new TypeError(`${path} has no place for its registers`);
  return { path, text: page.replace(MARKS, (_, start, end) => `${start}\n${table}\n${end}`) };
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
    '## A grid of dot-product PEs, of LP or a peer: kind "systolic"',
    '',
    ...table(kindJsonSchema('systolic')),
    ...datapathTables(kindJsonSchema('systolic')),
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

/** One table for each way to multiply. */
function datapathTables(schema: OptionSchema): string[] {
  const kinds = schema.properties?.datapath?.oneOf ?? [];
  return kinds.flatMap((kind) => {
    const { kind: name, ...properties } = kind.properties ?? {};
    return [
      '',
      `### datapath.kind ${JSON.stringify(name?.const)}: ${name?.description ?? ''}`,
      '',
      '| option | allowed | default | meaning |',
      '| --- | --- | --- | --- |',
      ...rows({ ...kind, properties }, 'datapath.'),
    ];
  });
}

function rows(schema: OptionSchema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, option]) => {
    const name = `${prefix}${key}`;
    const isGroup = option.properties !== undefined;
    const required = schema.required?.includes(key);
    const fallback = option.default === undefined || isGroup ? '' : JSON.stringify(option.default);
    const cells = [
      `\`${name}\``,
      isGroup || option.oneOf ? 'an object' : allowedText(option),
      required ? 'required' : fallback === '' ? '' : `\`${fallback}\``,
      option.description ?? '',
    ];
    const row = `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    return [row, ...(isGroup ? rows(option, `${name}.`) : [])];
  });
}
