import { Failure } from '../../system/failure.ts';
import { type CellType, FREE } from './cell-type.ts';
import { type Circuit, outputWays } from './circuit.ts';
import { ONE } from './verilog.ts';

/** How a cell is evaluated: by its truth table alone, or with a bit or pins to count. */
export const COMBINATIONAL = 0;
export const FLOP = 1;
const OTHER = 2;

/**
 * Values and counts of a running simulation, and what both delay models do alike: two values, all
 * zero in the beginning; the clock network has no delay, so that registers sample what was there
 * before the edge.
 */
export class SimulationState {
  /** Value of each net. */
  readonly net: Uint8Array;
  /** Index of each cell: its input pins as they are, and its bit. */
  readonly index: Uint8Array;
  /** Outputs that each cell wants to have; nets follow at once or later. */
  readonly wanted: Uint8Array;
  /** Input pins of each cell that changed since it was evaluated last. */
  readonly changed: Uint8Array;
  /** Cells with changed pins: touched[0 .. touchedCount - 1]. */
  readonly touched: Int32Array;
  touchedCount = 0;
  /** Toggles of each net, and of each way of each cell. */
  readonly toggles: Uint32Array;
  readonly ways: Uint32Array;
  readonly evaluation: Uint8Array;
  /** By type: what `wayOf` looks up. */
  private readonly pinsOf: Uint8Array;
  private readonly bitsOf: Uint8Array;
  private readonly waysOf: readonly Uint16Array[];
  private readonly sharedOf: Int32Array;
  private readonly launchCells: Int32Array;
  private readonly launchPins: Uint8Array;

  constructor(readonly circuit: Circuit) {
    const { netlist, wayCount } = circuit;
    const { cellCount, netCount, types } = netlist;
    this.pinsOf = Uint8Array.from(types, ({ pins }) => pins);
    this.bitsOf = Uint8Array.from(types, ({ indexBits }) => indexBits);
    this.waysOf = types.map(({ outputWay }) => outputWay);
    this.sharedOf = Int32Array.from(types, (type) => outputWays(type) - type.ways.length);
    this.net = new Uint8Array(netCount);
    this.index = new Uint8Array(cellCount);
    this.wanted = new Uint8Array(cellCount);
    this.changed = new Uint8Array(cellCount);
    this.touched = new Int32Array(cellCount);
    this.toggles = new Uint32Array(netCount);
    this.ways = new Uint32Array(wayCount);
    this.launchCells = new Int32Array(cellCount);
    this.launchPins = new Uint8Array(cellCount);
    this.evaluation = Uint8Array.from({ length: cellCount }, (_, cell) => {
      const { kind, countedPins } = this.typeOf(cell);
      return kind === 'flop' ? FLOP : kind === 'none' && countedPins === 0 ? COMBINATIONAL : OTHER;
    });
    this.settleFromZero();
  }

  typeOf(cell: number): CellType {
    const { types, cellType } = this.circuit.netlist;
    return types[cellType[cell] as number] as CellType;
  }

  clearCounts(): void {
    this.toggles.fill(0);
    this.ways.fill(0);
  }

  /** Inverts a net and tells the cells that it reaches. */
  toggle(net: number): void {
    const { loadStart, loadCell, loadBit, loadQuiet } = this.circuit;
    const { index, changed, touched } = this;
    this.net[net] = (this.net[net] as number) ^ 1;
    this.toggles[net] = (this.toggles[net] as number) + 1;
    const end = loadStart[net + 1] as number;
    for (let i = loadStart[net] as number; i < end; i += 1) {
      const cell = loadCell[i] as number;
      const bit = loadBit[i] as number;
      index[cell] = (index[cell] as number) ^ bit;
      if (loadQuiet[i] === 1) continue;
      if (changed[cell] === 0) touched[this.touchedCount++] = cell;
      changed[cell] = (changed[cell] as number) | bit;
    }
  }

  /**
   * Inverts the clock, lets the clock network follow, and samples registers. `launch` is called for
   * each register whose outputs change, after all have sampled, with the pin that caused it.
   */
  clockEdge(launch: (cell: number, pin: number) => void): void {
    const { clockNet, clockOrder } = this.circuit;
    if (clockNet < 0) return;
    this.toggleClock(clockNet);
    for (let at = 0; at < clockOrder.length; at += 1) {
      const cell = clockOrder[at] as number;
      if (this.changed[cell] !== 0) this.followClock(cell);
    }
    this.sampleRegisters(launch);
  }

  /** Outputs that a touched cell wants now; takes note of its bit and of counted pins. */
  evaluate(cell: number, changed: number): number {
    if (this.evaluation[cell] !== COMBINATIONAL) this.store(cell, changed);
    const { truth, truthStart } = this.circuit;
    return truth[(truthStart[cell] as number) + (this.index[cell] as number)] as number;
  }

  /** Counter of a toggle of an output because of a pin; `together`: another output toggled, too. */
  wayOf(cell: number, output: number, pin: number, together: boolean): number {
    const type = this.circuit.netlist.cellType[cell] as number;
    const row = (output * (this.pinsOf[type] as number) + pin) << (this.bitsOf[type] as number);
    const table = this.waysOf[type] as Uint16Array;
    const way = table[row + (this.index[cell] as number)] as number;
    const shift = together ? (this.sharedOf[type] as number) : 0;
    return (this.circuit.wayStart[cell] as number) + way + shift;
  }

  /** A clock that data change between the edges would clock registers at an unknown time. */
  clockGlitch(cell: number): Failure {
    const { cellName, cellOwner, instances } = this.circuit.netlist;
    const path = instances[cellOwner[cell] ?? 0]?.path ?? '';
    return new Failure(
      'input',
      `the clock from ${path === '' ? '' : `${path}/`}${cellName[cell]} toggles between edges`,
    );
  }

  private toggleClock(net: number): void {
    const { loadStart, loadCell, loadBit, loadQuiet, isClockCell } = this.circuit;
    const { index, changed, touched } = this;
    this.net[net] = (this.net[net] as number) ^ 1;
    this.toggles[net] = (this.toggles[net] as number) + 1;
    const end = loadStart[net + 1] as number;
    for (let i = loadStart[net] as number; i < end; i += 1) {
      const cell = loadCell[i] as number;
      const bit = loadBit[i] as number;
      index[cell] = (index[cell] as number) ^ bit;
      if (loadQuiet[i] === 1) continue;
      if (changed[cell] === 0 && isClockCell[cell] === 0) touched[this.touchedCount++] = cell;
      changed[cell] = (changed[cell] as number) | bit;
    }
  }

  private followClock(cell: number): void {
    const { outputStart, outputNet } = this.circuit.netlist;
    const changed = this.changed[cell] as number;
    this.changed[cell] = 0;
    const outputs = this.evaluate(cell, changed);
    let different = outputs ^ (this.wanted[cell] as number);
    this.wanted[cell] = outputs;
    const together = (different & (different - 1)) !== 0;
    const pin = 31 - Math.clz32(changed);
    while (different !== 0) {
      const output = 31 - Math.clz32(different);
      different ^= 1 << output;
      const way = this.wayOf(cell, output, pin, together);
      this.ways[way] = (this.ways[way] as number) + 1;
      this.toggleClock(outputNet[(outputStart[cell] as number) + output] as number);
    }
  }

  /** Takes flip-flops out of the touched cells; the others stay. */
  private sampleRegisters(launch: (cell: number, pin: number) => void): void {
    const { touched, changed, evaluation, launchCells, launchPins } = this;
    const { truth, truthStart } = this.circuit;
    let kept = 0;
    let launches = 0;
    for (let at = 0; at < this.touchedCount; at += 1) {
      const cell = touched[at] as number;
      if (evaluation[cell] !== FLOP) {
        touched[kept++] = cell;
        continue;
      }
      const pins = changed[cell] as number;
      changed[cell] = 0;
      this.store(cell, pins);
      const outputs = truth[(truthStart[cell] as number) + (this.index[cell] as number)];
      if (outputs === this.wanted[cell]) continue;
      launchCells[launches] = cell;
      launchPins[launches++] = 31 - Math.clz32(pins);
    }
    this.touchedCount = kept;
    for (let at = 0; at < launches; at += 1) {
      launch(launchCells[at] as number, launchPins[at] as number);
    }
  }

  /** Counts energy of pins by the state before, then gives the bit its next value. */
  private store(cell: number, changed: number): void {
    const type = this.typeOf(cell);
    const after = this.index[cell] as number;
    const before = after ^ changed;
    const counted = type.countedPins & changed;
    if (counted !== 0) this.countPins(cell, type, counted, before);
    if (type.stateBit === 0) return;
    const forced = type.forced[after] as number;
    let bit: number;
    if (type.kind === 'level') bit = type.next[after] as number;
    else if (forced !== FREE) bit = forced;
    else if (type.clock[after] === 1 && type.clock[before] === 0) bit = type.next[before] as number;
    else return;
    this.index[cell] = bit === 1 ? after | type.stateBit : after & ~type.stateBit;
  }

  private countPins(cell: number, type: CellType, counted: number, before: number): void {
    const { pinWay, indexBits } = type;
    const start = (this.circuit.wayStart[cell] as number) + outputWays(type);
    for (let left = counted; left !== 0; ) {
      const pin = 31 - Math.clz32(left);
      left ^= 1 << pin;
      const way = start + (pinWay[(pin << indexBits) + before] as number);
      this.ways[way] = (this.ways[way] as number) + 1;
    }
  }

  /** Values for inputs and bits that are zero, found by passes over all cells until nothing moves. */
  private settleFromZero(): void {
    const { netlist, truth, truthStart, level } = this.circuit;
    const { cellCount, inputStart, inputNet, outputStart, outputNet } = netlist;
    this.net[ONE] = 1;
    const order = Int32Array.from({ length: cellCount }, (_, cell) => cell);
    order.sort((a, b) => (level[a] ?? 0) - (level[b] ?? 0) || a - b);
    const step = (cell: number): boolean => {
      const type = this.typeOf(cell);
      const start = inputStart[cell] ?? 0;
      let index = (this.index[cell] ?? 0) & type.stateBit;
      for (let pin = 0; pin < type.pins; pin += 1) {
        index |= (this.net[inputNet[start + pin] ?? 0] ?? 0) << pin;
      }
      const forced = type.kind === 'level' ? type.next[index] : type.forced[index];
      if (forced === 1) index |= type.stateBit;
      if (forced === 0) index &= ~type.stateBit;
      const outputs = truth[(truthStart[cell] ?? 0) + index] ?? 0;
      const moved = outputs !== this.wanted[cell] || index !== this.index[cell];
      this.index[cell] = index;
      this.wanted[cell] = outputs;
      for (let output = 0; output < type.model.outputs.length; output += 1) {
        this.net[outputNet[(outputStart[cell] ?? 0) + output] ?? 0] = (outputs >> output) & 1;
      }
      return moved;
    };
    let moving = true;
    for (let pass = 0; moving; pass += 1) {
      if (pass > cellCount + 2) throw new Failure('input', 'the netlist does not settle');
      moving = false;
      for (const cell of order) moving = step(cell) || moving;
    }
  }
}
