import { expect, test } from 'vitest';
import { multiplyAccumulate, start } from '../../golden/exact/index.ts';
import { createMac } from '../../golden/fast/index.ts';
import { buildSimulator } from '../../sim/build.ts';
import { dotProductsCheck } from '../../sim/checks/dot-products.ts';
import { operandForm } from '../../sim/checks/operand-form.ts';
import { readLimbs } from '../../sim/limbs.ts';
import { createRandom } from '../../sim/random.ts';
import { prepareRuntime } from '../../sim/runtime.ts';
import { simulateAll } from '../../sim/simulate-all.ts';
import { findSimulationTools } from '../../sim/tools.ts';
import { readRtl } from '../../system/rtl-files.ts';
import { logsFixtureDesign, logsFixtureRtl } from './fixtures/fixture.ts';

const LIMITS = { totalSeconds: 60, idleSeconds: 30 };
const LONG = 40_000;

const DESIGN = logsFixtureDesign(2);
const [PE] = DESIGN.modules;
if (PE === undefined) throw new Error('the design has no PE');
const OPTIONS = {
  name: 'rows',
  parameters: DESIGN.mac,
  mac: createMac(DESIGN.mac),
  operands: operandForm(PE, DESIGN.mac),
  latency: PE.latency,
};

function products() {
  const random = createRandom(1, 'rows');
  const row = (length: number) => Uint16Array.from({ length }, () => random.below(256));
  return [1, 30_000, 7, LONG, 3].map((length) => ({
    weight: row(length),
    activation: row(length),
  }));
}

test('dot products are streams whose sums end as the exact model says', () => {
  const rows = products();
  const blocks = [...dotProductsCheck(OPTIONS, rows).blocks()];
  // A reset before each stream, and two idle cycles until its last sum is out.
  expect(blocks.map(({ expected }) => expected.length - 3)).toEqual([30_008, LONG, 3]);
  let state = start(0n);
  const { weight, activation } = rows[4] as (typeof rows)[number];
  for (const [index, word] of weight.entries()) {
    state = multiplyAccumulate(DESIGN.mac, state, word, activation[index] as number);
  }
  const records = blocks[2]?.expected as Uint32Array;
  const last = readLimbs(records, records.length - 1, 1);
  expect(BigInt.asIntN(24, last)).toBe(state.acc);
  expect(last >> 24n).toBe(state.nar ? 1n : 0n);
});

test('rows of different lengths, and empty ones, are refused', () => {
  const check = (weight: number[], activation: number[]) => () =>
    dotProductsCheck(OPTIONS, [{ weight, activation }]);
  expect(check([1, 2], [1])).toThrow('rows of 2 weights and 1 activations');
  expect(check([], [])).toThrow('rows of 0 weights and 0 activations');
});

test.each([
  ['right', 'Pipeline = 2', 0],
  ['wrong', "4'd9:    significand = 7'd94", 1],
])('a PE that is %s is seen to be', async (_, to, least) => {
  const from = to.includes('significand') ? "4'd9:    significand = 7'd95" : to;
  const cwd = await logsFixtureRtl(2, { file: 'fix_pe.sv', from, to });
  const tools = await findSimulationTools();
  const modules = [{ sources: await readRtl(cwd, 'fix'), module: PE }];
  const command = await buildSimulator(modules, tools, await prepareRuntime(tools));
  const workload = dotProductsCheck(OPTIONS, products());
  const runs = [
    { module: 0, workload },
    { module: 0, workload },
  ];
  for (const end of await simulateAll({ command, args: ['1'], cwd }, runs, LIMITS)) {
    expect(end.kind).toBe('complete');
    if (end.kind !== 'complete') continue;
    expect(Math.min(1, end.mismatches)).toBe(least);
    const explained = end.first && workload.explain(end.first);
    expect(explained?.differs ?? []).toEqual(least === 1 ? ['acc_o'] : []);
  }
});
