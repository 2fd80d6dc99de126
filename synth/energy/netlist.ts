import { Failure } from '../../system/failure.ts';
import type { LibraryModel } from './cell-model.ts';
import { type CellType, cellType } from './cell-type.ts';
import {
  ONE,
  OPEN,
  parseNetlist,
  type VerilogInstance,
  type VerilogModule,
  ZERO,
} from './verilog.ts';

/** An instance of a module; the first one is the top, without a parent. */
export interface ModuleInstance {
  readonly module: string;
  /** Names of the instances from the top down, with slashes; '' for the top. */
  readonly path: string;
}

/** All cells below a top module; nets are numbers, 0 and 1 the constants. */
export interface FlatNetlist {
  readonly types: readonly CellType[];
  readonly cellCount: number;
  /** Index into `types`, by cell. */
  readonly cellType: Uint16Array;
  /** Name in its module, by cell. */
  readonly cellName: readonly string[];
  /** Index into `instances`, by cell. */
  readonly cellOwner: Int32Array;
  readonly instances: readonly ModuleInstance[];
  /** Nets of the input pins of cell c: inputNet[inputStart[c]] and on. */
  readonly inputStart: Int32Array;
  readonly inputNet: Int32Array;
  /** Nets of the outputs of cell c; a cell's output always has a net. */
  readonly outputStart: Int32Array;
  readonly outputNet: Int32Array;
  readonly netCount: number;
  /** Nets of the top's ports, lowest bit first. */
  readonly inputs: ReadonlyMap<string, Int32Array>;
  readonly outputs: ReadonlyMap<string, Int32Array>;
  /** Name of a net as its module has it, for messages and comparisons; made on demand. */
  readonly nameOfNet: (net: number) => string;
}

export interface NetlistSource {
  /** Structural Verilog by module name. */
  readonly netlists: ReadonlyMap<string, string>;
  /** Library cells of each module without its children, counted by somebody else. */
  readonly cellCounts: ReadonlyMap<string, number>;
  readonly top: string;
}

/**
 * Flattens a hierarchical netlist. Throws Failure (input) where a cell is unknown, a used pin has no
 * driver or two, or a module does not have as many cells as were counted.
 */
export function flattenNetlist(source: NetlistSource, library: LibraryModel): FlatNetlist {
  const modules = readModules(source);
  const flattener = new Flattener(modules, library);
  return flattener.flatten(source.top);
}

function readModules({ netlists, cellCounts, top }: NetlistSource): Map<string, VerilogModule> {
  const texts = new Set(netlists.values());
  const modules = new Map<string, VerilogModule>();
  for (const text of texts) {
    for (const module of parseNetlist(text)) modules.set(module.name, module);
  }
  const reached = new Set<string>();
  const visit = (name: string) => {
    const module = modules.get(name);
    if (module === undefined || reached.has(name)) return;
    reached.add(name);
    const cells = module.instances.filter(({ type }) => !modules.has(type)).length;
    const counted = cellCounts.get(name);
    if (cells !== counted) {
      throw new Failure(
        'input',
        `the netlist of ${name} has ${cells} cells, but ${counted ?? 'none'} were counted`,
      );
    }
    for (const { type } of module.instances) visit(type);
  };
  visit(top);
  return modules;
}

class Flattener {
  private readonly types: CellType[] = [];
  private readonly typeNumbers = new Map<string, number>();
  private readonly cellTypes: number[] = [];
  private readonly cellNames: string[] = [];
  private readonly cellOwners: number[] = [];
  private readonly inputStarts: number[] = [0];
  private readonly inputNets: number[] = [];
  private readonly outputStarts: number[] = [0];
  private readonly outputNets: number[] = [];
  private readonly instances: ModuleInstance[] = [];
  /** Union-find over nets: what a net was joined with. */
  private readonly joined: number[] = [ZERO, ONE];

  constructor(
    private readonly modules: ReadonlyMap<string, VerilogModule>,
    private readonly library: LibraryModel,
  ) {}

  flatten(topName: string): FlatNetlist {
    const top = this.modules.get(topName);
    if (top === undefined) throw new Failure('input', `there is no netlist of ${topName}`);
    const ports = new Map([...top.ports].map(([name, { bits }]) => [name, bits.map(this.newNet)]));
    this.place(top, ports, '');

    const numbers = this.denseNumbers();
    const renumber = (nets: readonly number[]) =>
      Int32Array.from(nets, (net) => numbers[this.find(net)] ?? 0);
    const portsOf = (direction: string) =>
      new Map(
        [...top.ports]
          .filter(([, port]) => port.direction === direction)
          .map(([name]) => [name, renumber(ports.get(name) ?? [])] as const),
      );
    const netlist = {
      types: this.types,
      cellCount: this.cellTypes.length,
      cellType: Uint16Array.from(this.cellTypes),
      cellName: this.cellNames,
      cellOwner: Int32Array.from(this.cellOwners),
      instances: this.instances,
      inputStart: Int32Array.from(this.inputStarts),
      inputNet: renumber(this.inputNets),
      outputStart: Int32Array.from(this.outputStarts),
      outputNet: renumber(this.outputNets),
      netCount: numbers.reduce((count, number) => Math.max(count, number + 1), 2),
      inputs: portsOf('input'),
      outputs: portsOf('output'),
    };
    const nameOfNet = (net: number) => netName(netlist, net);
    checkDrivers(netlist, nameOfNet);
    return { ...netlist, nameOfNet };
  }

  private readonly newNet = (): number => this.joined.push(this.joined.length) - 1;

  private find(net: number): number {
    let root = net;
    while (this.joined[root] !== root) root = this.joined[root] ?? root;
    for (let at = net; at !== root; ) {
      const above = this.joined[at] ?? root;
      this.joined[at] = root;
      at = above;
    }
    return root;
  }

  /** Constants win over nets, so that their numbers stay. */
  private join(left: number, right: number): void {
    const [low, high] = [this.find(left), this.find(right)].sort((a, b) => a - b);
    if (low !== undefined && high !== undefined && low !== high) this.joined[high] = low;
  }

  /** Adds the cells of an instance and of all below it; `ports` has the nets that it is given. */
  private place(
    module: VerilogModule,
    ports: ReadonlyMap<string, readonly number[]>,
    path: string,
  ): void {
    const owner = this.instances.push({ module: module.name, path }) - 1;
    const nets = new Int32Array(module.netCount).fill(OPEN);
    nets[ZERO] = ZERO;
    nets[ONE] = ONE;
    for (const [name, { bits }] of module.ports) {
      const given = ports.get(name) ?? [];
      bits.forEach((local, bit) => {
        nets[local] = given[bit] ?? OPEN;
      });
    }
    const netOf = (local: number): number => {
      if (local === OPEN) return OPEN;
      const known = nets[local] ?? OPEN;
      if (known !== OPEN) return known;
      const made = this.newNet();
      nets[local] = made;
      return made;
    };
    for (const [left, right] of module.joined) this.join(netOf(left), netOf(right));
    for (const instance of module.instances) {
      const child = this.modules.get(instance.type);
      if (child === undefined) this.addCell(instance, netOf, module.name, owner);
      else {
        const inner = path === '' ? instance.name : `${path}/${instance.name}`;
        this.place(child, this.connections(instance, child, netOf, module.name), inner);
      }
    }
  }

  private connections(
    { name, pins }: VerilogInstance,
    child: VerilogModule,
    netOf: (local: number) => number,
    parent: string,
  ): Map<string, readonly number[]> {
    for (const [pin, bits] of pins) {
      const width = child.ports.get(pin)?.bits.length;
      if (width === undefined || (bits.length > 0 && bits.length !== width)) {
        throw new Failure(
          'input',
          `${parent}: instance ${name} of ${child.name} connects ${pin} to ${bits.length} bits, ` +
            `not ${width ?? 'none'}`,
        );
      }
    }
    return new Map(
      [...child.ports].map(([port, { bits }]) => {
        const given = pins.get(port) ?? [];
        return [port, bits.map((_, bit) => netOf(given[bit] ?? OPEN))];
      }),
    );
  }

  private addCell(
    { type, name, pins }: VerilogInstance,
    netOf: (local: number) => number,
    parent: string,
    owner: number,
  ): void {
    const number = this.typeNumber(type, `${parent}: ${name}`);
    const { model } = this.types[number] as CellType;
    const bitOf = (pin: string) => netOf(pins.get(pin)?.[0] ?? OPEN);
    for (const { name: pin } of model.inputs) {
      const net = bitOf(pin);
      if (net === OPEN) {
        throw new Failure('input', `${parent}: pin ${pin} of ${name} (${type}) is not connected`);
      }
      this.inputNets.push(net);
    }
    for (const { name: pin } of model.outputs) {
      const net = bitOf(pin);
      this.outputNets.push(net === OPEN ? this.newNet() : net);
    }
    const known = model.inputs.length + model.outputs.length;
    if (pins.size > known || [...pins.values()].some((bits) => bits.length > 1)) {
      this.checkPins(type, name, pins, parent, model);
    }
    this.inputStarts.push(this.inputNets.length);
    this.outputStarts.push(this.outputNets.length);
    this.cellTypes.push(number);
    this.cellNames.push(name);
    this.cellOwners.push(owner);
  }

  private checkPins(
    type: string,
    name: string,
    pins: VerilogInstance['pins'],
    parent: string,
    { inputs, outputs }: CellType['model'],
  ): void {
    const known = new Set([...inputs, ...outputs].map((pin) => pin.name));
    for (const [pin, bits] of pins) {
      if (!known.has(pin) || bits.length > 1) {
        throw new Failure(
          'input',
          `${parent}: ${name} (${type}) has no pin ${pin} of ${bits.length} bits`,
        );
      }
    }
  }

  private typeNumber(type: string, where: string): number {
    const known = this.typeNumbers.get(type);
    if (known !== undefined) return known;
    const model = Object.hasOwn(this.library.cells, type) ? this.library.cells[type] : undefined;
    if (model === undefined) {
      throw new Failure('input', `${where}: library ${this.library.name} has no cell ${type}`);
    }
    const number = this.types.push(cellType(model)) - 1;
    this.typeNumbers.set(type, number);
    return number;
  }

  /** New numbers without gaps, by the root of each net. */
  private denseNumbers(): Int32Array {
    const numbers = new Int32Array(this.joined.length);
    let next = 0;
    for (let net = 0; net < numbers.length; net += 1) {
      if (this.joined[net] === net) numbers[net] = next++;
    }
    return numbers;
  }
}

type Wiring = Omit<FlatNetlist, 'nameOfNet'>;

/** Every net that a cell or an output port reads has exactly one driver. */
function checkDrivers(netlist: Wiring, nameOfNet: (net: number) => string): void {
  const drivers = new Uint8Array(netlist.netCount);
  drivers[ZERO] = 1;
  drivers[ONE] = 1;
  const drive = (net: number) => {
    if (drivers[net] === 1) {
      throw new Failure('input', `the netlist drives ${nameOfNet(net)} more than once`);
    }
    drivers[net] = 1;
  };
  for (const bits of netlist.inputs.values()) bits.forEach(drive);
  netlist.outputNet.forEach(drive);
  const read = (net: number) => {
    if (drivers[net] === 0) {
      throw new Failure('input', `nothing drives ${nameOfNet(net)} of the netlist`);
    }
  };
  netlist.inputNet.forEach(read);
  for (const bits of netlist.outputs.values()) bits.forEach(read);
}

/** By the port or the pins that it is at. */
function netName(netlist: Wiring, net: number): string {
  for (const [port, bits] of [...netlist.inputs, ...netlist.outputs]) {
    const bit = bits.indexOf(net);
    if (bit >= 0) return bits.length === 1 ? port : `${port}[${bit}]`;
  }
  const at = (nets: Int32Array, starts: Int32Array, pins: 'inputs' | 'outputs') => {
    const position = nets.indexOf(net);
    if (position < 0) return null;
    const cell = starts.findIndex((start) => start > position) - 1;
    const model = netlist.types[netlist.cellType[cell] ?? 0]?.model;
    const path = netlist.instances[netlist.cellOwner[cell] ?? 0]?.path ?? '';
    const pin = model?.[pins][position - (starts[cell] ?? 0)]?.name;
    return `pin ${pin} of ${path === '' ? '' : `${path}/`}${netlist.cellName[cell]}`;
  };
  return (
    at(netlist.outputNet, netlist.outputStart, 'outputs') ??
    at(netlist.inputNet, netlist.inputStart, 'inputs') ??
    `net ${net}`
  );
}
