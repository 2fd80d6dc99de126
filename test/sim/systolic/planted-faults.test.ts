import { describe, expect, test } from 'vitest';
import type { Datapath } from '../../../golden/datapaths/index.ts';
import type { Check } from '../../../sim/verdict.ts';
import { checkFixture, FUSED, type GridFixture, TERNARY } from './grid-fixture.ts';

const PAIRS = 'all operand pairs, 4 x 4';
const ALONE = 'pairs beside zeros, 4 x 4';
const ENDS = 'largest and least sums, 4 x 4';
const FLAGS = 'words that are no numbers, 4 x 4';
const RANDOM = 'random tiles, 4 x 4';

interface Fault {
  readonly what: string;
  readonly fixture: GridFixture;
  readonly from: string;
  readonly to: string;
  /** Check that finds it first. */
  readonly check: string;
  /** Outputs that differ first; left out where the random stimulus decides. */
  readonly differs?: readonly string[];
  /** Texts in the inputs of the first mismatch. */
  readonly inputs?: Readonly<Record<string, string>>;
}

const EVERY = [PAIRS, ALONE, ENDS, FLAGS, RANDOM];

const FAULTS: readonly Fault[] = [
  {
    what: 'two columns are swapped',
    fixture: TERNARY,
    from: 'assign sum_o[col*8 +: 8] = sum_q[col];',
    to: 'assign sum_o[col*8 +: 8] = sum_q[col == 1 ? 2 : col == 2 ? 1 : col];',
    check: PAIRS,
    differs: ['sum_o'],
    inputs: { column: '1 of 4, in cluster 0, lane 0' },
  },
  {
    what: 'a row is left out',
    fixture: TERNARY,
    from: '+ product(weight_q[col*4+row*2+1], act_q[row+col/2][row*6+3 +: 3]);',
    to: "+ (row == 1 && col == 3 ? 4'sd0 : product(weight_q[col*4+row*2+1], act_q[row+col/2][row*6+3 +: 3]));",
    check: PAIRS,
    differs: ['sum_o', 'joined_o'],
    inputs: { column: '3 of 4, in cluster 1, lane 0' },
  },
  {
    what: 'a sign is lost',
    fixture: TERNARY,
    from: "2'b11:   product = -value(code);",
    to: "2'b11:   product = value(code);",
    check: PAIRS,
    differs: ['sum_o', 'joined_o'],
  },
  {
    what: 'a flag is stuck',
    fixture: TERNARY,
    from: 'assign nar_o[col] = nar_q[3+col/2]',
    to: "assign nar_o[col] = col == 2 ? 1'b0 : nar_q[3+col/2]",
    check: PAIRS,
    differs: ['nar_o'],
    inputs: { column: '2 of 4, in cluster 1, lane 0' },
  },
  {
    what: 'a flag comes a cycle early',
    fixture: TERNARY,
    from: 'nar_q[3+col/2]',
    to: 'nar_q[2+col/2]',
    check: PAIRS,
    differs: ['nar_o'],
  },
  {
    what: 'a register is skipped in front of the second cluster',
    fixture: TERNARY,
    from: 'product(weight_q[col*4+row*2], act_q[row+col/2]',
    to: 'product(weight_q[col*4+row*2], act_q[row]',
    check: PAIRS,
    differs: ['sum_o', 'joined_o'],
  },
  {
    what: 'outer sums are not registered',
    fixture: TERNARY,
    from: 'assign sum_o[col*8 +: 8] = sum_q[col];',
    to: 'assign sum_o[col*8 +: 8] = previous_i[col*8 +: 8] + {{4{partial_q[4+col][3]}}, partial_q[4+col]};',
    check: PAIRS,
    differs: ['sum_o', 'outputs until the next edge'],
  },
  {
    what: 'weights move while they are not loaded',
    fixture: TERNARY,
    from: 'if (load_i) begin',
    to: "if (load_i || weight_i == 16'h1234 || act_i == 12'h249) begin",
    check: RANDOM,
  },
  {
    what: 'the joined sum is shifted too little',
    fixture: TERNARY,
    from: "11'sd4",
    to: "11'sd2",
    check: PAIRS,
    differs: ['joined_o'],
  },
  {
    what: 'one pair of words is wrong at one place',
    fixture: TERNARY,
    from: '+ product(weight_q[col*4+row*2+1], act_q[row+col/2][row*6+3 +: 3]);',
    to: "+ product(weight_q[col*4+row*2+1], act_q[row+col/2][row*6+3 +: 3]) + (row == 1 && col == 2 && weight_q[col*4+3] == 2'b01 && act_q[row+col/2][11:9] == 3'b011 ? 4'sd1 : 4'sd0);",
    check: PAIRS,
    differs: ['sum_o', 'joined_o'],
    inputs: {
      column: '2 of 4, in cluster 1, lane 0',
      'row 3 (slot 1)': '01 (1) x 011 (2) adds 4',
      'sum_o is off by': '1',
    },
  },
  {
    what: 'a lane adds in a mode without it',
    fixture: FUSED,
    from: "lane < 2 ? four * word : 12'sd0",
    to: "lane < 3 ? four * word : 12'sd0",
    check: PAIRS,
    differs: ['sum_o'],
    inputs: { column: 'lane 2', 'sum of the tile': '0 (0x000)' },
  },
  {
    what: 'sums do not wrap where their width ends',
    fixture: TERNARY,
    from: 'logic signed  [3:0] partial_q',
    to: 'logic signed  [4:0] partial_q',
    check: PAIRS,
    differs: ['sum_o', 'joined_o'],
  },
];

describe('hand-written grids', () => {
  test.each([
    ['with flags and joined columns', TERNARY, 2 * 4 * 8],
    ['with modes and lanes', FUSED, 2 * 65_536],
  ])('%s pass', async (_, fixture) => {
    const checks = await checkFixture(fixture);
    expect(failed(checks)).toEqual([]);
    expect(checks.filter(({ exhaustive }) => exhaustive).map(({ name }) => name)).toEqual([PAIRS]);
    expect(checks.map(({ name }) => name)).toEqual(
      fixture === TERNARY ? EVERY : EVERY.filter((name) => name !== FLAGS),
    );
  });
});

describe('a planted fault is found, with the operands that show it', () => {
  test.each(FAULTS)('$what', async ({ fixture, from, to, check, differs, inputs = {} }) => {
    const [first] = failed(await checkFixture(fixture, [{ from, to }]));
    const verdict = first?.verdict;
    if (verdict?.kind !== 'mismatch') throw new Error('not a mismatch');
    expect(verdict.first).toMatchObject({
      module: 'fix_array',
      check,
      ...(differs && { differs }),
    });
    for (const [name, text] of Object.entries(inputs)) {
      expect(verdict.first.inputs[name]).toContain(text);
    }
  });
});

describe('a golden model that is wrong is found', () => {
  const { datapath } = TERNARY.design;
  const WRONG: readonly [string, Partial<Datapath>][] = [
    [
      'in one product',
      {
        product: (mode, lane, weight, act) =>
          datapath.product(mode, lane, weight, act) + (weight === 1 && act === 3 ? 1n : 0n),
      },
    ],
    ['in a flag', { activationValue: (word) => (word === 4 ? 0 : datapath.activationValue(word)) }],
  ];
  test.each(WRONG)('%s', async (_, wrong) => {
    const found = failed(await checkFixture(TERNARY, [], { ...datapath, ...wrong }));
    expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining([PAIRS, ALONE, RANDOM]));
  });
});

function failed(checks: readonly Check[]): Check[] {
  return checks.filter(({ verdict }) => verdict.kind !== 'pass');
}
