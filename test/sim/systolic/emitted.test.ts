import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SystolicInput, systolicDesign, systolicSchema } from '../../../generator/index.ts';
import { type VerifyReport, verify, verifySystolic } from '../../../sim/index.ts';
import { emittedRtl, type RegexEdit } from '../fixtures/emitted-array.ts';

const SEED = 20;

/** With flags, joined columns and a register in the product, too large to meet all pairs as a whole. */
const CONFIG = {
  name: 'lp',
  kind: 'systolic',
  datapath: {
    kind: 'lp-log',
    weight: { n: 4, es: 0, rs: 2 },
    activation: { n: 4, es: 1, rs: 3 },
    converterFraction: 4,
    fraction: 4,
    pipeline: 1,
  },
  grid: { rows: 8, cols: 20, products: 2, columnsPerRegister: 2, join: 2 },
} as const satisfies SystolicInput;

const PAIRS = 'all operand pairs, 6 x 4';
const ALONE = 'pairs beside zeros, 6 x 4';
const ENDS = 'largest and least sums, 6 x 4';
const FLAGS = 'words that are no numbers, 6 x 4';
const RANDOM = 'random tiles, 6 x 4';
const WHOLE = 'random tiles, 8 x 20';

/** A seed that nothing is remembered for. */
function fresh(): number {
  return randomInt(2 ** 32);
}

async function verified(...edits: readonly RegexEdit[]): Promise<VerifyReport> {
  const design = systolicDesign(systolicSchema.parse(CONFIG));
  return verify(design, { directory: await emittedRtl(design, ...edits), seed: SEED });
}

describe('an emitted grid', () => {
  test('passes in a small grid of its PEs, and as large as it is', async () => {
    const report = await verified();
    expect(report).toMatchObject({ verdict: 'pass', exhaustive: true, mismatches: 0, seed: SEED });
    expect(report.notRun).toBeUndefined();
    expect(report.checks.map(({ name }) => name)).toEqual([
      ...[PAIRS, ALONE, ENDS, FLAGS, RANDOM, WHOLE],
    ]);
    expect(report.checks.filter(({ exhaustive }) => exhaustive)).toMatchObject([
      { module: 'lp_array', name: PAIRS, vectors: 256 },
    ]);
  });

  test.each<{ what: string; first: string; edit: RegexEdit }>([
    {
      what: 'an adder that loses a carry',
      first: PAIRS,
      edit: { file: 'full_adder', from: /\|\| \(\(a_i \|\| b_i\) && c_i\)/, to: '|| (a_i && c_i)' },
    },
    {
      what: 'partial sums without a register',
      first: PAIRS,
      edit: {
        file: 'pe',
        from: /always_ff @\(posedge clk_i\) sum_q <= sum;/,
        to: 'assign sum_q = sum;',
      },
    },
    {
      what: 'weights whose clock is never held',
      first: PAIRS,
      edit: { file: 'clock_gate', from: /clk_i & enable_q/, to: 'clk_i' },
    },
    {
      what: 'weights that are taken at the falling edge',
      first: PAIRS,
      edit: { file: 'pe', from: /u_clock_gate \(\s+\.clk_i,/, to: 'u_clock_gate (.clk_i(!clk_i),' },
    },
    {
      what: 'a row in which columns take the weights of their neighbour',
      first: PAIRS,
      edit: {
        file: 'cluster',
        from: /\.weight_i\(weight_i\[col\*/,
        to: '.weight_i(weight_i[(1-col)*',
      },
    },
    {
      what: 'rows that are not skewed, where the size of the grid decides',
      first: WHOLE,
      edit: {
        file: 'edge',
        from: /= \{passing_q, act_i\[row\*/,
        to: '= {passing_q, act_i[(row/2)*',
      },
    },
    {
      what: 'flags that come too early in the last clusters',
      first: WHOLE,
      edit: {
        file: 'array',
        from: /nar_q\[Delay \+ col\/ColsPerRegister\]/,
        to: 'nar_q[Delay + col/4]',
      },
    },
  ])('is found to have $what', async ({ first, edit }) => {
    const report = await verified(edit);
    expect(report.verdict).toBe('mismatch');
    expect(report.firstMismatch?.check).toBe(first);
  });
});

describe('a verification that is remembered', () => {
  test('is not repeated, but for another way of writing the RTL, or another datapath', async () => {
    const seed = fresh();
    const checked = systolicSchema.parse({ ...CONFIG, grid: { ...CONFIG.grid, cols: 4 } });
    const first = await verifySystolic(systolicDesign(checked), { seed });
    expect(first).toMatchObject({ verdict: 'pass', exhaustive: true });
    const renamed = await verifySystolic(systolicDesign({ ...checked, name: 'other' }), { seed });
    expect(renamed).toEqual({ ...first, config: 'other' });
    const design = systolicDesign(checked);
    const sources = design.sources.map(({ text, ...source }) => ({
      ...source,
      text: text.replaceAll('weight_q', 'held_q'),
    }));
    const again = await verifySystolic({ ...design, sources }, { seed });
    expect(again.rtlHash).not.toBe(first.rtlHash);
  });

  test('is never one that failed', async () => {
    const seed = fresh();
    const design = systolicDesign(
      systolicSchema.parse({ ...CONFIG, grid: { ...CONFIG.grid, cols: 4 } }),
    );
    const wrong = { ...design, datapath: { ...design.datapath, product: () => 0n } };
    for (const _ of [1, 2])
      expect(await verifySystolic(wrong, { seed })).toMatchObject({ verdict: 'mismatch' });
  });
});

test('what a grid is too large for is named', async () => {
  const design = systolicDesign(
    systolicSchema.parse({
      ...CONFIG,
      grid: { rows: 128, cols: 64, products: 2, columnsPerRegister: 2 },
    }),
  );
  const report = await verify(design, { directory: await emittedRtl(design), seed: SEED });
  expect(report.verdict).toBe('pass');
  expect(report.notRun).toEqual([
    {
      module: 'lp_array',
      name: 'random tiles, 128 x 64',
      reason: '4096 PEs are more than the 2048 that are simulated',
    },
  ]);
});

test('a file without a module that the manifest names is an error', async () => {
  const design = systolicDesign(systolicSchema.parse(CONFIG));
  const directory = await emittedRtl(design);
  await writeFile(join(directory, 'lp_pe.sv'), '');
  await expect(verify(design, { directory, seed: SEED })).rejects.toMatchObject({
    kind: expect.stringMatching(/input|tool-failed/),
  });
});

test('sums as narrow as their highest inverted signs', async () => {
  // Verilator 5.006 loses inversions in an XOR of the highest column's bits.
  const report = await verifySystolic(
    systolicDesign(
      systolicSchema.parse({
        name: 'narrow',
        kind: 'systolic',
        datapath: { kind: 'posit-fused', fraction: 6, clip: { weight: 98, activation: 98 } },
        grid: { rows: 12, cols: 6, products: 3, columnsPerRegister: 2 },
        sum: { width: 10 },
      }),
    ),
    { seed: SEED },
  );
  expect(report).toMatchObject({ verdict: 'pass', mismatches: 0 });
});
