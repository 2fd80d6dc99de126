import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect } from 'vitest';
import type { Port } from '../../generator/design.ts';
import { render } from '../../generator/render.ts';
import type { Body, DatapathPlan } from '../../generator/systolic/datapath.ts';
import {
  actDecoderPorts,
  productPorts,
  weightDecoderPorts,
} from '../../generator/systolic/ports.ts';
import { withModuleWords } from '../../generator/systolic/shape.ts';
import { leafView } from '../../generator/systolic/views/leaf.ts';
import type { Datapath } from '../../golden/datapaths/datapath.ts';
import { prepareRuntime } from '../../sim/runtime.ts';
import { findSimulationTools } from '../../sim/tools.ts';
import { cachedDirectory, contentHash } from '../../system/cache.ts';
import { runTool } from '../../system/run-tool.ts';
import { expectAccepted } from './open-tools.ts';

const scratch = mkdtempSync(join(tmpdir(), 'logposit-datapath-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Sums are compared modulo 2^40: wider than any product, and exact as a number. */
const SUM_BITS = 40n;

/** A module of a datapath, written out. */
interface Written {
  readonly name: string;
  readonly ports: readonly Port[];
  readonly text: string;
}

/**
 * Verilator, Icarus and Yosys accept the three modules without a word, their text keeps to 100 columns, and all
 * pairs of legal words in all modes give the golden product and the golden flags.
 */
export async function checkDatapath(plan: DatapathPlan, datapath: Datapath): Promise<void> {
  const modules = datapathModules(plan, datapath);
  expectWellWritten(modules);
  const terms = portWidth(modules, 'product', 'terms_o');
  expect(plan.terms).toHaveLength(terms);
  expect(plan.constants).toHaveLength(datapath.modes.length);
  const stimuli = allWords(plan, datapath);
  const sums = await simulated(plan, modules, stimuli);
  expect(mismatches(plan, datapath, stimuli, sums)).toEqual([]);
}

/** The modules of a datapath under the names that a bench gives them. */
export function datapathModules(plan: DatapathPlan, datapath: Datapath): Written[] {
  const modeBits = Math.ceil(Math.log2(datapath.modes.length));
  const shape = withModuleWords({ ...datapath, plan, modeBits });
  return [
    written('weight_decoder', plan.weightDecoder, weightDecoderPorts(shape)),
    written('act_decoder', plan.actDecoder, actDecoderPorts(shape)),
    written('product', plan.product, productPorts(shape)),
  ];
}

function written(name: string, body: Body, ports: readonly Port[]): Written {
  const module = { name, file: `${name}.sv`, role: 'product', latency: 0, ports } as const;
  const provenance = { tool: 'logposit', command: 'a test', configHash: 'none' };
  const text = render(`systolic/${body.template}`, leafView(body, module, provenance));
  return { name, ports, text };
}

function portWidth(modules: readonly Written[], module: string, port: string): number {
  const ports = modules.find(({ name }) => name === module)?.ports ?? [];
  return ports.find(({ name }) => name === port)?.width ?? 0;
}

function expectWellWritten(modules: readonly Written[]): void {
  const directory = mkdtempSync(join(scratch, 'rtl-'));
  const files = modules.map(({ name }) => `${name}.sv`);
  for (const { name, text } of modules) {
    writeFileSync(join(directory, `${name}.sv`), text);
    expect(text.split('\n').filter((line) => line.length > 100 || /\s$/.test(line))).toEqual([]);
    expect(text).not.toContain('\n\n\n');
  }
  writeFileSync(join(directory, 'all.f'), files.map((file) => `${file}\n`).join(''));
  expectAccepted({ directory, list: 'all.f', files, modules: modules.map(({ name }) => name) });
}

/** Words of a stimulus: mode, weights and activations side by side, the first one's low. */
const RECORD = 3;

/** All pairs of a weight and an activation, for each word of a product module, beside scattered other ones. */
function allWords({ words = 1 }: DatapathPlan, datapath: Datapath): Uint32Array<ArrayBuffer> {
  const { weightBits, activationBits, modes } = datapath;
  const numbers = (bits: number) => Array.from({ length: 2 ** bits }, (_, word) => word);
  const acts = numbers(activationBits).filter(datapath.isLegal);
  const pairs = 2 ** weightBits * acts.length;
  const records = new Uint32Array(RECORD * pairs * words * modes.length);
  for (let index = 0; index < records.length / RECORD; index++) {
    const place = Math.floor(index / pairs) % words;
    let [weights, activations] = [0, 0];
    for (let word = 0; word < words; word++) {
      const pair = (word === place ? index : index * SCATTER) % pairs;
      weights += Math.floor(pair / acts.length) << (weightBits * word);
      activations += (acts[pair % acts.length] ?? 0) << (activationBits * word);
    }
    records.set([Math.floor(index / (pairs * words)), weights, activations], RECORD * index);
  }
  return records;
}

/** An odd number near the golden section of 2^16. */
const SCATTER = 40503;

/** By stimulus and lane: the sum of the terms + 2^SUM_BITS * flags. */
async function simulated(
  plan: DatapathPlan,
  modules: readonly Written[],
  stimuli: Uint32Array<ArrayBuffer>,
): Promise<BigUint64Array> {
  const command = await buildBench(plan, modules);
  const input = new Uint8Array(stimuli.buffer);
  const { stdout } = await execa(command, { input, encoding: 'buffer', maxBuffer: 2 ** 28 });
  return new BigUint64Array(stdout.buffer, stdout.byteOffset, stdout.byteLength / 8);
}

async function buildBench(plan: DatapathPlan, modules: readonly Written[]): Promise<string> {
  const tools = await findSimulationTools();
  const runtime = await prepareRuntime(tools, 'build');
  const texts = [...modules.map(({ text }) => text), topText(plan, modules)];
  const driver = driverText(plan);
  const key = contentHash('datapath-bench', runtime.key, ...texts, driver);
  const directory = await cachedDirectory('simulators', key, async (staging) => {
    const models = join(staging, 'models');
    mkdirSync(models);
    writeFileSync(join(models, 'top.sv'), texts.join('\n'));
    const run = (tool: string, command: string, ...args: string[]) =>
      runTool({ tool, command, args, cwd: models, timeoutSeconds: 60 });
    const flags = ['--cc', '-O3', '--x-assign', 'unique', '--top-module', 'top', '--assert'];
    await run('Verilator', tools.verilator.command, ...flags, '--Mdir', '.', 'top.sv');
    const parts = readdirSync(models).filter((file) => file.endsWith('.cpp'));
    const includes = parts.map((file) => `#include "${file}"\n`);
    writeFileSync(join(models, 'unit.cpp'), [...includes, driver].join(''));
    const objects = runtime.objects.filter((path) => !path.endsWith('driver.o'));
    const link = tools.linker === null ? [] : ['-fuse-ld=mold'];
    const sources = ['-include', runtime.header, 'unit.cpp', ...objects, ...link];
    await run('g++', tools.compiler.command, ...runtime.flags, ...sources, '-o', '../dut');
    rmSync(models, { recursive: true });
  });
  return join(directory, 'dut');
}

/** Words in, bits of the product and flags out. */
function topText(plan: DatapathPlan, modules: readonly Written[]): string {
  const width = (port: string, module: string) => portWidth(modules, module, port);
  const range = (bits: number) => `[${bits - 1}:0]`;
  const modeBits = width('mode_i', 'product');
  const mode = modeBits === 0 ? '' : '.mode_i(mode_i), ';
  const clock = plan.productLatency === 0 ? '' : '.clk_i(clk_i), ';
  const nar = (signal: string) => (plan.hasNar ? `, .nar_o(${signal})` : '');
  const none = plan.hasNar ? [] : ["assign weight_nar_o = '0;", "assign act_nar_o = '0;"];
  return [
    '/* verilator lint_off UNUSED */',
    'module top (',
    `  input logic clk_i, input logic ${range(Math.max(modeBits, 1))} mode_i,`,
    `  input logic ${range(width('code_i', 'weight_decoder'))} weight_i,`,
    `  input logic ${range(width('code_i', 'act_decoder'))} act_i,`,
    `  output logic ${range(plan.terms.length)} terms_o,`,
    `  output logic ${range(plan.lanes)} weight_nar_o, output logic act_nar_o);`,
    `logic ${range(plan.storedBits)} weight; logic ${range(plan.busBits)} act;`,
    `weight_decoder u_w (${mode}.code_i(weight_i), .weight_o(weight)${nar('weight_nar_o')});`,
    `act_decoder u_a (.code_i(act_i), .act_o(act)${nar('act_nar_o')});`,
    `product u_p (${clock}${mode}.weight_i(weight), .act_i(act), .terms_o(terms_o));`,
    ...none,
    'endmodule',
    '',
  ].join('\n');
}

/** Weights stand still while activations stream; inputs change right after the edge that takes them. */
function driverText(plan: DatapathPlan): string {
  const terms = plan.terms.map(
    ({ lane, position, complementAt = -1 }) => `{${lane}, ${position}, ${complementAt}}`,
  );
  const mask = (1n << SUM_BITS) - 1n;
  const constants = plan.constants.map(
    (lanes) => `{${lanes.map((constant) => `${constant & mask}ull`).join(', ')}}`,
  );
  return `#include <cstdio>
#include <vector>
constexpr struct { int lane, position, complement; } kTerms[] = {${terms.join(', ')}};
constexpr std::uint64_t kConstants[][${plan.lanes}] = {${constants.join(', ')}};
int main() {
  VerilatedContext context;
  Vtop dut{&context};
  std::vector<std::uint64_t> out;
  std::uint32_t words[3];
  while (std::fread(words, sizeof words, 1, stdin) == 1) {
        const int mode = words[0];
        dut.mode_i = mode, dut.weight_i = words[1], dut.act_i = words[2], dut.clk_i = 0;
        dut.eval();
        const std::uint64_t nar = dut.act_nar_o ? ${(1 << plan.lanes) - 1} : dut.weight_nar_o;
        dut.clk_i = 1;
        dut.eval();
        if (${plan.productLatency}) dut.act_i = words[2] ^ 1, dut.eval();
        std::uint32_t bits[words_of(sizeof kTerms / sizeof *kTerms) + 1];
        get(dut.terms_o, bits);
        std::uint64_t sums[${plan.lanes}];
        for (int lane = 0; lane < ${plan.lanes}; ++lane) sums[lane] = kConstants[mode][lane];
        int i = 0;
        for (auto [lane, position, complement] : kTerms) {
          const std::uint64_t bit = bits[i / 32] >> i % 32 & 1;
          sums[lane] += bit << position, ++i;
          if (complement >= 0) sums[lane] += (bit ^ 1) << complement;
        }
        for (int lane = 0; lane < ${plan.lanes}; ++lane)
          out.push_back((sums[lane] & ${mask}ull) | (nar >> lane & 1) << ${SUM_BITS});
      }
  std::fwrite(out.data(), sizeof out[0], out.size(), stdout);
}
`;
}

/** The first words whose product or flag is another than the golden one. */
function mismatches(
  plan: DatapathPlan,
  datapath: Datapath,
  stimuli: Uint32Array<ArrayBuffer>,
  sums: BigUint64Array,
): string[] {
  const found: string[] = [];
  const { weightBits, activationBits, modes } = datapath;
  const { words = 1, lanes } = plan;
  for (let index = 0; index < stimuli.length / RECORD; index++) {
    const [mode = 0, weights = 0, acts = 0] = stimuli.subarray(RECORD * index);
    const operands = Array.from({ length: words }, (_, word) => ({
      weight: (weights >> (weightBits * word)) & (2 ** weightBits - 1),
      act: (acts >> (activationBits * word)) & (2 ** activationBits - 1),
    }));
    for (let lane = 0; lane < lanes; lane++) {
      if (!operands.every(({ weight }) => datapath.isLegalWeight(mode, lane, weight))) continue;
      const expected = goldenRecord(datapath, mode, lane, operands);
      const got = sums[index * lanes + lane] ?? -1n;
      if (got === expected) continue;
      const pairs = operands.map(({ weight, act }) => `${weight} * ${act}`).join(' + ');
      const where = `mode ${modes[mode]?.name} lane ${lane}`;
      found.push(`${where}: ${pairs} is ${recordText(expected)}, not ${recordText(got)}`);
      if (found.length > 9) return found;
    }
  }
  return found;
}

interface Operands {
  readonly weight: number;
  readonly act: number;
}

function goldenRecord(
  datapath: Datapath,
  mode: number,
  lane: number,
  operands: readonly Operands[],
): bigint {
  const used = lane < (datapath.modes[mode]?.lanes ?? 0);
  let sum = 0n;
  let isNar = false;
  for (const { weight, act } of operands) {
    if (datapath.activationValue(act) === null) isNar = true;
    if (!used) continue;
    if (datapath.weightValue(mode, lane, weight) === null) isNar = true;
    sum += datapath.product(mode, lane, weight, act);
  }
  return BigInt.asUintN(Number(SUM_BITS), sum) | (isNar ? 1n << SUM_BITS : 0n);
}

function recordText(record: bigint): string {
  const sum = BigInt.asIntN(Number(SUM_BITS), record);
  return record >> SUM_BITS === 0n ? `${sum}` : `${sum} with a flag`;
}
