import { Failure } from '../../system/failure.ts';
import type { CellType } from './cell-type.ts';
import type { FlatNetlist } from './netlist.ts';

/** A netlist as arrays that a simulator walks over; cells, nets and indices as in FlatNetlist. */
export interface Circuit {
  readonly netlist: FlatNetlist;
  /** Tables of all types, one after another: entry index of cell c is at truthStart[c] + index. */
  readonly truth: Uint8Array;
  readonly truthStart: Int32Array;
  /** Pins that a net reaches: cell loadCell[i] at bit loadBit[i], for i from loadStart[net]. */
  readonly loadStart: Int32Array;
  readonly loadCell: Int32Array;
  readonly loadBit: Uint8Array;
  /** 1 where the pin can neither change an output nor needs counting until its cell is clocked. */
  readonly loadQuiet: Uint8Array;
  /** Longest way from a register or an input, in cells. */
  readonly level: Int32Array;
  readonly levels: number;
  readonly netLevel: Int32Array;
  /** Net of the clock port; OPEN (-1) for a netlist without one. */
  readonly clockNet: number;
  /** Nets and cells between the clock port and the pins that it clocks; they have no delay. */
  readonly isClockNet: Uint8Array;
  readonly isClockCell: Uint8Array;
  /** Clock cells, each after those that it depends on. */
  readonly clockOrder: Int32Array;
  /** Counters of cell c's ways are at wayStart[c] and on: of outputs (twice where shared), of pins. */
  readonly wayStart: Int32Array;
  readonly wayCount: number;
}

/** How many counters a cell needs for its outputs. */
export function outputWays({ ways, sharedEnergy }: CellType): number {
  return ways.length * (sharedEnergy ? 2 : 1);
}

/** Prepares a netlist. Throws Failure (input): no such clock, a loop, a clock that is no clock. */
export function buildCircuit(netlist: FlatNetlist, clock: string): Circuit {
  const { cellCount, types } = netlist;
  const typeOf = (cell: number) => types[netlist.cellType[cell] ?? 0] as CellType;
  const clockNet = clockPort(netlist, clock, typeOf);
  const loads = findLoads(netlist, typeOf);
  const clocks = findClocks(netlist, typeOf, loads, clockNet);
  const levels = findLevels(netlist, typeOf, clocks.isClockNet);
  const tables = joinTables(netlist);
  const wayStart = new Int32Array(cellCount + 1);
  for (let cell = 0; cell < cellCount; cell += 1) {
    const type = typeOf(cell);
    wayStart[cell + 1] = (wayStart[cell] ?? 0) + outputWays(type) + type.pinWays.length;
  }
  return {
    netlist,
    ...tables,
    ...loads,
    ...levels,
    clockNet,
    ...clocks,
    wayStart,
    wayCount: wayStart[cellCount] ?? 0,
  };
}

type TypeOf = (cell: number) => CellType;

function clockPort(netlist: FlatNetlist, clock: string, typeOf: TypeOf): number {
  const found = netlist.inputs.get(clock);
  if (found?.length === 1) return found[0] ?? -1;
  for (let cell = 0; cell < netlist.cellCount; cell += 1) {
    if (typeOf(cell).kind !== 'none') {
      throw new Failure('input', `the netlist has registers, but no clock port ${clock}`);
    }
  }
  return -1;
}

function joinTables({ types, cellType, cellCount }: FlatNetlist) {
  const starts: number[] = [];
  let size = 0;
  for (const { truth } of types) {
    starts.push(size);
    size += truth.length;
  }
  const truth = new Uint8Array(size);
  types.forEach((type, number) => {
    truth.set(type.truth, starts[number] ?? 0);
  });
  const truthStart = new Int32Array(cellCount);
  for (let cell = 0; cell < cellCount; cell += 1) {
    truthStart[cell] = starts[cellType[cell] ?? 0] ?? 0;
  }
  return { truth, truthStart };
}

function findLoads(netlist: FlatNetlist, typeOf: TypeOf) {
  const { inputNet, inputStart, netCount, cellCount } = netlist;
  const loadStart = new Int32Array(netCount + 1);
  for (const net of inputNet) loadStart[net + 1] = (loadStart[net + 1] ?? 0) + 1;
  for (let net = 0; net < netCount; net += 1) {
    loadStart[net + 1] = (loadStart[net + 1] ?? 0) + (loadStart[net] ?? 0);
  }
  const fill = loadStart.slice();
  const loadCell = new Int32Array(inputNet.length);
  const loadBit = new Uint8Array(inputNet.length);
  const loadQuiet = new Uint8Array(inputNet.length);
  for (let cell = 0; cell < cellCount; cell += 1) {
    const start = inputStart[cell] ?? 0;
    const type = typeOf(cell);
    const heard = type.kind === 'flop' ? type.clockPins | type.asyncPins | type.countedPins : -1;
    for (let pin = 0; pin < type.pins; pin += 1) {
      const net = inputNet[start + pin] ?? 0;
      const at = fill[net] ?? 0;
      fill[net] = at + 1;
      loadCell[at] = cell;
      loadBit[at] = 1 << pin;
      loadQuiet[at] = heard & (1 << pin) ? 0 : 1;
    }
  }
  return { loadStart, loadCell, loadBit, loadQuiet };
}

type Loads = ReturnType<typeof findLoads>;

/** Nets of the pins of `cell` in the bits of `pins`. */
function netsAt(netlist: FlatNetlist, cell: number, pins: number): number[] {
  const start = netlist.inputStart[cell] ?? 0;
  const all = netlist.inputNet.subarray(start, netlist.inputStart[cell + 1]);
  return [...all].filter((_, pin) => (pins >> pin) & 1);
}

function netsFrom(netlist: FlatNetlist, cell: number): Int32Array {
  return netlist.outputNet.subarray(netlist.outputStart[cell], netlist.outputStart[cell + 1]);
}

/** Cell that drives each net, or -1. */
export function driversOf(netlist: FlatNetlist): Int32Array {
  const driver = new Int32Array(netlist.netCount).fill(-1);
  for (let cell = 0; cell < netlist.cellCount; cell += 1) {
    for (const net of netsFrom(netlist, cell)) driver[net] = cell;
  }
  return driver;
}

/** Whether a cell passes a clock on: gates, and clock-gating cells. */
function passesClock({ kind, model }: CellType): boolean {
  return kind === 'none' || model.state?.kind === 'table';
}

/** A net that some clocked pin depends on; on nothing else, through inverters and buffers. */
const NEEDED = 1;
const SOLE = 2;

/**
 * Clock nets: those that lead from the clock port, or from a register whose output clocks others
 * directly or through inverters and buffers, to pins that clock.
 */
function findClocks(netlist: FlatNetlist, typeOf: TypeOf, loads: Loads, clockNet: number) {
  const { cellCount, netCount } = netlist;
  const driver = driversOf(netlist);
  const needed = new Uint8Array(netCount);
  const roots = clockNet < 0 ? [] : [clockNet];
  const clocked: number[] = [];
  const visit = (first: number) => {
    const stack: [number, boolean][] = [[first, true]];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const [net, sole] = top;
      const from = driver[net] ?? -1;
      const seen = needed[net] ?? 0;
      needed[net] = Math.max(seen, sole ? SOLE : NEEDED);
      if (from < 0 || needed[net] === seen) continue;
      const type = typeOf(from);
      if (type.kind === 'flop') {
        if (sole) roots.push(net);
      } else if (passesClock(type)) {
        for (const input of netsAt(netlist, from, -1)) stack.push([input, sole && type.pins === 1]);
      }
    }
  };
  for (let cell = 0; cell < cellCount; cell += 1) {
    const { clockPins } = typeOf(cell);
    if (clockPins === 0) continue;
    clocked.push(cell);
    for (const net of netsAt(netlist, cell, clockPins)) visit(net);
  }
  const isClockNet = new Uint8Array(netCount);
  const isClockCell = new Uint8Array(cellCount);
  const reach = [...roots];
  for (const net of roots) {
    isClockNet[net] = 1;
    const from = driver[net] ?? -1;
    if (from >= 0) isClockCell[from] = 1;
  }
  for (let net = reach.pop(); net !== undefined; net = reach.pop()) {
    for (let i = loads.loadStart[net] ?? 0; i < (loads.loadStart[net + 1] ?? 0); i += 1) {
      const cell = loads.loadCell[i] ?? 0;
      if (!passesClock(typeOf(cell))) continue;
      for (const output of netsFrom(netlist, cell)) {
        if (needed[output] === 0) continue;
        isClockCell[cell] = 1;
        if (isClockNet[output] === 1) continue;
        isClockNet[output] = 1;
        reach.push(output);
      }
    }
  }
  for (const cell of clocked) {
    for (const net of netsAt(netlist, cell, typeOf(cell).clockPins)) {
      if (isClockNet[net] !== 1 && net > 1) {
        throw new Failure(
          'input',
          `${netlist.cellName[cell]} is clocked by ${netlist.nameOfNet(net)}, which comes from no clock`,
        );
      }
    }
  }
  const clockOrder = inOrder(netlist, isClockCell, (cell) =>
    netsAt(netlist, cell, typeOf(cell).kind === 'flop' ? typeOf(cell).clockPins : -1)
      .filter((net) => isClockNet[net] === 1)
      .map((net) => driver[net] ?? -1)
      .filter((from) => from >= 0),
  ).order;
  return { isClockNet, isClockCell, clockOrder: Int32Array.from(clockOrder) };
}

/** Cells, each after those that it depends on, and the longest chain before each. */
function inOrder(
  netlist: FlatNetlist,
  member: Uint8Array,
  before: (cell: number) => readonly number[],
) {
  const after = new Map<number, number[]>();
  const waiting = new Int32Array(netlist.cellCount);
  const level = new Int32Array(netlist.cellCount);
  const ready: number[] = [];
  let members = 0;
  for (let cell = 0; cell < netlist.cellCount; cell += 1) {
    if (member[cell] !== 1) continue;
    members += 1;
    const all = before(cell);
    waiting[cell] = all.length;
    if (all.length === 0) ready.push(cell);
    for (const from of all) {
      const list = after.get(from);
      if (list === undefined) after.set(from, [cell]);
      else list.push(cell);
    }
  }
  const order: number[] = [];
  for (let at = 0; at < ready.length; at += 1) {
    const cell = ready[at] ?? 0;
    order.push(cell);
    for (const next of after.get(cell) ?? []) {
      level[next] = Math.max(level[next] ?? 0, (level[cell] ?? 0) + 1);
      waiting[next] = (waiting[next] ?? 0) - 1;
      if (waiting[next] === 0) ready.push(next);
    }
  }
  if (order.length < members) {
    const stuck = waiting.findIndex((count, cell) => count > 0 && member[cell] === 1);
    throw new Failure('input', `the netlist has a loop through ${netlist.cellName[stuck]}`);
  }
  return { order, level };
}

/** Levels of cells; what is clocked starts anew, clock nets are there from the beginning. */
function findLevels(netlist: FlatNetlist, typeOf: TypeOf, isClockNet: Uint8Array) {
  const { cellCount, netCount } = netlist;
  const driver = driversOf(netlist);
  const { level } = inOrder(netlist, new Uint8Array(cellCount).fill(1), (cell) => {
    const type = typeOf(cell);
    return netsAt(netlist, cell, type.kind === 'flop' ? type.asyncPins : -1)
      .filter((net) => isClockNet[net] !== 1)
      .map((net) => driver[net] ?? -1)
      .filter((from) => from >= 0);
  });
  const netLevel = new Int32Array(netCount);
  for (let cell = 0; cell < cellCount; cell += 1) {
    for (const net of netsFrom(netlist, cell)) netLevel[net] = (level[cell] ?? 0) + 1;
  }
  const levels = level.reduce((most, one) => Math.max(most, one + 1), 1);
  return { level, levels, netLevel };
}
