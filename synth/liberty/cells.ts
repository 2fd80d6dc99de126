import { Failure } from '../../system/failure.ts';
import { parseExpression } from './expression.ts';
import type { LibertyGroup } from './groups.ts';

/** A cell with the pins that stand for those of a wrapper module. */
interface Cell {
  readonly cell: string;
  readonly area: number;
}

/** Sum and carry of three bits, which are alike. */
export interface FullAdderCell extends Cell {
  readonly inputs: readonly [string, string, string];
  readonly sum: string;
  readonly carry: string;
}

/** Lets pulses of the clock through where enable was 1 before them. */
export interface ClockGateCell extends Cell {
  readonly clock: string;
  readonly enable: string;
  readonly out: string;
}

/** Transparent where its enable has the level `transparent`. */
export interface LatchCell extends Cell {
  readonly data: string;
  readonly enable: string;
  readonly transparent: 0 | 1;
  readonly out: string;
}

export interface GateCell extends Cell {
  readonly inputs: readonly string[];
  readonly out: string;
}

/** Cells that are put in place by themselves; of several that would do the smallest, null for none. */
export interface LibraryCells {
  readonly fullAdder: FullAdderCell | null;
  readonly clockGate: ClockGateCell | null;
  readonly latch: LatchCell | null;
  readonly and2: GateCell | null;
  readonly nand2: GateCell | null;
  readonly inverter: GateCell | null;
  /** From small to large. */
  readonly buffers: readonly GateCell[];
}

export const NO_CELLS: LibraryCells = {
  fullAdder: null,
  clockGate: null,
  latch: null,
  and2: null,
  nand2: null,
  inverter: null,
  buffers: [],
};

const XOR3 = 0x96;
const MAJORITY = 0xe8;
const AND2 = 0x8;
const NAND2 = 0x7;
const INVERTED = 0x1;
const BUFFERED = 0x2;

/** Finds cells by what they compute, whatever their names. */
export function libraryCells(cells: readonly LibertyGroup[]): LibraryCells {
  const fromSmall = <T extends Cell>(read: (group: LibertyGroup) => T | null): T[] =>
    cells
      .flatMap((group) => read(group) ?? [])
      .filter(({ area }) => area > 0)
      .toSorted((left, right) => left.area - right.area);
  const smallest = <T extends Cell>(read: (group: LibertyGroup) => T | null): T | null =>
    fromSmall(read)[0] ?? null;
  return {
    fullAdder: smallest(fullAdder),
    clockGate: smallest(clockGate),
    latch: smallest(latch),
    and2: smallest((group) => gate(group, 2, AND2)),
    nand2: smallest((group) => gate(group, 2, NAND2)),
    inverter: smallest((group) => gate(group, 1, INVERTED)),
    buffers: fromSmall((group) => gate(group, 1, BUFFERED)),
  };
}

/** Whether a cell has one output and holds no state, which is what ABC maps to. */
export function isGate(group: LibertyGroup): boolean {
  const [out, ...others] = pinsOf(group).outputs;
  if (holdsState(group) || out === undefined || others.length > 0) return false;
  return out.simple.has('function') && !out.simple.has('three_state');
}

export function cellName(group: LibertyGroup): string {
  return group.args[0] ?? '';
}

export function areaOf(group: LibertyGroup): number {
  return Number(group.simple.get('area') ?? Number.NaN);
}

function fullAdder(group: LibertyGroup): FullAdderCell | null {
  const { inputs, outputs } = pinsOf(group);
  const [a, b, c] = inputs;
  if (holdsState(group) || inputs.length !== 3 || outputs.length !== 2 || !a || !b || !c) {
    return null;
  }
  const computing = (table: number) => outputs.find((out) => tableOf(out, inputs) === table);
  const sum = computing(XOR3);
  const carry = computing(MAJORITY);
  return sum && carry
    ? {
        ...named(group),
        inputs: [pinName(a), pinName(b), pinName(c)],
        sum: pinName(sum),
        carry: pinName(carry),
      }
    : null;
}

function clockGate(group: LibertyGroup): ClockGateCell | null {
  if (group.simple.get('clock_gating_integrated_cell') !== 'latch_posedge') return null;
  const { inputs, outputs } = pinsOf(group);
  const clock = inputs.find((pin) => isTrue(pin, 'clock_gate_clock_pin'));
  const enable = inputs.find((pin) => isTrue(pin, 'clock_gate_enable_pin'));
  const [out] = outputs;
  if (!clock || !enable || !out || inputs.length !== 2 || outputs.length !== 1) return null;
  return {
    ...named(group),
    clock: pinName(clock),
    enable: pinName(enable),
    out: pinName(out),
  };
}

function latch(group: LibertyGroup): LatchCell | null {
  const states = group.groups.filter(({ name }) => isState(name));
  const [state] = states;
  const { inputs, outputs } = pinsOf(group);
  if (states.length !== 1 || state?.name !== 'latch' || inputs.length !== 2) return null;
  const [held] = state.args;
  const [out] = outputs;
  if (!held || !out || outputs.length !== 1) return null;
  const function_ = out.simple.get('function') ?? '';
  const data = inputs.find((pin) => pinName(pin) === state.simple.get('data_in'));
  const enable = inputs.find((pin) => pin !== data);
  if (!data || !enable || truthTable(function_, [held]) !== 2) return null;
  const table = truthTable(state.simple.get('enable') ?? '', [pinName(enable)]);
  if (table !== 1 && table !== 2) return null;
  return {
    ...named(group),
    data: pinName(data),
    enable: pinName(enable),
    transparent: table === 2 ? 1 : 0,
    out: pinName(out),
  };
}

function gate(group: LibertyGroup, inputCount: number, table: number): GateCell | null {
  const { inputs, outputs } = pinsOf(group);
  const [out] = outputs;
  if (holdsState(group) || inputs.length !== inputCount || outputs.length !== 1 || !out)
    return null;
  if (out.simple.has('three_state') || tableOf(out, inputs) !== table) return null;
  return { ...named(group), inputs: inputs.map(pinName), out: pinName(out) };
}

function named(group: LibertyGroup): Cell {
  return { cell: cellName(group), area: areaOf(group) };
}

function pinsOf(group: LibertyGroup) {
  const pins = group.groups.filter(({ name }) => name === 'pin' || name === 'bus');
  const towards = (direction: string) =>
    pins.filter((pin) => pin.simple.get('direction') === direction);
  return { inputs: towards('input'), outputs: towards('output') };
}

function pinName(pin: LibertyGroup): string {
  return pin.args[0] ?? '';
}

function tableOf(out: LibertyGroup, inputs: readonly LibertyGroup[]): number | null {
  const text = out.simple.get('function');
  return text === undefined ? null : truthTable(text, inputs.map(pinName));
}

function holdsState({ groups }: LibertyGroup): boolean {
  return groups.some(({ name }) => isState(name));
}

function isState(name: string): boolean {
  return /^(?:ff|ff_bank|latch|latch_bank|statetable)$/.test(name);
}

function isTrue({ simple }: LibertyGroup, name: string): boolean {
  return simple.get(name) === 'true';
}

/** Bit v is the value where input i is bit i of v; null for what is no function of the inputs. */
function truthTable(text: string, inputs: readonly string[]): number | null {
  if (inputs.length > 3) return null;
  try {
    const value = parseExpression(text);
    const bits = Array.from({ length: 2 ** inputs.length }, (_, vector) =>
      value((name) => bitOf(vector, inputs.indexOf(name))),
    );
    return bits.reduce((table, bit, vector) => table + bit * 2 ** vector, 0);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}

function bitOf(vector: number, index: number): number {
  if (index < 0) throw new Failure('input', 'a function of something that is no input');
  return (vector >> index) & 1;
}
