import { readFile } from 'node:fs/promises';
import { cachedJson, contentHash } from '../../system/cache.ts';
import { Failure } from '../../system/failure.ts';
import { groupsNamed, type LibertyGroup, parseLiberty } from '../liberty/groups.ts';
import type { Library } from '../library.ts';
import type {
  CellModel,
  EnergyTable,
  InputPin,
  LibraryModel,
  OutputPin,
  StateModel,
  TimingArc,
} from './cell-model.ts';
import type { Lookup } from './lookup.ts';
import { sharesEnergy } from './shared-energy.ts';

/** Changes whenever LibraryModel means something else. */
const LAYOUT = '3';

/** Models of a library's cells, kept in the cache. Throws Failure (input) where the text is flawed. */
export async function libraryModel(library: Library): Promise<LibraryModel> {
  return cachedJson('energy', contentHash('cells', LAYOUT, library.hash), async () =>
    readLibertyModel(await readFile(library.path, 'latin1')),
  ).catch((error: unknown) => {
    if (!(error instanceof Failure) || error.kind !== 'input') throw error;
    throw new Failure('input', `${library.file}: ${error.message}`, error.hint, error.detail);
  });
}

/** Reads what energy needs from a Liberty text. Throws Failure (input). */
export function readLibertyModel(text: string): LibraryModel {
  const library = parseLiberty(text);
  const units = readUnits(library);
  const templates = new Map(
    [
      ...groupsNamed(library, 'lu_table_template'),
      ...groupsNamed(library, 'power_lut_template'),
    ].map((group) => [group.args[0] ?? '', group] as const),
  );
  const context: Context = { units, templates, defaults: library.simple };
  const cells = groupsNamed(library, 'cell').map((cell) => readCell(cell, context));
  return {
    name: library.args[0] ?? '',
    voltage: units.voltage,
    cells: Object.fromEntries(cells.map((cell) => [cell.name, cell])),
  };
}

interface Context {
  readonly units: Units;
  readonly templates: ReadonlyMap<string, LibertyGroup>;
  readonly defaults: ReadonlyMap<string, string>;
}

/** Factors from the library's units to ours. */
interface Units {
  /** Supply in volts. */
  readonly voltage: number;
  readonly ns: number;
  readonly ff: number;
  readonly fj: number;
  readonly nw: number;
}

const PREFIXES: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  u: 1e-6,
  n: 1e-9,
  p: 1e-12,
  f: 1e-15,
};

function readUnits(library: LibertyGroup): Units {
  const quantity = (text: string, what: string) => {
    const found = /^\s*([\d.eE+-]+)\s*([munpf]?)[a-z]\s*$/i.exec(text);
    const prefix = PREFIXES[found?.[2]?.toLowerCase() ?? '?'];
    if (found === null || prefix === undefined) throw unreadable(`${what} "${text}"`);
    return Number(found[1]) * prefix;
  };
  const unit = (name: string, fallback: string) =>
    quantity(library.simple.get(name) ?? fallback, name);
  const [count = '1', letters = 'pf'] = library.complex.get('capacitive_load_unit') ?? [];
  const farads = quantity(`${count}${letters}`, 'capacitive_load_unit');
  const volts = unit('voltage_unit', '1V');
  const condition = library.simple.get('default_operating_conditions');
  const operating = groupsNamed(library, 'operating_conditions').find(
    ({ args }) => args[0] === condition,
  );
  const supply = operating?.simple.get('voltage') ?? library.simple.get('nom_voltage');
  const voltage = Number(supply) * volts;
  if (!(voltage > 0)) throw unreadable('the supply voltage');
  return {
    voltage,
    ns: unit('time_unit', '1ns') * 1e9,
    ff: farads * 1e15,
    // Liberty: internal energy counts in capacitive_load_unit x voltage_unit^2.
    fj: farads * volts * volts * 1e15,
    nw: unit('leakage_power_unit', '1nW') * 1e9,
  };
}

function readCell(cell: LibertyGroup, context: Context): CellModel {
  const name = cell.args[0] ?? '';
  const pins = groupsNamed(cell, 'pin').flatMap((pin) =>
    pin.args.map((pinName) => ({ name: pinName, group: pin })),
  );
  const direction = (group: LibertyGroup) => group.simple.get('direction') ?? 'internal';
  const leakage =
    cell.simple.get('cell_leakage_power') ?? context.defaults.get('default_cell_leakage_power');
  const common = { name, leakageNw: Number(leakage ?? 0) * context.units.nw };
  const nothing = { inputs: [], outputs: [], state: null, sharedEnergy: false };
  const flawed = (flaw: string) => ({ ...common, ...nothing, flaw });
  if (groupsNamed(cell, 'bus').length + groupsNamed(cell, 'bundle').length > 0) {
    return flawed('has buses');
  }
  const odd = pins.find(({ group }) => group.simple.has('three_state'));
  if (odd !== undefined) return flawed(`has a three-state pin ${odd.name}`);
  const outputs = pins.filter(({ group }) => direction(group) === 'output');
  const silent = outputs.find(({ group }) => functionOf(group) === null);
  if (silent !== undefined) return flawed(`has an output ${silent.name} without a function`);
  const state = readState(cell);
  if (typeof state === 'string') return flawed(state);
  const outputPins = outputs.map((pin) => outputPin(pin.name, pin.group, context));
  return {
    ...common,
    inputs: pins
      .filter(({ group }) => direction(group) === 'input')
      .map((pin) => inputPin(pin.name, pin.group, context)),
    outputs: outputPins,
    state,
    sharedEnergy: sharesEnergy(outputPins),
    flaw: null,
  };
}

function functionOf(pin: LibertyGroup): string | null {
  return pin.simple.get('function') ?? pin.simple.get('state_function') ?? null;
}

function inputPin(name: string, pin: LibertyGroup, context: Context): InputPin {
  const is = (attribute: string) => pin.simple.get(attribute) === 'true';
  return {
    name,
    clock: is('clock') || is('clock_gate_clock_pin'),
    capacitanceFf: capacitance(pin, 'default_input_pin_cap', context),
    energy: energyTables(pin, context),
  };
}

function outputPin(name: string, pin: LibertyGroup, context: Context): OutputPin {
  return {
    name,
    capacitanceFf: capacitance(pin, 'default_output_pin_cap', context),
    function: functionOf(pin) ?? '0',
    arcs: groupsNamed(pin, 'timing').flatMap((timing) => timingArc(timing, context)),
    energy: energyTables(pin, context),
  };
}

function capacitance(pin: LibertyGroup, fallback: string, { units, defaults }: Context): number {
  return round(Number(pin.simple.get('capacitance') ?? defaults.get(fallback) ?? 0) * units.ff);
}

function names(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter(Boolean);
}

function energyTables(pin: LibertyGroup, context: Context): EnergyTable[] {
  return groupsNamed(pin, 'internal_power').map((power) => {
    const table = (...kinds: readonly string[]) => {
      const found = power.groups.find(({ name }) => kinds.includes(name));
      return found === undefined ? null : lookup(found, context, context.units.fj);
    };
    return {
      relatedPins: names(power.simple.get('related_pin')),
      when: power.simple.get('when') ?? null,
      rise: table('rise_power', 'power'),
      fall: table('fall_power', 'power'),
    };
  });
}

/** Arcs by which the output follows a pin; checks of setup and the like are none. */
function timingArc(timing: LibertyGroup, context: Context): TimingArc[] {
  const table = (kind: string) => {
    const [found] = groupsNamed(timing, kind);
    return found === undefined ? null : lookup(found, context, context.units.ns);
  };
  const rise = table('cell_rise');
  const fall = table('cell_fall');
  if (rise === null && fall === null) return [];
  const sense = timing.simple.get('timing_sense');
  return [
    {
      relatedPins: names(timing.simple.get('related_pin')),
      when: timing.simple.get('when') ?? null,
      sense:
        sense === 'positive_unate'
          ? 'positive'
          : sense === 'negative_unate'
            ? 'negative'
            : 'either',
      rise,
      fall,
    },
  ];
}

const numbers = (texts: readonly string[]) => texts.flatMap((text) => text.split(',').map(Number));

/** A table with slews first, in our units; a scalar is a table of one point. */
function lookup(group: LibertyGroup, { templates, units }: Context, unit: number): Lookup {
  const template = templates.get(group.args[0] ?? '');
  const axis = (index: 1 | 2) => ({
    variable: template?.simple.get(`variable_${index}`) ?? '',
    points: numbers(
      group.complex.get(`index_${index}`) ?? template?.complex.get(`index_${index}`) ?? [],
    ),
  });
  const first = axis(1);
  const second = axis(2);
  const values = numbers(group.complex.get('values') ?? []).map((value) => round(value * unit));
  const isLoad = ({ variable }: { variable: string }) => variable.includes('capacitance');
  if (values.length === 1) return { slews: [0], loads: [0], values };
  const size = first.points.length * Math.max(1, second.points.length);
  if (values.length !== size || values.some(Number.isNaN)) {
    throw unreadable(`a table of ${group.name} with ${values.length} values, not ${size}`);
  }
  const slews = (isLoad(first) ? second : first).points.map((at) => round(at * units.ns));
  const loads = (isLoad(first) ? first : second).points.map((at) => round(at * units.ff));
  return {
    slews: slews.length === 0 ? [0] : slews,
    loads: loads.length === 0 ? [0] : loads,
    values: isLoad(first) ? transposed(values, Math.max(1, second.points.length)) : values,
  };
}

/** Rows become columns; `width` values are in a row. */
function transposed(values: readonly number[], width: number): number[] {
  const height = values.length / width;
  return values.map(
    (_, index) => values[(index % height) * width + Math.floor(index / height)] ?? 0,
  );
}

/** Changing units leaves no tail. */
function round(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** The bit that a cell stores; a text says why it cannot be modelled. */
function readState(cell: LibertyGroup): StateModel | null | string {
  const groups = cell.groups.filter(({ name }) => ['ff', 'latch', 'statetable'].includes(name));
  const banks = cell.groups.filter(({ name }) => ['ff_bank', 'latch_bank'].includes(name));
  const [group] = groups;
  if (groups.length > 1 || banks.length > 0) return 'stores more than one bit';
  if (group === undefined) return null;
  const text = (name: string) => group.simple.get(name) ?? '';
  const async = { clear: text('clear'), preset: text('preset') };
  const [first = '', second = ''] = group.args;
  if (group.name === 'statetable') return stateTable(cell, group, first, second);
  const bit = { names: [first, second] as const, tableInputs: [], ...async };
  return group.name === 'ff'
    ? { kind: 'flop', clock: text('clocked_on'), next: text('next_state'), ...bit }
    : { kind: 'latch', clock: text('enable'), next: text('data_in'), ...bit };
}

function stateTable(
  cell: LibertyGroup,
  group: LibertyGroup,
  inputs: string,
  nodes: string,
): StateModel | string {
  const [node = '', ...others] = names(nodes);
  if (others.length > 0) return 'stores more than one bit';
  const table = group.simple.get('table') ?? '';
  if (/[RF~]/.test(table)) return 'has a state table with edges';
  const pin = groupsNamed(cell, 'pin').find(
    ({ simple }) => simple.get('internal_node')?.trim() === node,
  );
  return {
    kind: 'table',
    names: [pin?.args[0] ?? node, ''],
    clock: '',
    next: table,
    tableInputs: names(inputs),
    clear: '',
    preset: '',
  };
}

function unreadable(what: string): Failure {
  return new Failure('input', `cannot read ${what} of the Liberty library`);
}
