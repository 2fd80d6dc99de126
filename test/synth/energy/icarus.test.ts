import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { netLoads } from '../../../synth/energy/add-up.ts';
import type { CellModel, LibraryModel } from '../../../synth/energy/cell-model.ts';
import { readLibertyModel } from '../../../synth/energy/liberty.ts';
import { lookUp } from '../../../synth/energy/lookup.ts';
import { type FlatNetlist, flattenNetlist } from '../../../synth/energy/netlist.ts';
import { type DelayModel, simulateNetlist } from '../../../synth/energy/simulate.ts';
import { packWords } from '../../../synth/energy/stimulus.ts';
import { openLibrary } from '../../../synth/library.ts';
import { runTool } from '../../../system/run-tool.ts';
import { freshCache, scratch } from '../support.ts';
import { icarusToggles, outputToggles } from './icarus.ts';
import { gatesOf, type RandomNetlist, randomNetlist, randomNumbers } from './random-netlist.ts';
import { LIBRARIES } from './support.ts';

const WARM_UP = 3;
const MEASURED = 60;
const CYCLES = WARM_UP + MEASURED;
const SEED = 20_261_121;
const INPUTS = 12;
const SLEW_NS = 0.1;

function words(): number[] {
  const random = randomNumbers(SEED);
  return Array.from({ length: CYCLES }, () => random(2 ** INPUTS));
}

function simulate(
  { text, cellCounts }: RandomNetlist,
  library: LibraryModel,
  model: DelayModel,
  periodNs: number,
) {
  const netlist = flattenNetlist(
    { netlists: new Map([['top', text]]), cellCounts, top: 'top' },
    library,
  );
  const inputs = new Map([['a_i', packWords(words(), INPUTS)]]);
  return simulateNetlist(
    netlist,
    { warmUpCycles: WARM_UP, measuredCycles: MEASURED, inputs },
    {
      model,
      clock: 'clk_i',
      periodNs,
      inputDelayNs: 0.001,
      slewNs: SLEW_NS,
      loadFf: netLoads(netlist, 0),
      observe: ['y_o'],
    },
  );
}

/** A bench of `half` periods: the clock rises, inputs change `after` it by one of Verilog's ways. */
function bench(half: number, settle: number, change: (word: number) => string): string {
  const steps = words().map((word) => `    clk = 1; ${change(word)} clk = 0; #${half};`);
  return `\`timescale 1ps/1ps
module tb;
  reg clk = 0;
  reg [${INPUTS - 1}:0] a = 0;
  wire [7:0] y;
  top dut (.clk_i(clk), .a_i(a), .y_o(y));
  initial begin
    $dumpfile("tb.vcd");
    $dumpvars(0, tb);
    #${settle};
${steps.join('\n')}
    $finish;
  end
endmodule
`;
}

/** Registers and clock gates of each library: what Yosys maps to, latches, and gating cells. */
const CLOCKED: Readonly<
  Record<string, { flops: string[]; gate: { body: string; cells: number } }>
> = {
  osu018: {
    flops: ['DFFPOSX1', 'DFFNEGX1', 'DFFSR', 'LATCH', 'DFFPOSX1'],
    gate: {
      body: 'wire n, q; INVX1 i (.A(clk_i), .Y(n)); LATCH l (.CLK(n), .D(enable_i), .Q(q)); AND2X1 a (.A(clk_i), .B(q), .Y(clk_o));',
      cells: 3,
    },
  },
  sg13g2: {
    // Without latches that can be cleared: Yosys 0.23 takes their enable for their data.
    flops: ['sg13g2_dfrbp_1', 'sg13g2_dlhq_1', 'sg13g2_dfrbp_2'],
    gate: {
      body: 'sg13g2_lgcp_1 g (.CLK(clk_i), .GATE(enable_i), .GCLK(clk_o));',
      cells: 1,
    },
  },
  sky130: {
    flops: ['dfxtp_1', 'dfxbp_1', 'edfxtp_1', 'dlxtp_1', 'dfrtp_1', 'dlxtn_1'].map(
      (name) => `sky130_fd_sc_hd__${name}`,
    ),
    gate: {
      body: 'sky130_fd_sc_hd__dlclkp_1 g (.CLK(clk_i), .GATE(enable_i), .GCLK(clk_o));',
      cells: 1,
    },
  },
};

/** Yosys does not know state tables. */
const GATING_CELLS = ['sky130_fd_sc_hd__dlclkp_1', 'sg13g2_lgcp_1'].map(
  (name) => `module ${name}(input CLK, input GATE, output GCLK);
  reg M = 0;
  always @* if (!CLK) M = GATE;
  assign GCLK = CLK & M;
endmodule
`,
);

/** Yosys reads the library and writes what its cells do; Icarus simulates that. */
describe.each(LIBRARIES)('$name without delays', ({ name, file, absent }) => {
  test.skipIf(absent !== '')(
    `every output of every gate toggles as in Icarus${absent}`,
    async () => {
      await freshCache();
      const directory = await scratch();
      const { path } = await openLibrary(file);
      const library = readLibertyModel(await readFile(path, 'latin1'));
      const { flops = [], gate = null } = CLOCKED[name] ?? {};
      const shape = { seed: SEED, inputWidth: INPUTS, flops: [...flops, ...flops], gates: 60 };
      const netlist = randomNetlist(library, { ...shape, gate });

      const script = `read_liberty -ignore_miss_func ${path}; proc; write_verilog -noattr cells.v`;
      const yosys = { tool: 'Yosys', command: 'yosys', cwd: directory, timeoutSeconds: 60 };
      await runTool({ ...yosys, args: ['-q', '-p', script] });
      const cells = await readFile(join(directory, 'cells.v'), 'utf8');
      const sources = {
        // Registers start at zero, as in the simulator.
        'cells.v': cells.replace(/^ {2}reg (\w+);$/gm, '  reg $1 = 0;'),
        'gating.v': GATING_CELLS.join(''),
        'netlist.v': netlist.text,
        'tb.v': bench(5, 10, (word) => `a <= ${word}; #5;`),
      };
      const expected = await icarusToggles(directory, sources, 10 + 10 * WARM_UP);
      const counted = outputToggles(simulate(netlist, library, 'zero', 10));
      expect(counted.size).toBeGreaterThan(gatesOf(library).length);
      let moving = 0;
      for (const [pin, toggles] of counted) {
        if (toggles !== expected.get(pin)) console.log(pin, toggles, expected.get(pin));
        if (toggles > 0) moving += 1;
      }
      expect(moving).toBeGreaterThan(counted.size / 3);
    },
  );
});

describe('osu018 with delays', () => {
  test('every output toggles as often as in Icarus, glitches included', async () => {
    await freshCache();
    const directory = await scratch();
    const osu018 = LIBRARIES[0]?.file ?? '';
    const library = readLibertyModel(await readFile(osu018, 'latin1'));
    const flops = Array<string>(12).fill('DFFPOSX1');
    const shape = { seed: SEED + 1, inputWidth: INPUTS, gates: 120 };
    const netlist = randomNetlist(library, { ...shape, flops, gate: null });
    const counts = simulate(netlist, library, 'liberty', 40);
    const sources = {
      'cells.v': [...gatesOf(library).map(inertialGate), REGISTER].join('\n'),
      'netlist.v': netlist.text,
      'tb.v': bench(20_000, 100_000, (word) => `#1 a = ${word}; #19999;`).replace(
        'endmodule',
        `${delayParameters(counts.circuit.netlist)}endmodule`,
      ),
    };
    const expected = await icarusToggles(directory, sources, 100_000 + 40_000 * WARM_UP);
    const counted = outputToggles(counts);
    for (const [pin, toggles] of counted) expect(toggles, pin).toBe(expected.get(pin));
    const sum = (toggles: ReadonlyMap<string, number>) =>
      [...toggles.values()].reduce((total, one) => total + one, 0);
    const quiet = outputToggles(simulate(netlist, library, 'zero', 40));
    expect(sum(counted)).toBeGreaterThan(1.1 * sum(quiet));
  });
});

/** Parameter of the delay to `output` becoming `value` when `pin` became `level`. */
function parameterName(output: string, pin: string, value: number, level: number): string {
  return `D_${output}_${pin}_${value}${level}`;
}

/**
 * A gate with inertial delays: a change that is taken back in time leaves its token worthless.
 * `#0` waits until all nets that change at this time have.
 */
function inertialGate({ name, inputs, outputs }: CellModel): string {
  const pins = inputs.map((pin) => pin.name);
  const ports = [
    ...pins.map((pin) => `input ${pin}`),
    ...outputs.map((o) => `output reg ${o.name}`),
  ];
  const parameters = outputs.flatMap((output) =>
    pins.flatMap((pin) =>
      [0, 1].flatMap((value) =>
        [0, 1].map((level) => `  parameter ${parameterName(output.name, pin, value, level)} = 1;`),
      ),
    ),
  );
  const follow = outputs.map(({ name: o, function: f }) => {
    // Liberty's blanks and apostrophes are not Verilog's.
    const expression = f
      .replace(/(\w|\))\s+(?=[\w(!])/g, '$1 & ')
      .replaceAll('!', '~')
      .replaceAll('+', '|');
    const delay = pins
      .map((pin) => {
        const at = (value: number, level: number) => parameterName(o, pin, value, level);
        return `(${pin} !== was_${pin}) ? (want_${o} ? (${pin} ? ${at(1, 1)} : ${at(1, 0)}) : (${pin} ? ${at(0, 1)} : ${at(0, 0)}))`;
      })
      .reverse()
      .join(' : ');
    return `    if ((${expression}) !== want_${o}) begin
      want_${o} = ${expression};
      seq_${o} = seq_${o} + 1;
      if (want_${o} !== ${o}) tok_${o} <= #(${delay} : 1) seq_${o};
    end`;
  });
  const states = outputs.map(
    ({ name: o }) => `  reg want_${o} = 0;
  integer seq_${o} = 0, tok_${o} = 0;
  initial ${o} = 0;
  always @(tok_${o}) if (tok_${o} == seq_${o}) ${o} = want_${o};`,
  );
  return `\`timescale 1ps/1ps
module ${name}(${ports.join(', ')});
${parameters.join('\n')}
  reg ${pins.map((pin) => `was_${pin} = 0`).join(', ')};
${states.join('\n')}
  event start;
  initial #1 -> start;
  always @(${[...pins, 'start'].join(' or ')}) begin
    #0;
${follow.join('\n')}
${pins.map((pin) => `    was_${pin} = ${pin};`).join('\n')}
  end
endmodule
`;
}

const REGISTER = `\`timescale 1ps/1ps
module DFFPOSX1(input CLK, input D, output reg Q);
  parameter D_Q_CLK_01 = 1;
  parameter D_Q_CLK_11 = 1;
  initial Q = 0;
  always @(posedge CLK) Q <= #(D ? D_Q_CLK_11 : D_Q_CLK_01) D;
endmodule
`;

/** Delays of all instances at their loads, from the library's tables. */
function delayParameters(netlist: FlatNetlist): string {
  const loads = netLoads(netlist, 0);
  const lines: string[] = [];
  for (let cell = 0; cell < netlist.cellCount; cell += 1) {
    const model = netlist.types[netlist.cellType[cell] ?? 0]?.model;
    const path = netlist.instances[netlist.cellOwner[cell] ?? 0]?.path ?? '';
    const name = [...path.split('/').filter(Boolean), netlist.cellName[cell] ?? '']
      .map((one) => `\\${one} `)
      .join('.');
    model?.outputs.forEach((output, at) => {
      const net = netlist.outputNet[(netlist.outputStart[cell] ?? 0) + at] ?? 0;
      for (const pin of model.inputs) {
        for (const [value, level] of [
          [0, 0],
          [0, 1],
          [1, 0],
          [1, 1],
        ] as const) {
          const [arc] = output.arcs.filter(
            ({ relatedPins, sense }) =>
              relatedPins.includes(pin.name) &&
              (sense === 'either' || (sense === 'positive') === (value === level)),
          );
          const table = value === 1 ? arc?.rise : arc?.fall;
          if (table === null || table === undefined) continue;
          if (model.state !== null && level === 0) continue;
          const ps = Math.max(1, Math.round(lookUp(table, SLEW_NS, loads[net] ?? 0) * 1000));
          const parameter = parameterName(output.name, pin.name, value, level);
          lines.push(`  defparam dut.${name}.${parameter} = ${ps};`);
        }
      }
    });
  }
  return `${lines.join('\n')}\n`;
}
