import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Register, resetWord } from '../../generator/accelerator/register.ts';
import { registersOf } from '../../generator/accelerator/registers.ts';
import { acceleratorShape } from '../../generator/accelerator/shape.ts';
import { arrayDesign, filesOf } from '../../generator/index.ts';
import { scratchDirectory } from '../sim/fixtures/fixture.ts';
import { acceleratorConfig } from '../support/accelerator-configs.ts';

function described(name: string) {
  const design = arrayDesign(acceleratorConfig(name));
  const files = new Map(filesOf(design).map(({ path, text }) => [path, text]));
  const textOf = (kind: string) => files.get(`${name}_registers.${kind}`) ?? '';
  return { registers: registersOf(acceleratorShape(design)), textOf };
}

/** Prints expressions of a program that includes the header. */
async function printed(name: string, header: string, expressions: readonly string[]) {
  const directory = await scratchDirectory();
  const lines = expressions.map((one) => `  printf("%u\\n", (unsigned)(${one}));`);
  const program = `#include <stdio.h>\n#include "${name}_registers.h"\nint main(void) {\n${lines.join('\n')}\n  return 0;\n}\n`;
  await writeFile(join(directory, `${name}_registers.h`), header);
  await writeFile(join(directory, 'main.c'), program);
  const flags = ['-xc', '-std=c99', '-pedantic', '-Wall', '-Wextra', '-Wno-unused-function'];
  run(directory, 'g++', ...flags, '-Werror', 'main.c', '-o', 'main');
  return run(directory, './main').trim().split('\n').map(Number);
}

function run(directory: string, command: string, ...args: string[]): string {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    cwd: directory,
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0 || stderr !== '') throw new Error(`${command}: ${stderr}${stdout}`);
  return stdout;
}

const mask = ({ lsb, width }: Register['fields'][number]) => (2 ** width - 1) * 2 ** lsb;

describe.each(['every_mode', 'one_channel', 'fixed16'])('%s', (name) => {
  const { registers, textOf } = described(name);

  test('the C header has every address, mask and shift', async () => {
    const macro = name.toUpperCase();
    const wanted = registers.flatMap((register) => [
      [`${macro}_${register.name}_ADDRESS`, register.address] as const,
      ...register.fields.flatMap((field) => {
        const stem = `${macro}_${register.name}_${field.name.toUpperCase()}`;
        return [[`${stem}_MASK`, mask(field)] as const, [`${stem}_SHIFT`, field.lsb] as const];
      }),
    ]);
    const values = await printed(
      name,
      textOf('h'),
      wanted.map(([macroName]) => macroName),
    );
    expect(values).toEqual(wanted.map(([, value]) => value));
    const defined = textOf('h').match(/#define \w+_(ADDRESS|MASK|SHIFT) /g) ?? [];
    expect(defined).toHaveLength(wanted.length);
  });

  test('the table has a row for every field', () => {
    const rows = textOf('md')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !/^\| (address|---)/.test(line))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    const fields = registers.flatMap((register) =>
      register.fields.map((field, index) => ({ register, field, first: index === 0 })),
    );
    expect(rows.map((cells) => cells.slice(1, 7))).toEqual(
      fields.map(({ register, field: { lsb, width, name: its }, first }) => [
        ...(first
          ? [
              `0x${register.address.toString(16).padStart(3, '0')}`,
              register.name,
              register.access,
              `0x${resetWord(register).toString(16).padStart(8, '0')}`,
            ]
          : ['', '', '', '']),
        width === 1 ? `[${lsb}]` : `[${lsb + width - 1}:${lsb}]`,
        its,
      ]),
    );
  });

  test('the constants are those of the description', async () => {
    const path = join(await scratchDirectory(), 'registers.ts');
    await writeFile(path, textOf('ts'));
    const { REGISTERS } = await import(path);
    expect(REGISTERS).toEqual(
      Object.fromEntries(
        registers.map((register) => [
          register.name,
          {
            address: register.address,
            access: register.access,
            reset: resetWord(register),
            fields: Object.fromEntries(
              register.fields.map((field) => [field.name, { mask: mask(field), shift: field.lsb }]),
            ),
          },
        ]),
      ),
    );
  });
});

test('formats are packed, and runs that leave a buffer are told', async () => {
  // 4 rows, groups of 8; 128 weight beats, 64 activation beats, 8 channel sets.
  const { textOf } = described('every_mode');
  const fits = (...numbers: number[]) =>
    `every_mode_fits(${numbers.map((n) => `${n}u`).join(', ')})`;
  const runs: [string, number][] = [
    ['every_mode_format(2u, 5u)', 0x502],
    ['every_mode_format(1u, 15u)', 0xf01],
    [fits(16, 8, 4, 8, 0, 0, 0), 1],
    [fits(16, 8, 4, 8, 1, 0, 0), 0],
    [fits(16, 8, 4, 8, 0, 1, 0), 0],
    [fits(16, 8, 4, 8, 0, 0, 1), 0],
    [fits(16, 9, 4, 8, 0, 0, 0), 0],
    [fits(0, 8, 4, 8, 0, 0, 0), 0],
    [fits(16, 0, 4, 8, 0, 0, 0), 0],
    [fits(16, 8, 0, 8, 0, 0, 0), 0],
    [fits(16, 8, 4, 0, 0, 0, 0), 0],
    [fits(1, 1, 1, 1, 124, 63, 7), 1],
    [fits(65_536, 1, 65_535, 1, 0, 0, 0), 0],
    [fits(1, 1, 65_535, 65_535, 0, 0, 0), 0],
    [fits(1, 1, 1, 1, 4_294_967_295, 0, 0), 0],
    [fits(1, 1, 1, 1, 0, 4_294_967_295, 0), 0],
    [fits(1, 1, 1, 1, 0, 0, 4_294_967_295), 0],
  ];
  const values = await printed(
    'every_mode',
    textOf('h'),
    runs.map(([expression]) => expression),
  );
  expect(values).toEqual(runs.map(([, value]) => value));
});

test('where formats are fixed there is nothing to pack', () => {
  expect(described('fixed8').textOf('h')).not.toContain('_format(');
});
