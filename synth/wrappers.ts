import type { Module, Port } from '../generator/design.ts';
import { Failure } from '../system/failure.ts';
import type { ClockGateCell, LatchCell, LibraryCells } from './liberty/cells.ts';

/** Modules that stand for a cell of the library: never mapped alone, but inside of what instantiates them. */
const WRAPPER_ROLES = ['full-adder', 'clock-gate'] as const;
export type WrapperRole = (typeof WRAPPER_ROLES)[number];

export interface WrapperModule extends Module {
  readonly role: WrapperRole;
}

/** Names that stand for the wrappers in every script, source and netlist. */
export const WRAPPER_NAMES: Readonly<Record<WrapperRole, string>> = {
  'full-adder': 'logposit_full_adder',
  'clock-gate': 'logposit_clock_gate',
};

/** What each wrapper does, as a black box and as Verilog. */
const WRAPPERS: Readonly<Record<WrapperRole, { ports: string; body: string }>> = {
  'full-adder': {
    ports: 'input a_i, input b_i, input c_i, output sum_o, output carry_o',
    body: `  assign sum_o = a_i ^ b_i ^ c_i;
  assign carry_o = (a_i & b_i) | (c_i & (a_i ^ b_i));
`,
  },
  'clock-gate': {
    ports: 'input clk_i, input enable_i, output clk_o',
    body: `  reg enable;
  always @* if (!clk_i) enable = enable_i;
  assign clk_o = clk_i & enable;
`,
  },
};

export function isWrapper(module: Module): module is WrapperModule {
  return WRAPPER_ROLES.some((role) => role === module.role);
}

/** Black boxes of all wrappers. */
export const WRAPPER_STUBS: string = WRAPPER_ROLES.map(
  (role) => `(* blackbox *)\nmodule ${WRAPPER_NAMES[role]} (${WRAPPERS[role].ports});\nendmodule\n`,
).join('');

/** Verilog of what a wrapper has to do, under any name. */
export function wrapperReference(role: WrapperRole, name: string): string {
  const { ports, body } = WRAPPERS[role];
  return `module ${name} (${ports});\n${body}endmodule\n`;
}

/** Throws Failure (input) where a wrapper has other ports than its role. */
export function checkWrapperPorts({ role, file, ports }: WrapperModule): void {
  const found = ports.map(portText).sort().join(', ');
  const expected = WRAPPERS[role].ports.split(', ').sort().join(', ');
  if (found === expected) return;
  throw new Failure('input', `${file}: a ${role} has the ports ${expected}, not ${found}`);
}

function portText({ direction, width, name }: Port): string {
  return `${direction} ${width === 1 ? '' : `[${width - 1}:0] `}${name}`;
}

/** Maps for `techmap` from wrappers to cells of the library, of those that it has. */
export function wrapperMaps(cells: LibraryCells): string {
  const bodies: Readonly<Record<WrapperRole, string | null>> = {
    'full-adder': fullAdder(cells),
    'clock-gate': cells.clockGate === null ? latchAndGate(cells) : integratedGate(cells.clockGate),
  };
  return WRAPPER_ROLES.flatMap((role) => {
    const body = bodies[role];
    if (body === null) return [];
    const name = WRAPPER_NAMES[role];
    const head = `(* techmap_celltype = "${name}" *)\nmodule ${name}_map`;
    return [`${head} (${WRAPPERS[role].ports});\n${body}endmodule\n`];
  }).join('');
}

function fullAdder({ fullAdder: found }: LibraryCells): string | null {
  if (found === null) return null;
  const { cell, inputs, sum, carry } = found;
  const [a, b, c] = inputs;
  return instance(cell, '', {
    [a]: 'a_i',
    [b]: 'b_i',
    [c]: 'c_i',
    [sum]: 'sum_o',
    [carry]: 'carry_o',
  });
}

function integratedGate({ cell, clock, enable, out }: ClockGateCell): string {
  return instance(cell, '', { [clock]: 'clk_i', [enable]: 'enable_i', [out]: 'clk_o' });
}

/** A latch that is transparent while the clock is low, and an AND. */
function latchAndGate(cells: LibraryCells): string | null {
  if (cells.latch === null) return null;
  const [low, inverter] = cells.latch.transparent === 0 ? ['clk_i', ''] : ['low', inverted(cells)];
  return `  wire held;\n${inverter}${latch(cells.latch, low)}${anded(cells)}`;
}

function latch({ cell, data, enable, out }: LatchCell, low: string): string {
  return instance(cell, '.latch', { [enable]: low, [data]: 'enable_i', [out]: 'held' });
}

function inverted({ inverter }: LibraryCells): string {
  const wire = '  wire low;\n';
  if (inverter === null) return `${wire}  \\$_NOT_ invert (.A(clk_i), .Y(low));\n`;
  const [input = ''] = inverter.inputs;
  return wire + instance(inverter.cell, '.invert', { [input]: 'clk_i', [inverter.out]: 'low' });
}

function anded({ and2 }: LibraryCells): string {
  if (and2 === null) return '  \\$_AND_ gate (.A(clk_i), .B(held), .Y(clk_o));\n';
  const [a = '', b = ''] = and2.inputs;
  return instance(and2.cell, '.gate', { [a]: 'clk_i', [b]: 'held', [and2.out]: 'clk_o' });
}

/** Named after the wrapper that it replaces, with a suffix. */
function instance(cell: string, suffix: string, pins: Readonly<Record<string, string>>): string {
  const list = Object.entries(pins).map(([pin, net]) => `.\\${pin} (${net})`);
  return `  \\${cell} \\_TECHMAP_REPLACE_${suffix} (${list.join(', ')});\n`;
}
