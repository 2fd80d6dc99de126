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
import { designTable } from './compared-designs.ts';

export interface GeneratedDoc {
  /** Relative to the package. */
  readonly path: string;
  readonly text: string;
}

/** Documents that follow from the schema alone, and parts of pages that follow from an example or a list. */
export function generatedDocs(): GeneratedDoc[] {
  const schema = configJsonSchema();
  return [
    acceleratorPage(),
    filledPage('docs/compare.md', 'designs', designTable()),
    { path: 'docs/config.md', text: configPage() },
    { path: 'docs/config.schema.json', text: `${JSON.stringify(schema, null, 2)}\n` },
  ];
}

/** The page as it stands, with a text between the marks of that name. */
function filledPage(path: string, name: string, text: string): GeneratedDoc {
  const page = readFileSync(join(packageRoot, path), 'utf8');
  const marks = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[\\s\\S]*(<!-- end of ${name} -->)`);
  if (!marks.test(page)) throw new TypeError(`${path} has no place for its ${name}`);
  return { path, text: page.replace(marks, (_, start, end) => `${start}\n${text}\n${end}`) };
}

/** With the registers of its example. */
function acceleratorPage(): GeneratedDoc {
  const example = 'examples/lpa_top.json';
  const config = parseAnyConfig(readFileSync(join(packageRoot, example), 'utf8'), example);
  if (config.kind !== 'array') throw new TypeError(`${example} is no array`);
  const table = registerTable(registersOf(acceleratorShape(resolveArray(config))));
  return filledPage('docs/accelerator.md', 'registers', table);
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
