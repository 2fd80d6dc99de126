import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runScript } from './mutants.ts';

/** A netlist as Yosys writes it in JSON, as far as it is used. */
interface Netlist {
  readonly modules: Record<string, NetlistModule>;
}

type Bit = number | string;

interface NetlistModule {
  readonly ports: Record<string, { direction: string; bits: Bit[] }>;
  readonly cells: Record<string, { type: string; connections: Record<string, Bit[]> }>;
  readonly netnames: Record<string, { bits: Bit[] }>;
}

/** A register of both copies: the cells have the same name. */
export interface State {
  /** Port of the next state; `${port}_q` is that of the state, `${port}_clk` that of its clock. */
  readonly port: string;
  /** Name of each bit in the source, `remaining_q_0`, where it is known. */
  readonly bits: readonly (string | null)[];
}

/** Copies without registers: state comes in and next state goes out through ports. */
export interface NextStatePair {
  readonly file: string;
  readonly states: readonly State[];
  /** Ports of `gold` that show named vectors of the source (`shownName`), with their widths. */
  readonly shown: ReadonlyMap<string, number>;
}

/** Instance of the netlist with the mutations in its wrapper. */
const INSTANCE = 'u_mutated.';
const FILE = 'pair.json';
const NAMES_FILE = 'names.json';
const LATCH_FILE = 'latch.v';

/** A latch goes on to what it lets through, or keeps what it holds. */
const LATCH = `(* techmap_celltype = "$dlatch" *)
module latch #(parameter WIDTH = 1, parameter EN_POLARITY = 1) (
  input EN, input [WIDTH-1:0] D, output [WIDTH-1:0] Q
);
  \\$dff #(.WIDTH(WIDTH), .CLK_POLARITY(1'b1)) _TECHMAP_REPLACE_ (
    .CLK(1'b0), .D(EN == EN_POLARITY ? D : Q), .Q(Q)
  );
endmodule
`;

/**
 * Cuts `gold` and `gate`, read from these files, open at their registers. Vectors of the names in
 * `show` become outputs of `gold`.
 */
export async function nextStatePair(
  directory: string,
  sources: readonly string[],
  show: readonly string[],
): Promise<NextStatePair> {
  await writeFile(join(directory, LATCH_FILE), LATCH);
  await runScript(
    directory,
    `read_verilog -sv ${sources.join(' ')}
     proc -norom
     memory_collect
     memory_map
     setundef -zero -undriven
     flatten
     dffunmap
     techmap -map ${LATCH_FILE}
     write_json ${FILE}
     opt_expr gold
     write_json ${NAMES_FILE}`,
  );
  const path = join(directory, FILE);
  const { modules } = await readNetlist(path);
  const { gold, gate } = modules;
  const folded = (await readNetlist(join(directory, NAMES_FILE))).modules.gold;
  if (gold === undefined || gate === undefined || folded === undefined) {
    throw new Error('a copy is missing');
  }
  const known = registerNames(folded);
  const states = cutRegisters(gold, known);
  const others = cutRegisters(gate, known);
  if (JSON.stringify(states) !== JSON.stringify(others)) {
    throw new Error('the copies have different registers');
  }
  const shown = new Map<string, number>();
  for (const name of show) {
    const bits = namedBits(gold, name);
    if (bits.length === 0) continue;
    const port = `show_${shownName(name)}`;
    gold.ports[port] = { direction: 'output', bits };
    shown.set(port, bits.length);
  }
  await writeFile(path, JSON.stringify({ modules: { gold, gate } }));
  return { file: FILE, states, shown };
}

/** A vector in an instance, as one name. */
export function shownName(name: string): string {
  return name.replace(/\W/g, '_');
}

/** A file that Yosys wrote. */
export async function readNetlist(path: string): Promise<Netlist> {
  return JSON.parse(await readFile(path, 'utf8')) as Netlist;
}

type Names = readonly (string | null)[];

/**
 * Names of the bits of each register, by cell. Where mutations stand between a register and its name,
 * only folding those that are not active brings both together.
 */
function registerNames(module: NetlistModule): Map<string, Names> {
  const names = namesOfBits(module);
  return new Map(
    registersOf(module).map(([cell, { Q = [] }]) => [cell, Q.map((bit) => names.get(bit) ?? null)]),
  );
}

function registersOf({ cells }: NetlistModule) {
  return Object.entries(cells)
    .filter(([, { type }]) => type === '$dff')
    .map(([cell, { connections }]) => [cell, connections] as const);
}

/** Turns each register into ports, in the order of their names: those that are known, else its own. */
function cutRegisters(module: NetlistModule, known: ReadonlyMap<string, Names>): State[] {
  const own = registerNames(module);
  const registers = registersOf(module)
    .map(([cell, { D = [], Q = [], CLK = [] }]) => {
      const bits = known.get(cell) ?? own.get(cell) ?? [];
      return { cell, D, Q, CLK, bits, key: bits.includes(null) ? cell : bits.join() };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return registers.map(({ cell, D, Q, CLK, bits }, index) => {
    const port = `state_${index}`;
    module.ports[port] = { direction: 'output', bits: D };
    module.ports[`${port}_q`] = { direction: 'input', bits: Q };
    module.ports[`${port}_clk`] = { direction: 'output', bits: CLK };
    delete module.cells[cell];
    return { port, bits };
  });
}

function namesOfBits({ netnames }: NetlistModule): Map<Bit, string> {
  const names = new Map<Bit, string>();
  for (const [name, { bits }] of Object.entries(netnames)) {
    const own = name.startsWith(INSTANCE) ? name.slice(INSTANCE.length) : name;
    if (own.startsWith('$') || own.startsWith('_')) continue;
    for (const [index, bit] of bits.entries()) {
      const known = names.get(bit);
      // A register's own name says more than those of the wires behind it.
      if (known !== undefined && (isRegister(known) || !isRegister(own))) continue;
      names.set(bit, bits.length === 1 ? own : `${own}_${index}`);
    }
  }
  return names;
}

function isRegister(name: string): boolean {
  return /_q(\[\d+\])?(_\d+)?$/.test(name);
}

/** Bits of a vector of the source, which the netlist has one by one. */
function namedBits({ netnames }: NetlistModule, name: string): Bit[] {
  const whole = (netnames[name] ?? netnames[`${INSTANCE}${name}`])?.bits;
  if (whole !== undefined) return whole;
  const bits: Bit[] = [];
  for (;;) {
    const bit = netnames[`${INSTANCE}${name}_${bits.length}`]?.bits[0];
    if (bit === undefined) return bits;
    bits.push(bit);
  }
}
