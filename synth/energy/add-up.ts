import type { CellModel } from './cell-model.ts';
import { type CellType, wayEnergy } from './cell-type.ts';
import { driversOf, outputWays } from './circuit.ts';
import type { FlatNetlist, ModuleInstance } from './netlist.ts';
import type { SimulationCounts } from './simulate.ts';

/** Energy in fJ. */
export interface EnergySplit {
  /** Charging nets: half C V^2 for every toggle; without the clock network. */
  readonly switching: number;
  /** Inside cells, by the library's tables; without what clocks cause. */
  readonly internal: number;
  /** Nets and cells of the clock network, and what clock pins cost inside registers. */
  readonly clock: number;
  /** switching + internal + clock */
  readonly dynamic: number;
  /** Leakage power over the time. */
  readonly leakage: number;
  /** dynamic + leakage */
  readonly total: number;
}

export interface GroupEnergy extends EnergySplit {
  readonly cells: number;
}

/** Names the group that cells of a module's instance belong to. */
export type GroupOf = (instance: ModuleInstance) => string;

export interface Conditions {
  readonly voltage: number;
  readonly slewNs: number;
  readonly loadFf: Float64Array;
  readonly wireFf: number;
  readonly periodNs: number;
}

/** Load of each net: its input pins, and wire for each of them. */
export function netLoads(netlist: FlatNetlist, wireFf: number): Float64Array {
  const loads = new Float64Array(netlist.netCount);
  forEachPin(netlist, (net, capacitance) => {
    loads[net] = (loads[net] ?? 0) + capacitance + wireFf;
  });
  return loads;
}

function forEachPin(
  netlist: FlatNetlist,
  see: (net: number, capacitanceFf: number, cell: number, pin: number) => void,
): void {
  const { cellCount, cellType, types, inputStart, inputNet } = netlist;
  const capacitances = types.map(({ model }) => model.inputs.map((pin) => pin.capacitanceFf));
  for (let cell = 0; cell < cellCount; cell += 1) {
    const start = inputStart[cell] ?? 0;
    const own = capacitances[cellType[cell] ?? 0] ?? [];
    for (let pin = 0; pin < own.length; pin += 1) {
      see(inputNet[start + pin] ?? 0, own[pin] ?? 0, cell, pin);
    }
  }
}

/** A sum of one group while it grows. */
class Sum {
  cells = 0;
  switching = 0;
  internal = 0;
  clock = 0;
  leakage = 0;

  perCycle(cycles: number): GroupEnergy {
    const switching = this.switching / cycles;
    const internal = this.internal / cycles;
    const clock = this.clock / cycles;
    const dynamic = switching + internal + clock;
    const { cells, leakage } = this;
    return { cells, switching, internal, clock, dynamic, leakage, total: dynamic + leakage };
  }
}

/** Turns counts into energy per cycle, by groups. */
export function addUp(
  counts: SimulationCounts,
  conditions: Conditions,
  groupOf: GroupOf,
): ReadonlyMap<string, GroupEnergy> {
  const { netlist } = counts.circuit;
  const sums = new Map<string, Sum>();
  const byInstance = netlist.instances.map((instance) => {
    const name = groupOf(instance);
    const sum = sums.get(name) ?? new Sum();
    sums.set(name, sum);
    return sum;
  });
  const sumOf = (cell: number) => byInstance[netlist.cellOwner[cell] ?? 0] as Sum;
  addNets(counts, conditions, sumOf);
  addCells(counts, conditions, sumOf);
  const used = [...sums].filter(([, { cells }]) => cells > 0);
  return new Map(used.map(([name, sum]) => [name, sum.perCycle(counts.cycles)]));
}

type SumOf = (cell: number) => Sum;

/** A net counts for the cell that drives it; a port's net, and a clock net, for the cells it drives. */
function addNets(
  { circuit, toggles }: SimulationCounts,
  { voltage, wireFf }: Conditions,
  sumOf: SumOf,
): void {
  const { netlist, isClockNet } = circuit;
  const driver = driversOf(netlist);
  const half = (voltage * voltage) / 2;
  const charge = (net: number, capacitanceFf: number, sum: Sum) => {
    const energy = half * capacitanceFf * (toggles[net] ?? 0);
    if (isClockNet[net] === 1) sum.clock += energy;
    else sum.switching += energy;
  };
  forEachPin(netlist, (net, capacitance, cell) => {
    const from = isClockNet[net] === 1 ? -1 : (driver[net] ?? -1);
    charge(net, capacitance + wireFf, sumOf(from < 0 ? cell : from));
  });
  for (let cell = 0; cell < netlist.cellCount; cell += 1) {
    const start = netlist.outputStart[cell] ?? 0;
    modelOf(netlist, cell).outputs.forEach(({ capacitanceFf }, output) => {
      charge(netlist.outputNet[start + output] ?? 0, capacitanceFf, sumOf(cell));
    });
  }
}

function modelOf({ types, cellType }: FlatNetlist, cell: number): CellModel {
  return typeOf(types, cellType, cell).model;
}

function typeOf(types: readonly CellType[], cellType: Uint16Array, cell: number): CellType {
  return types[cellType[cell] ?? 0] as CellType;
}

function addCells(counts: SimulationCounts, conditions: Conditions, sumOf: SumOf): void {
  const { netlist, isClockCell } = counts.circuit;
  const pinEnergies = netlist.types.map((type) => pinEnergiesOf(type, conditions.slewNs));
  // nW x ns = 1e-18 J
  const leakFactor = conditions.periodNs * 1e-3;
  for (let cell = 0; cell < netlist.cellCount; cell += 1) {
    const type = typeOf(netlist.types, netlist.cellType, cell);
    const sum = sumOf(cell);
    sum.cells += 1;
    sum.leakage += type.model.leakageNw * leakFactor;
    const output = outputEnergy(cell, type, counts, conditions);
    if (isClockCell[cell] === 1) sum.clock += output;
    else sum.internal += output;
    addPins(cell, type, pinEnergies[netlist.cellType[cell] ?? 0] ?? [], counts, sum);
  }
}

/** Energy of the toggles of a cell's outputs. */
function outputEnergy(
  cell: number,
  type: CellType,
  { circuit, ways }: SimulationCounts,
  { slewNs, loadFf }: Conditions,
): number {
  const { netlist, wayStart } = circuit;
  const start = wayStart[cell] ?? 0;
  const firstOutput = netlist.outputStart[cell] ?? 0;
  const shared = outputWays(type) - type.ways.length;
  let energy = 0;
  type.ways.forEach((way, at) => {
    const alone = ways[start + at] ?? 0;
    const together = shared === 0 ? 0 : (ways[start + shared + at] ?? 0);
    if (alone + together === 0) return;
    const load = loadFf[netlist.outputNet[firstOutput + way.output] ?? 0] ?? 0;
    // A shared event is told at each of its outputs.
    const times = alone + together / type.model.outputs.length;
    energy += times * wayEnergy(way, slewNs, load);
  });
  return energy;
}

interface PinEnergy {
  readonly clocks: boolean;
  /** Where the energy is one of the pin's direction only. */
  readonly rise: number;
  readonly fall: number;
  /** By way of the pin, else: offset among the cell's counters and energy. */
  readonly counted: readonly { readonly at: number; readonly energy: number }[];
}

function pinEnergiesOf(type: CellType, slewNs: number): PinEnergy[] {
  return type.model.inputs.map(({ energy }, pin) => {
    const clocks = ((type.clockPins >> pin) & 1) === 1;
    if (((type.countedPins >> pin) & 1) === 1) {
      const counted = type.pinWays.flatMap((way, at) =>
        way.pin === pin ? [{ at: outputWays(type) + at, energy: wayEnergy(way, slewNs, 0) }] : [],
      );
      return { clocks, rise: 0, fall: 0, counted };
    }
    const [rise, fall] = ([1, 0] as const).map((value) =>
      wayEnergy({ pin, value, energy }, slewNs, 0),
    );
    return { clocks, rise: rise ?? 0, fall: fall ?? 0, counted: [] };
  });
}

/** Energy of the toggles of a cell's input pins. */
function addPins(
  cell: number,
  type: CellType,
  energies: readonly PinEnergy[],
  { circuit, toggles, rises, ways }: SimulationCounts,
  sum: Sum,
): void {
  const { netlist, wayStart } = circuit;
  const start = netlist.inputStart[cell] ?? 0;
  for (let pin = 0; pin < type.pins; pin += 1) {
    const { clocks, rise, fall, counted } = energies[pin] as PinEnergy;
    const net = netlist.inputNet[start + pin] ?? 0;
    const up = rises[net] ?? 0;
    let energy = up * rise + ((toggles[net] ?? 0) - up) * fall;
    for (const one of counted) energy += (ways[(wayStart[cell] ?? 0) + one.at] ?? 0) * one.energy;
    if (clocks) sum.clock += energy;
    else sum.internal += energy;
  }
}
