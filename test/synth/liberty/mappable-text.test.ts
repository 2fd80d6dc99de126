import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { mappableText } from '../../../synth/liberty/mappable-text.ts';
import { openLibrary } from '../../../synth/library.ts';
import { LIBRARIES } from '../energy/support.ts';
import { freshCache, OSU018 } from '../support.ts';

const input = (name: string, more = '') => `pin (${name}) { direction : input; ${more} }`;
const output = (name: string, what: string, more = '') =>
  `pin ("${name}") { direction : output; function : "${what}"; ${more} }`;
const cell = (name: string, area: number, ...parts: readonly string[]) =>
  `cell (${name}) {\narea : ${area};\n${parts.join('\n')}\n}`;
const library = (...cells: readonly string[]) => `library (test) {\n${cells.join('\n')}\n}\n`;

const ADDER_PINS = [input('X'), input('Y'), input('Z')];
const SUM = output('S', 'X ^ Y ^ Z');
const CARRY = output('K', '(X * Y) + (Z * (X + Y))');

describe('cells are found by what they compute', () => {
  const cells = (...parts: readonly string[]) => mappableText(library(...parts)).cells;

  test('the smallest full adder', () => {
    const found = cells(
      cell('BIG', 9, ...ADDER_PINS, SUM, CARRY),
      cell('HALF_OF_IT', 2, ...ADDER_PINS, SUM),
      cell('OTHER_CARRY', 3, ...ADDER_PINS, SUM, output('K', '!(X Y + Z (X + Y))')),
      cell('SMALL', 7, ...ADDER_PINS, output('C', 'X Y | Y Z | Z X'), output('O', "(X ^ Y)' ^ Z'")),
    );
    expect(found.fullAdder).toEqual({
      cell: 'SMALL',
      area: 7,
      inputs: ['X', 'Y', 'Z'],
      sum: 'O',
      carry: 'C',
    });
  });

  test('none where the area is missing', () => {
    expect(cells(cell('FREE', 0, ...ADDER_PINS, SUM, CARRY)).fullAdder).toBeNull();
  });

  test('a latch, and where it is transparent', () => {
    const latch = (enable: string) =>
      cell(
        'L',
        4,
        `latch (IQ, IQN) { enable : "${enable}"; data_in : "D"; }`,
        input('D'),
        input('G'),
        output('Q', 'IQ'),
      );
    expect(cells(latch('G')).latch).toMatchObject({ cell: 'L', data: 'D', transparent: 1 });
    expect(cells(latch("G'")).latch).toMatchObject({ enable: 'G', transparent: 0, out: 'Q' });
    const reset = latch('G').replace('data_in', `clear : "R"; data_in`);
    expect(cells(reset.replace('pin (D)', `${input('R')} pin (D)`)).latch).toBeNull();
  });

  test('a clock gate, though tools must not choose it', () => {
    const gate = cell(
      'G',
      5,
      'dont_use : true; clock_gating_integrated_cell : "latch_posedge";',
      input('E', 'clock_gate_enable_pin : true;'),
      input('C', 'clock_gate_clock_pin : true;'),
      'pin (O) { direction : output; clock_gate_out_pin : true; }',
    );
    const found = { cell: 'G', area: 5, clock: 'C', enable: 'E', out: 'O' };
    expect(cells(gate).clockGate).toEqual(found);
    expect(cells(gate.replace('latch_posedge', 'latch_negedge')).clockGate).toBeNull();
  });

  test('buffers from small to large, none of three states', () => {
    const buffer = (name: string, area: number, more = '') =>
      cell(name, area, input('A'), output('Y', 'A', more));
    const { buffers } = cells(
      buffer('B4', 4),
      buffer('B2', 2),
      buffer('T', 1, 'three_state : "E";'),
      cell('INV', 1, input('A'), output('Y', '!A')),
    );
    expect(buffers.map((one) => one.cell)).toEqual(['B2', 'B4']);
  });
});

describe('what the tools get', () => {
  const TEXT = library(
    'lu_table_template (t) {\n}',
    cell(
      'AND',
      3,
      input('A'),
      input('B'),
      output('Y', 'A B', 'timing () {\n}\ninternal_power () {\n}'),
    ),
    cell('NOT_THIS', 1, 'dont_use : true;', input('A'), output('Y', 'A')),
    cell('my_dlygate', 1, input('A'), output('Y', 'A')),
    cell('ISO', 1, 'is_isolation_cell : true;', input('A'), output('Y', 'A')),
    cell('FLOP', 9, 'ff (IQ, IQN) { clocked_on : "C"; next_state : "D"; }', output('Q', 'IQ')),
  );
  const { text, outline, gates, omitted } = mappableText(TEXT);
  const names = (part: string) => [...part.matchAll(/cell \((\w+)\)/g)].map(([, name]) => name);

  test('has no cells that must not be chosen', () => {
    expect(omitted).toEqual([
      { cell: 'NOT_THIS', reason: 'dont_use' },
      { cell: 'my_dlygate', reason: 'dly' },
      { cell: 'ISO', reason: 'is_isolation_cell' },
    ]);
    expect(names(text)).toEqual(['AND', 'FLOP']);
    expect(names(outline)).toEqual(['AND', 'FLOP']);
    expect(names(gates)).toEqual(['AND']);
  });

  test('has delays for those that read them, and no power', () => {
    expect([text, outline, gates].map((part) => part.includes('timing'))).toEqual([
      true,
      false,
      true,
    ]);
    expect([text, outline, gates].join('')).not.toContain('internal_power');
  });

  test('keeps its lines', () => {
    const lines = TEXT.split('\n').length;
    expect([text, outline, gates].map((part) => part.split('\n').length)).toEqual([
      lines,
      lines,
      lines,
    ]);
    const line = (part: string) =>
      part.split('\n').findIndex((one) => one.startsWith('cell (FLOP)'));
    expect(line(text)).toBe(line(TEXT));
  });

  test('is the text itself where that cannot be read', () => {
    const flawed = TEXT.replace('area : 3;', 'area = 3;');
    expect(mappableText(flawed)).toMatchObject({ text: flawed, outline: flawed, gates: flawed });
  });
});

test('the latch of osu018 has the area of its layout', async () => {
  const whole = await readFile(OSU018, 'latin1');
  expect(whole).toMatch(/cell \(LATCH\) \{\narea : 0;/);
  const { text, outline, cells } = mappableText(whole);
  for (const part of [text, outline]) expect(part).toMatch(/cell \(LATCH\) \{\narea : 56;/);
  expect(cells.latch).toMatchObject({ cell: 'LATCH', area: 56, transparent: 1 });
});

const FOUND = {
  osu018: { adder: ['FAX1', 120], gate: null, omitted: /^$/ },
  sg13g2: {
    adder: null,
    gate: ['sg13g2_lgcp_1', 27.216],
    omitted: /fill|decap|dly|antenna|sighold/,
  },
  sky130: {
    adder: ['sky130_fd_sc_hd__fa_1', 20.0192],
    gate: ['sky130_fd_sc_hd__dlclkp_1', 17.5168],
    omitted: /lpflow|dly|probe/,
  },
} as const;

describe.each(LIBRARIES)('$name$absent', ({ name, file }) => {
  test.skipIf(!existsSync(file))('has these cells', async () => {
    await freshCache();
    const { cells, omitted } = await openLibrary(file);
    const expected = FOUND[name as keyof typeof FOUND];
    const named = (one: { cell: string; area: number } | null) => one && [one.cell, one.area];
    expect(named(cells.fullAdder)).toEqual(expected.adder);
    expect(named(cells.clockGate)).toEqual(expected.gate);
    expect(omitted.filter((one) => !expected.omitted.test(one.cell))).toEqual([]);
  });
});
