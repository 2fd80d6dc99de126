import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { CellModel, LibraryModel } from '../../../synth/energy/cell-model.ts';
import { cellType, wayDelay, wayEnergy } from '../../../synth/energy/cell-type.ts';
import { libraryModel, readLibertyModel } from '../../../synth/energy/liberty.ts';
import { lookUp } from '../../../synth/energy/lookup.ts';
import { withWholeEnergies } from '../../../synth/energy/shared-energy.ts';
import { parseExpression } from '../../../synth/liberty/expression.ts';
import { parseLiberty } from '../../../synth/liberty/groups.ts';
import { openLibrary } from '../../../synth/library.ts';
import { freshCache } from '../support.ts';
import { ENERGY_LIB, LIBRARIES } from './support.ts';

describe('functions', () => {
  const values: Record<string, number> = { A: 1, B: 0, C: 1, 'D[0]': 1 };
  test.each([
    ['A', 1],
    ['!A', 0],
    ["A'", 0],
    ["(A B)'", 1],
    ['A C', 1],
    ['A !B', 1],
    ['(A)(B)', 0],
    ['A*B+C', 1],
    ['B|A&C', 1],
    ['A ^ B * B', 0],
    ['A + A ^ C', 1],
    ['!(A&D[0])', 0],
    ['1', 1],
    ['0 + B', 0],
  ])('%s', (text, expected) => {
    expect(parseExpression(text)((name) => values[name] ?? Number.NaN)).toBe(expected);
  });

  test.each(['', 'A &', '(A', 'A)', 'A ~ B', "'A"])('"%s" is none', (text) => {
    expect(() => parseExpression(text)).toThrow(`cannot read the function "${text}"`);
  });
});

describe('groups', () => {
  test('attributes, lists, comments, continued lines, missing semicolons', () => {
    const library = parseLiberty(`/* head */ library ("x") {
  a : 1.5 ; b : "two words"
  c (1, pf) ; // note
  values ("1, 2", \\
          "3, 4");
  cell (INV) { pin (A) { direction : input } }
}`);
    expect(Object.fromEntries(library.simple)).toEqual({ a: '1.5', b: 'two words' });
    expect(Object.fromEntries(library.complex)).toEqual({
      c: ['1', 'pf'],
      values: ['1, 2', '3, 4'],
    });
    expect(library.groups[0]?.groups[0]?.simple.get('direction')).toBe('input');
  });

  test.each([
    ['hello', '"(" or ":" is missing in line 1'],
    ['cell (x) { }', 'no library group in line 1'],
    ['library (x) { a : 1;', 'group library has no end in line 1'],
    ['library (x) {\n a ? 1;\n}', '"(" or ":" is missing in line 2'],
    ['library (x) { a ("1; }', 'a quote is missing in line 1'],
  ])('%j', (text, message) => {
    expect(() => parseLiberty(text)).toThrow(message);
  });
});

test('tables are interpolated inside and extended outside', () => {
  // 1 + 2 slew + 3 load + slew load is reproduced wherever one looks.
  const at = (slew: number, load: number) => 1 + 2 * slew + 3 * load + slew * load;
  const slews = [0.1, 0.5, 2];
  const loads = [1, 4];
  const table = { slews, loads, values: slews.flatMap((s) => loads.map((l) => at(s, l))) };
  for (const [slew, load] of [
    [0.1, 1],
    [0.3, 2],
    [1, 4],
    [0, 0],
    [3, 9],
  ] as const) {
    expect(lookUp(table, slew, load)).toBeCloseTo(at(slew, load), 12);
  }
});

test('units and the order of axes', async () => {
  const text = await readFile(ENERGY_LIB, 'utf8');
  const other = text
    .replace('time_unit : "1ns"', 'time_unit : "10ps"')
    .replace('leakage_power_unit : "1nW"', 'leakage_power_unit : "1uW"')
    .replace('capacitive_load_unit (1, pf)', 'capacitive_load_unit (10, ff)');
  const inverter = readLibertyModel(other).cells.INV as CellModel;
  expect(inverter.leakageNw).toBe(5000);
  expect(inverter.inputs[0]?.capacitanceFf).toBeCloseTo(0.1, 12);
  expect(inverter.outputs[0]?.arcs[0]?.rise).toEqual({
    slews: [0, 0.01],
    loads: [0, 10],
    values: [0.001, 0.001, 0.001, 0.001],
  });
  // Its rows are loads: 3 aJ x 10 fF/pF at none and 103 at one unit.
  expect(inverter.outputs[0]?.energy[0]?.rise).toEqual({
    slews: [0, 0.01],
    loads: [0, 10],
    values: [0.03, 1.03, 0.03, 1.03],
  });
});

const models = new Map<string, LibraryModel>();

/** A library's model; each is read once. */
async function modelOf(file: string): Promise<LibraryModel> {
  const known = models.get(file);
  if (known !== undefined) return known;
  const { path } = await openLibrary(file);
  const model = readLibertyModel(await readFile(path, 'latin1'));
  models.set(file, model);
  return model;
}

/** What each library has, and how long it takes to read. */
describe.each(LIBRARIES)('$name', ({ file, absent }) => {
  test.skipIf(absent !== '')(`is read within 3 s, and from the cache${absent}`, async () => {
    await freshCache();
    const library = await openLibrary(file);
    const start = process.cpuUsage();
    const model = await libraryModel(library);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(3);
    expect(await libraryModel(library)).toEqual(model);
    models.set(file, model);

    const flawed = Object.values(model.cells).filter(({ flaw }) => flaw !== null);
    expect(new Set(flawed.map(({ flaw }) => flaw?.replace(/ \w+$/, '')))).toEqual(
      new Set(['has a three-state pin']),
    );
    const usable = Object.values(model.cells).filter(({ flaw }) => flaw === null);
    for (const cell of usable) {
      const type = cellType(cell);
      for (const way of type.ways) {
        expect(Number.isFinite(wayEnergy(way, 0.1, 5)), cell.name).toBe(true);
        const delay = wayDelay(way, 0.1, 5);
        expect(delay, cell.name).toBeLessThan(8);
        expect(way.arcs.length, cell.name).toBeGreaterThan(0);
      }
      expect(cell.leakageNw, cell.name).toBeGreaterThanOrEqual(0);
      for (const pin of cell.inputs) expect(pin.capacitanceFf, cell.name).toBeGreaterThan(0);
    }
  });
});

describe.each([
  ['osu018', 'FAX1', 'DFFPOSX1', 2, 32],
  ['sg13g2', 'sg13g2_xor2_1', 'sg13g2_dfrbp_1', 2, 78],
  ['sky130', 'sky130_fd_sc_hd__fa_1', 'sky130_fd_sc_hd__dfxtp_1', 1, 428],
] as const)('%s has', (name, gate, flop, outputs, cells) => {
  const { file, absent } = LIBRARIES.find((library) => library.name === name) ?? LIBRARIES[0] ?? {};
  test.skipIf(absent !== '')(`internal energies of ${gate} and ${flop}${absent}`, async () => {
    const model = await modelOf(file ?? '');
    expect(Object.keys(model.cells)).toHaveLength(cells);
    const energies = (type: string) =>
      model.cells[type]?.outputs.map((output) => output.energy.length > 0);
    expect(energies(gate)?.every(Boolean)).toBe(true);
    expect(energies(flop)).toHaveLength(outputs === 2 && name === 'osu018' ? 1 : outputs);
    const clock = model.cells[flop]?.inputs.find((pin) => /^CLK$/.test(pin.name));
    expect(clock?.energy.length).toBeGreaterThan(0);
  });
});

/** Of these cells the library tells one event's energy at both outputs. */
describe.each([
  ['osu018', ['FAX1', 'HAX1']],
  ['sg13g2', ['dfrbp_1', 'dfrbp_2', 'dllr_1', 'sdfbbp_1'].map((cell) => `sg13g2_${cell}`)],
  ['sky130', []],
])('%s', (name, cells) => {
  const { file, absent } = LIBRARIES.find((library) => library.name === name) ?? LIBRARIES[0] ?? {};
  test.skipIf(absent !== '')(`shares energy in ${cells.length} cells${absent}`, async () => {
    const model = await modelOf(file ?? '');
    const shared = Object.values(model.cells).filter((cell) => cell.sharedEnergy);
    expect(shared.map((cell) => cell.name)).toEqual(cells);
  });
});

describe('energies that sky130 splits between outputs by their loads', () => {
  const { file, absent } = LIBRARIES[2] ?? { file: '', absent: 'none' };
  test.skipIf(absent !== '')(`are whole again${absent}`, async () => {
    const told = await modelOf(file);
    const whole = withWholeEnergies(told);
    const changed = Object.keys(told.cells).filter(
      (name) => told.cells[name] !== whole.cells[name],
    );
    expect(changed).toEqual(
      ['fa_1', 'fa_2', 'fa_4', 'fah_1', 'ha_1', 'ha_2', 'ha_4'].map(
        (cell) => `sky130_fd_sc_hd__${cell}`,
      ),
    );
    /** Mean of a rising and a falling output of fa_1: what the supply gives the load cancels. */
    const event = (library: typeof told, loadFf: number) => {
      const [carry] = library.cells.sky130_fd_sc_hd__fa_1?.outputs ?? [];
      const [table] = carry?.energy ?? [];
      if (!table?.rise || !table.fall) throw new Error('fa_1 has energies');
      return (lookUp(table.rise, 0.1, loadFf) + lookUp(table.fall, 0.1, loadFf)) / 2;
    };
    // One event costs the same at any load, as in every other cell; its share did not.
    const loads = [1, 2, 4, 8, 16, 32];
    const events = loads.map((load) => event(whole, load));
    for (const energy of events) expect(Math.abs(energy - 26) / 26).toBeLessThan(0.1);
    expect(event(told, 2)).toBeLessThan(0.2 * 26);
    expect(event(told, 32)).toBeGreaterThan(0.7 * 26);
  });

  test('other libraries have none', async () => {
    for (const { file: other, absent: missing } of LIBRARIES.slice(0, 2)) {
      if (missing !== '') continue;
      const told = await modelOf(other);
      const whole = withWholeEnergies(told);
      expect(
        Object.keys(told.cells).filter((name) => told.cells[name] !== whole.cells[name]),
      ).toEqual([]);
    }
  });
});
