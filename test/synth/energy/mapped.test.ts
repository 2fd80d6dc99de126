import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseYosys } from '../../../synth/choose-yosys.ts';
import {
  DELAY_MODELS,
  type EnergyRequest,
  measureEnergy,
  type PortWords,
} from '../../../synth/energy/index.ts';
import { openLibrary } from '../../../synth/library.ts';
import { mapDesign, type NamedModule } from '../../../synth/map-design.ts';
import { FIRST_RECIPE } from '../../../synth/recipes.ts';
import { readSources } from '../../../synth/sources.ts';
import { runTool } from '../../../system/run-tool.ts';
import { failureOf, freshCache, MAC, macDesign, scratch } from '../support.ts';
import { randomNumbers } from './random-netlist.ts';
import { LIBRARIES, wordsOf } from './support.ts';

const CYCLES = 200;
const WARM_UP = 10;

/** Inputs of fx_pe: reset for two cycles, then random words. */
function stimulus() {
  const random = randomNumbers(7);
  const words = (limit: number, from = 0) =>
    Array.from({ length: CYCLES }, (_, cycle) => (cycle < from ? 0 : random(limit)));
  return {
    rst_ni: Array.from({ length: CYCLES }, (_, cycle) => (cycle < 2 ? 0 : 1)),
    en_i: words(4).map((word) => (word === 0 ? 0 : 1)),
    first_i: words(16).map((word) => (word === 0 ? 1 : 0)),
    start_i: words(4096),
    weight_i: words(16),
    act_i: words(16),
  };
}

/** What the RTL of the PE says at the end of each cycle. */
async function rtlWords(inputs: Readonly<Record<string, readonly number[]>>): Promise<number[]> {
  const directory = await scratch();
  const steps = Array.from({ length: CYCLES }, (_, cycle) => {
    const assign = Object.entries(inputs).map(([port, words]) => `${port} <= ${words[cycle]};`);
    return `clk_i = 1; ${assign.join(' ')} #5; clk_i = 0; #5; $display("%0d", {nar_o, acc_o});`;
  });
  await writeFile(
    join(directory, 'tb.sv'),
    `module tb;
  logic clk_i = 0, rst_ni = 0, en_i = 0, first_i = 0, nar_o;
  logic [11:0] start_i = 0, acc_o;
  logic [3:0] weight_i = 0, act_i = 0;
  fx_pe dut (.*);
  initial begin
    ${steps.join('\n    ')}
  end
endmodule
`,
  );
  const files = ['fx_decoder', 'fx_pe'].map((name) => join(MAC, `${name}.sv`));
  const call = { tool: 'Icarus', cwd: directory, timeoutSeconds: 60 };
  await runTool({ ...call, command: 'iverilog', args: ['-g2012', '-o', 'tb', 'tb.sv', ...files] });
  const { stdout } = await runTool({ ...call, command: 'vvp', args: ['tb'] });
  return stdout.trim().split('\n').map(Number);
}

/** As a caller does it: modules of a design, mapped, with the cells that Yosys counted. */
async function request(
  liberty: string,
): Promise<{ modules: NamedModule[]; request: Omit<EnergyRequest, 'model'> }> {
  const design = macDesign();
  const library = await openLibrary(liberty);
  const context = { yosys: await chooseYosys('system'), library, timeoutSeconds: 60 };
  const { texts } = await readSources(MAC, 'fx', design.modules);
  const hierarchy = { config: 'fx', modules: design.modules };
  const mapped = await mapDesign(hierarchy, texts, [FIRST_RECIPE], context, () => {});
  const modules = [...mapped.variants.values()].flat();
  const inputs = Object.entries(stimulus()).map(([port, words]): [string, PortWords] => [
    port,
    (cycle) => words[cycle] ?? 0,
  ]);
  return {
    modules,
    request: {
      netlists: new Map(modules.map(({ name, netlist }) => [name, netlist])),
      cellCounts: new Map(
        modules.map(({ name, cellTypes }) => [
          name,
          Object.values(cellTypes).reduce((sum, count) => sum + count, 0),
        ]),
      ),
      top: 'fx_pe',
      library,
      periodNs: 40,
      stimulus: {
        warmUpCycles: WARM_UP,
        measuredCycles: CYCLES - WARM_UP,
        inputs: new Map(inputs),
      },
    },
  };
}

/** sky130 takes long to map to, and adds nothing here. */
describe.each(LIBRARIES.slice(0, 2))('a PE mapped to $name', ({ file, absent }) => {
  test.skipIf(absent !== '')(`gives what its RTL gives, every cell counted${absent}`, async () => {
    await freshCache();
    const expected = await rtlWords(stimulus());
    const { modules, request: given } = await request(file);
    const [zero, liberty] = await Promise.all(
      DELAY_MODELS.map((model) => measureEnergy({ ...given, model })),
    );
    for (const report of [zero, liberty]) {
      if (report === undefined) throw new Error('both models give a report');
      const nar = wordsOf(report, 'nar_o');
      const words = wordsOf(report, 'acc_o', 12).map(
        (word, cycle) => word + 4096 * (nar[cycle] ?? 0),
      );
      expect(words).toEqual(expected);
      expect(new Set(words).size).toBeGreaterThan(100);

      const cells = (name: string) => given.cellCounts.get(name) ?? 0;
      expect(report.cells).toBe(cells('fx_pe') + 2 * cells('fx_decoder'));
      expect(report.byInstance.get('fx_decoder')?.cells).toBe(2 * cells('fx_decoder'));
      expect(report.clockToggles).toBe(2 * report.cycles);
      for (const part of ['switching', 'internal', 'clock', 'leakage'] as const) {
        expect(report.perCycle[part], part).toBeGreaterThan(0);
      }
    }
    expect(liberty?.perCycle.clock).toBeCloseTo(zero?.perCycle.clock ?? 0, 6);
    expect(liberty?.perCycle.switching).toBeGreaterThan(zero?.perCycle.switching ?? 0);
    expect(liberty?.settledNs).toBeLessThan(40);

    // A reader that loses one instance, here by a name that looks like a comment, is caught.
    const pe = modules.find(({ name }) => name === 'fx_pe')?.netlist ?? '';
    const lost = pe.replace(/^ {2}\w+ _\d+_ \([^;]*;$/m, '/*$&*/');
    expect(lost).not.toBe(pe);
    const netlists = new Map([...given.netlists, ['fx_pe', lost]]);
    const failure = await failureOf(measureEnergy({ ...given, netlists, model: 'zero' }));
    expect(failure.message).toMatch(/^the netlist of fx_pe has \d+ cells, but \d+ were counted$/);
  });
});
