import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Module } from '../../generator/design.ts';
import { chooseYosys } from '../../synth/choose-yosys.ts';
import { openLibrary } from '../../synth/library.ts';
import { mapDesign, type NamedModule } from '../../synth/map-design.ts';
import { type Recipe, recipesFor } from '../../synth/recipes.ts';
import { proveEqual } from './prove.ts';
import { describeModule, failureOf, freshCache, OSU018, port, TINY } from './support.ts';

const FULL_ADDER = `
module w_full_adder (input logic a_i, b_i, c_i, output logic sum_o, carry_o);
  assign sum_o   = a_i ^ b_i ^ c_i;
  assign carry_o = (a_i && b_i) || ((a_i || b_i) && c_i);
endmodule
`;

const CLOCK_GATE = `
module w_clock_gate (input logic clk_i, enable_i, output logic clk_o);
  logic enable_q;
  always_latch if (!clk_i) enable_q = enable_i;
  assign clk_o = clk_i & enable_q;
endmodule
`;

/** Full adders as a whole, with equal and with constant inputs, half read; sums and a comparison. */
const SUMS = `
module w_tree (
  input  logic [3:0] a_i, b_i, c_i,
  input  logic       minus_i,
  output logic [7:0] sum_o,
  output logic       less_o
);
  logic [3:0] sum, carry;
  for (genvar i = 0; i < 4; i++) begin : gen_bit
    w_full_adder u_whole (.a_i(a_i[i]), .b_i(b_i[i]), .c_i(c_i[i]), .sum_o(sum[i]), .carry_o(carry[i]));
  end

  logic [5:0] s, k;
  w_full_adder u_zero  (.a_i(1'b0),   .b_i(a_i[0]), .c_i(b_i[1]), .sum_o(s[0]), .carry_o(k[0]));
  w_full_adder u_one   (.a_i(a_i[1]), .b_i(1'b1),   .c_i(c_i[2]), .sum_o(s[1]), .carry_o(k[1]));
  w_full_adder u_two   (.a_i(1'b1),   .b_i(k[0]),   .c_i(1'b0),   .sum_o(s[2]), .carry_o(k[2]));
  w_full_adder u_equal (.a_i(a_i[2]), .b_i(c_i[1]), .c_i(a_i[2]), .sum_o(s[3]), .carry_o(k[3]));
  w_full_adder u_sum   (.a_i(s[0]),   .b_i(s[1]),   .c_i(b_i[3]), .sum_o(s[4]), .carry_o());
  w_full_adder u_carry (.a_i(s[2]),   .b_i(k[3]),   .c_i(s[3]),   .sum_o(),     .carry_o(k[4]));
  assign s[5] = k[1] ^ k[2];
  assign k[5] = k[4];

  assign sum_o  = {carry, 1'b0} + sum + (minus_i ? s - {k, 2'b01} : s + 6'd13);
  assign less_o = sum < carry;
endmodule
`;

/** A sum that leaves under another name, beside inputs. */
const PAIR = `
module w_pair (input logic [3:0] a_i, b_i, output logic [12:0] pair_o);
  logic [4:0] both;
  assign both   = {a_i[3], a_i} + {b_i[3], b_i};
  assign pair_o = {both, b_i, a_i};
endmodule
`;

const HELD = `
module w_pe (input logic clk_i, load_i, input logic [1:0] weight_i, output logic [1:0] weight_o);
  logic load_clk;
  w_clock_gate u_clock_gate (.clk_i, .enable_i(load_i), .clk_o(load_clk));
  always_ff @(posedge load_clk) weight_o <= weight_i;
endmodule
`;

const inputs = (...names: readonly string[]) => names.map((name) => port('input', name));
const outputs = (...names: readonly string[]) => names.map((name) => port('output', name));

const MODULES: readonly Module[] = [
  describeModule('w_full_adder', 'full-adder', [
    ...inputs('a_i', 'b_i', 'c_i'),
    ...outputs('sum_o', 'carry_o'),
  ]),
  describeModule('w_clock_gate', 'clock-gate', [
    ...inputs('clk_i', 'enable_i'),
    ...outputs('clk_o'),
  ]),
  describeModule('w_tree', 'tree', [
    ...['a_i', 'b_i', 'c_i'].map((name) => port('input', name, 4)),
    port('input', 'minus_i'),
    port('output', 'sum_o', 8),
    port('output', 'less_o'),
  ]),
  describeModule('w_pair', 'decoder', [
    port('input', 'a_i', 4),
    port('input', 'b_i', 4),
    port('output', 'pair_o', 13),
  ]),
  describeModule('w_pe', 'pe', [
    ...inputs('clk_i', 'load_i'),
    port('input', 'weight_i', 2),
    port('output', 'weight_o', 2),
  ]),
];

const TEXTS = new Map([
  ['w_full_adder', FULL_ADDER],
  ['w_clock_gate', CLOCK_GATE],
  ['w_tree', SUMS],
  ['w_pair', PAIR],
  ['w_pe', HELD],
]);

async function map(
  recipes: readonly Recipe[],
  { texts = TEXTS, modules = MODULES, liberty = OSU018 } = {},
): Promise<ReadonlyMap<string, readonly NamedModule[]>> {
  const library = await openLibrary(liberty);
  const context = { yosys: await chooseYosys('system'), library, timeoutSeconds: 60 };
  return (await mapDesign({ config: 'w', modules }, texts, recipes, context, () => {})).variants;
}

const recipe = (name: string): Recipe => {
  const found = recipesFor('high').find((one) => one.name === name);
  if (found === undefined) throw new Error(`no recipe ${name}`);
  return found;
};

describe('on osu018', () => {
  const NAMES = ['ripple-compact', 'cells-compact', 'brent-kung-open-sized'] as const;
  let rtl: string[] = [];

  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'logposit-test-'));
    for (const [name, text] of TEXTS) await writeFile(join(directory, `${name}.sv`), text);
    rtl = [...TEXTS.keys()].map((name) => join(directory, `${name}.sv`));
    return () => rm(directory, { recursive: true });
  });

  test('wrappers are cells of the modules that have them', async () => {
    await freshCache();
    const variants = await map(NAMES.map(recipe));
    expect([...variants.keys()]).toEqual(['w_tree', 'w_pair', 'w_pe']);
    const adders = variants.get('w_tree')?.map(({ cellTypes }) => cellTypes.FAX1 ?? 0) ?? [];
    // Only those with three inputs and two outputs that are read; sums of gates, of cells, opened.
    expect(adders[0]).toBe(4);
    expect(adders[1]).toBeGreaterThan(4 + 8);
    expect(adders[2]).toBe(0);
    const [held] = variants.get('w_pe') ?? [];
    expect(held).toMatchObject({
      cellTypes: { DFFPOSX1: 2, LATCH: 1, AND2X1: 1, INVX1: 1 },
      flops: 2,
      area: 2 * 96 + 56 + 32 + 16,
      instances: {},
    });
    expect(held?.netlist).toContain('\\u_clock_gate.latch ');
  });

  test.each(NAMES)('netlists of %s do what the RTL does', async (name) => {
    const variants = await map([recipe(name)]);
    const netlist = (module: string) => variants.get(module)?.[0]?.netlist ?? '';
    for (const top of ['w_tree', 'w_pair']) {
      await proveEqual(top, { rtl, netlists: [netlist(top)], start: '' });
    }
  });

  test('a register with a gated clock does what the RTL does', async () => {
    const netlist = (await map([recipe('ripple-compact')])).get('w_pe')?.[0]?.netlist ?? '';
    const prove = (text: string) =>
      proveEqual('w_pe', {
        rtl,
        netlists: [text],
        start:
          '-set-at 1 in_clk_i 0 -set-at 1 in_load_i 1 -set-at 2 in_clk_i 1 -set-at 3 in_clk_i 0',
        clocks: 'clk2fflogic',
        steps: 12,
      });
    await prove(netlist);
    const open = netlist.replace(/INVX1 (.*)/, 'BUFX2 $1');
    expect(open).not.toBe(netlist);
    await expect(prove(open)).rejects.toThrow('ERROR: Called with -verify');
  });
});

describe('a wrapper that is none', () => {
  const changed = (name: string, from: string, to: string) => {
    const texts = new Map(TEXTS);
    texts.set(name, (texts.get(name) ?? '').replace(from, to));
    return failureOf(map([recipe('ripple-compact')], { texts }));
  };

  test('another carry', async () => {
    await freshCache();
    expect(await changed('w_full_adder', '(a_i && b_i)', '(a_i && !b_i)')).toMatchObject({
      kind: 'input',
      message: 'w_full_adder.sv is no full-adder',
    });
  });

  test('a latch that is transparent while the clock is high', async () => {
    await freshCache();
    expect(await changed('w_clock_gate', '!clk_i', 'clk_i')).toMatchObject({
      kind: 'input',
      message: 'w_clock_gate.sv is no clock-gate',
    });
  });

  test('another port', async () => {
    await freshCache();
    const modules = MODULES.map((module) =>
      module.role === 'clock-gate' ? { ...module, ports: module.ports.slice(1) } : module,
    );
    expect(await failureOf(map([recipe('ripple-compact')], { modules }))).toMatchObject({
      kind: 'input',
      message:
        'w_clock_gate.sv: a clock-gate has the ports input clk_i, input enable_i, output clk_o, not input enable_i, output clk_o',
    });
  });
});

test('a library without latches has no clock gates', async () => {
  await freshCache();
  expect(await failureOf(map([recipe('ripple-compact')], { liberty: TINY }))).toMatchObject({
    kind: 'input',
    message: 'tiny.lib has neither a clock gate nor a latch, which w_clock_gate stands for',
  });
});

test('a library without full-adder cells gets gates', async () => {
  await freshCache();
  const modules = MODULES.filter(({ name }) => name === 'w_tree' || name === 'w_full_adder');
  const variants = await map([recipe('ripple-compact')], { liberty: TINY, modules });
  const types = Object.keys(variants.get('w_tree')?.[0]?.cellTypes ?? {});
  expect(types.filter((type) => !['INV', 'BUF', 'NAND2'].includes(type))).toEqual([]);
});
