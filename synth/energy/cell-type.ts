import { Failure } from '../../system/failure.ts';
import { parseExpression } from '../liberty/expression.ts';
import type { CellModel, EnergyTable, StateModel, TimingArc } from './cell-model.ts';
import { lookUp } from './lookup.ts';

/** In `forced`: neither clear nor preset holds. */
export const FREE = 2;

/** How the cell's bit follows its pins. */
export type StateKind = 'none' | 'flop' | 'level';

/**
 * A cell as tables over its *index*: input pin p in bit p, the stored bit, if any, above them.
 * A *way* is one combination of tables by which an output toggles (or a pin, for energy of pins);
 * a simulator counts toggles per way, and looks delays up by it.
 */
export interface CellType {
  readonly model: CellModel;
  readonly pins: number;
  readonly indexBits: number;
  /** 0 without a stored bit. */
  readonly stateBit: number;
  readonly kind: StateKind;
  /** truth[index]: output o in bit o. */
  readonly truth: Uint8Array;
  /** Flip-flops: 1 where the clock's function holds. */
  readonly clock: Uint8Array;
  /** Stored bit that follows: at the clock's edge (flop) or at once (level). */
  readonly next: Uint8Array;
  /** Stored bit that clear or preset force, or FREE. */
  readonly forced: Uint8Array;
  /** Bits of the pins that clock, and of those that act whatever the clock. */
  readonly clockPins: number;
  readonly asyncPins: number;
  /** Pins whose own energy depends on the other pins. */
  readonly countedPins: number;
  /** outputWay[((output * pins + pin) << indexBits) + index after the change] */
  readonly outputWay: Uint16Array;
  readonly ways: readonly OutputWay[];
  /** pinWay[(pin << indexBits) + index before the change]; numbered from 0. */
  readonly pinWay: Uint16Array;
  readonly pinWays: readonly PinWay[];
  /** Both outputs tell the energy of the same event: when they toggle together it counts once. */
  readonly sharedEnergy: boolean;
}

export interface OutputWay {
  readonly output: number;
  readonly value: 0 | 1;
  readonly arcs: readonly TimingArc[];
  readonly energy: readonly EnergyTable[];
}

export interface PinWay {
  readonly pin: number;
  readonly value: 0 | 1;
  readonly energy: readonly EnergyTable[];
}

/** Delay of a way in ns; of several arcs that fit, the longest. */
export function wayDelay({ arcs, value }: OutputWay, slewNs: number, loadFf: number): number {
  const delays = arcs.map(({ rise, fall }) => {
    const table = (value === 1 ? rise : fall) ?? rise ?? fall;
    return table === null ? 0 : lookUp(table, slewNs, loadFf);
  });
  return Math.max(0, ...delays);
}

/** Energy of one toggle by a way in fJ; of several tables that fit, the mean. */
export function wayEnergy(
  { energy, value }: OutputWay | PinWay,
  slewNs: number,
  loadFf: number,
): number {
  const tables = energy.flatMap(({ rise, fall }) => (value === 1 ? rise : fall) ?? []);
  const sum = tables.reduce((total, table) => total + lookUp(table, slewNs, loadFf), 0);
  return tables.length === 0 ? 0 : sum / tables.length;
}

/** Turns a library's cell into tables. Throws Failure (input) where the cell cannot be simulated. */
export function cellType(model: CellModel): CellType {
  if (model.flaw !== null) throw unusable(model, model.flaw);
  const pins = model.inputs.length;
  const indexBits = pins + (model.state === null ? 0 : 1);
  const stateBit = model.state === null ? 0 : 1 << pins;
  if (indexBits > 8 || model.outputs.length > 8) throw unusable(model, 'has too many pins');
  const table = tabulator(model, indexBits);
  const truth = new Uint8Array(1 << indexBits);
  model.outputs.forEach((output, bit) => {
    for (const [index, value] of table(output.function).entries()) {
      truth[index] = (truth[index] ?? 0) | (value << bit);
    }
  });
  const state = stateTables(model, table, indexBits);
  const common = { model, pins, indexBits, stateBit, truth, ...state };
  const counted = pinWays(model, table, indexBits);
  return { ...common, ...outputWays(model, table, truth, indexBits), ...counted };
}

type Tabulate = (expression: string) => Uint8Array;

/** Truth tables of expressions over input pins, the stored bit and the outputs. */
function tabulator(model: CellModel, indexBits: number): Tabulate {
  const [bit, inverse] = model.state?.names ?? ['', ''];
  const known = new Map<string, Uint8Array>();
  const tabulate = (expression: string): Uint8Array => {
    const found = known.get(expression);
    if (found !== undefined) return found;
    const value = parseExpression(expression);
    const table = Uint8Array.from({ length: 1 << indexBits }, (_, index) =>
      value((name) => {
        const pin = model.inputs.findIndex((input) => input.name === name);
        if (pin >= 0) return (index >> pin) & 1;
        if (name === bit) return (index >> model.inputs.length) & 1;
        if (name === inverse) return 1 - ((index >> model.inputs.length) & 1);
        const output = model.outputs.find((one) => one.name === name);
        if (output === undefined || output.function === expression) {
          throw unusable(model, `has a function with an unknown name ${name}`);
        }
        return tabulate(output.function)[index] ?? 0;
      }),
    );
    known.set(expression, table);
    return table;
  };
  return tabulate;
}

function stateTables(model: CellModel, table: Tabulate, indexBits: number) {
  const { state } = model;
  const size = 1 << indexBits;
  const none = new Uint8Array(size);
  const free = new Uint8Array(size).fill(FREE);
  if (state === null) {
    return {
      kind: 'none' as const,
      clock: none,
      next: none,
      forced: free,
      clockPins: 0,
      asyncPins: 0,
    };
  }
  if (state.kind === 'table') {
    const next = tableNext(model, state, size);
    const clockPins = model.inputs.reduce(
      (bits, { clock }, pin) => (clock ? bits | (1 << pin) : bits),
      0,
    );
    return { kind: 'level' as const, clock: none, next, forced: free, clockPins, asyncPins: 0 };
  }
  const clear = state.clear === '' ? none : table(state.clear);
  const preset = state.preset === '' ? none : table(state.preset);
  const forced = free.map((_, index) => (clear[index] ? 0 : preset[index] ? 1 : FREE));
  const clock = table(state.clock);
  const data = table(state.next);
  const support = {
    clockPins: supportOf(clock, model),
    asyncPins: supportOf(clear, model) | supportOf(preset, model),
  };
  if (state.kind === 'flop') {
    return { kind: 'flop' as const, clock, next: data, forced, ...support };
  }
  const next = data.map((value, index) => {
    const held = (index >> model.inputs.length) & 1;
    const force = forced[index] ?? FREE;
    return force !== FREE ? force : clock[index] ? value : held;
  });
  return { kind: 'level' as const, clock, next, forced, ...support };
}

/** Rows "L H : - : N" over the table's inputs, the stored bit and what it becomes. */
function tableNext(model: CellModel, state: StateModel, size: number): Uint8Array {
  const rows = state.next.split(',').map((row) => row.split(':').map((part) => part.trim()));
  const pinOf = (name: string) => model.inputs.findIndex((input) => input.name === name);
  return Uint8Array.from({ length: size }, (_, index) => {
    const held = (index >> model.inputs.length) & 1;
    const fits = (token: string, bit: number) =>
      token === '-' || (token === 'H' && bit === 1) || (token === 'L' && bit === 0);
    const row = rows.find(([inputs = '', current = '']) => {
      const tokens = inputs.split(/\s+/);
      const matches = state.tableInputs.every((name, at) =>
        fits(tokens[at] ?? '', (index >> pinOf(name)) & 1),
      );
      return matches && fits(current, held);
    });
    const result = row?.[2];
    return result === 'H' ? 1 : result === 'L' ? 0 : held;
  });
}

/** Bits of the input pins that a table depends on. */
function supportOf(table: Uint8Array, model: CellModel): number {
  return model.inputs.reduce((support, _, pin) => {
    const depends = table.some((value, index) => value !== table[index ^ (1 << pin)]);
    return depends ? support | (1 << pin) : support;
  }, 0);
}

/** Those whose condition holds; else those without a condition; else all. */
function conditioned<T extends { readonly when: string | null }>(
  all: readonly T[],
  table: Tabulate,
  index: number,
): T[] {
  const met = all.filter(({ when }) => when !== null && table(when)[index] === 1);
  if (met.length > 0) return met;
  return all.filter(({ when }) => when === null);
}

function firstFilled<T>(...lists: readonly (readonly T[])[]): readonly T[] {
  return lists.find((list) => list.length > 0) ?? [];
}

/** Numbers what `describe` returns, equal things alike. */
function numbered<T>(key: (one: T) => string) {
  const all: T[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (one: T): number => {
    const text = key(one);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, all.length);
    all.push(one);
    return all.length - 1;
  };
  return { all, numberOf };
}

function outputWays(model: CellModel, table: Tabulate, truth: Uint8Array, indexBits: number) {
  const pins = model.inputs.length;
  const { all, numberOf } = numbered<OutputWay>(({ output, value, arcs, energy }) => {
    const { arcs: allArcs = [], energy: allEnergy = [] } = model.outputs[output] ?? {};
    return JSON.stringify([
      output,
      value,
      arcs.map((arc) => allArcs.indexOf(arc)),
      energy.map((one) => allEnergy.indexOf(one)),
    ]);
  });
  const outputWay = new Uint16Array((model.outputs.length * pins) << indexBits);
  model.outputs.forEach(({ arcs, energy }, output) => {
    model.inputs.forEach(({ name }, pin) => {
      for (let index = 0; index < 1 << indexBits; index += 1) {
        const value: 0 | 1 = ((truth[index] ?? 0) >> output) & 1 ? 1 : 0;
        const pinValue = (index >> pin) & 1;
        const has = (one: TimingArc | EnergyTable) => (value === 1 ? one.rise : one.fall) !== null;
        const mine = arcs.filter((arc) => arc.relatedPins.includes(name) && has(arc));
        const fitting = mine.filter(
          ({ sense }) => sense === 'either' || (sense === 'positive') === (value === pinValue),
        );
        const tables = energy.filter((one) => one.relatedPins.includes(name) && has(one));
        const way: OutputWay = {
          output,
          value,
          arcs: firstFilled(conditioned(fitting, table, index), fitting, mine, arcs.filter(has)),
          energy: firstFilled(
            conditioned(tables, table, index),
            tables,
            energy.filter(({ relatedPins }) => relatedPins.length === 0),
          ),
        };
        outputWay[((output * pins + pin) << indexBits) + index] = numberOf(way);
      }
    });
  });
  return { outputWay, ways: all, sharedEnergy: model.sharedEnergy };
}

function pinWays(model: CellModel, table: Tabulate, indexBits: number) {
  const { all, numberOf } = numbered<PinWay>(({ pin, value, energy }) => {
    const tables = model.inputs[pin]?.energy ?? [];
    return JSON.stringify([pin, value, energy.map((one) => tables.indexOf(one))]);
  });
  const pinWay = new Uint16Array(model.inputs.length << indexBits);
  let countedPins = 0;
  model.inputs.forEach(({ energy }, pin) => {
    if (!energy.some(({ when }) => when !== null)) return;
    countedPins |= 1 << pin;
    for (let index = 0; index < 1 << indexBits; index += 1) {
      const value = (index >> pin) & 1 ? 0 : 1;
      const way: PinWay = { pin, value, energy: conditioned(energy, table, index) };
      pinWay[(pin << indexBits) + index] = numberOf(way);
    }
  });
  return { pinWay, pinWays: all, countedPins };
}

function unusable({ name }: CellModel, what: string): Failure {
  return new Failure('input', `cell ${name} cannot be simulated: it ${what}`);
}
