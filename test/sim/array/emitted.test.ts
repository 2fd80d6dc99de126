import { describe, expect, test } from 'vitest';
import type { ArrayRole } from '../../../generator/index.ts';
import { verify } from '../../../sim/index.ts';
import { emittedArray, emittedRtl, type RegexEdit } from '../fixtures/emitted-array.ts';

const SEED = 20;
const LP8 = { n: 8, es: 2, rs: 5 };
const LP4 = { n: 4, es: 1, rs: 3 };

describe('emitted arrays pass every check', () => {
  test.each([
    ['of one PE, all modes', { array: { rows: 1, cols: 1 } }],
    [
      'of 2 x 3 PEs, all modes, with start values',
      { array: { rows: 2, cols: 3, maxEs: 1 }, accumulator: { startMax: 1000 } },
    ],
    ['of fixed formats', { array: { rows: 3, cols: 2 }, weight: LP4, activation: LP8 }],
  ])('%s', async (_, config) => {
    const design = emittedArray(config as never);
    const report = await verify(design, { directory: await emittedRtl(design), seed: SEED });
    expect(report.checks.filter(({ verdict }) => verdict.kind !== 'pass')).toEqual([]);
    expect(report).toMatchObject({ verdict: 'pass', exhaustive: true, mismatches: 0, seed: SEED });
    const roles = new Set(
      report.checks.map(({ module }) => design.modules.find(({ name }) => name === module)?.role),
    );
    expect([...roles].sort()).toEqual(['array', 'decoder', 'encoder', 'pe']);
  });
});

interface Fault extends RegexEdit {
  readonly what: string;
  /** Of the module that is checked. */
  readonly role: ArrayRole;
  /** Part of the name of the check that finds it first. */
  readonly check: string;
}

const FAULTS: readonly Fault[] = [
  {
    what: 'a lane adds the product of its neighbour',
    role: 'pe',
    file: 'pe_r1',
    from: /sum_3_q <= sum_3_d;/,
    to: 'sum_3_q <= sum_2_d;',
    check: 'lane 3',
  },
  {
    what: 'the weights at work are not exchanged',
    role: 'pe',
    file: 'pe_r1',
    from: /if \(swap_i\) begin/,
    to: 'if (swap_i && load_i) begin',
    check: 'lane 0',
  },
  {
    what: 'a tile sum is one bit short',
    role: 'pe',
    file: 'pe_r1',
    from: /sum_1_q <= sum_1_d;/,
    to: 'sum_1_q <= {sum_1_d[Sum1Width-2], sum_1_d[Sum1Width-2:0]};',
    check: 'lane 1',
  },
  {
    what: 'a narrower row does not repeat its sign',
    role: 'pe',
    file: 'pe_r0',
    from: /\{sum_0_q\[\d+\], sum_0_q\}/,
    to: "{1'b0, sum_0_q}",
    check: 'lane 0',
  },
  {
    what: 'a decoder takes the words of another lane',
    role: 'decoder',
    file: 'weight_decoder',
    from: /\? code_i\[7:4\]/,
    to: '? code_i[3:0]',
    check: 'all words of all formats',
  },
  {
    what: 'an encoder rounds ties up',
    role: 'encoder',
    file: 'encoder',
    from: /\|\| kept\[0\]\)/,
    to: "|| 1'b1)",
    check: 'sums into every format',
  },
  {
    what: 'formats run ahead of the words of lower rows',
    role: 'array',
    file: 'act_edge',
    from: /formats\[row\*FormatWidth \+: FormatWidth\]/,
    to: 'formats[0 +: FormatWidth]',
    check: 'tiles at full speed',
  },
  {
    what: 'a channel takes the scale of its neighbour',
    role: 'array',
    file: 'foot',
    from: /scales\[lane\*ScaleWidth/,
    to: 'scales[(lane == 1 ? 0 : lane)*ScaleWidth',
    check: 'tiles at full speed',
  },
  {
    what: 'the columns exchange their weights all at once',
    role: 'array',
    file: 'grid',
    from: /\.swap_i {2}\(swap\[col\*Rows \+ row\]\)/,
    to: '.swap_i  (swap[row])',
    check: 'ends, NaR and zeros',
  },
  {
    what: 'results of sums of several tiles are lost',
    role: 'array',
    file: 'foot',
    from: /ctrl_q\[ValidBit\] && ctrl_q\[LastBit\]\)/,
    to: 'ctrl_q[ValidBit] && ctrl_q[FirstBit])',
    check: 'ends, NaR and zeros',
  },
];

describe('a fault in emitted RTL is found', () => {
  test.each(FAULTS)('$what', async ({ role, check, ...edit }) => {
    const design = emittedArray();
    const directory = await emittedRtl(design, edit);
    const modules = design.modules.filter((module) => module.role === role);
    const report = await verify({ ...design, modules }, { directory, seed: SEED });
    expect(['mismatch', 'unknown-state']).toContain(report.verdict);
    const failed = report.checks.find(({ verdict }) => verdict.kind === 'mismatch');
    expect(failed?.name).toContain(check);
  });
});
