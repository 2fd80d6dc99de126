import { describe, expect, test } from 'vitest';
import { verify } from '../../../sim/index.ts';
import { arrayFixtureDesign, arrayFixtureRtl } from '../fixtures/array-fixture.ts';

const SEED = 20;
const ENDS = 'ends, NaR and zeros';
const SPEED = 'tiles at full speed';
const GAPS = 'tiles with gaps';
const HELD = 'results held back';
const RESETS = 'resets between tiles';
const UNKNOWN = 'reset from unknown state';

interface Fault {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  /** Check that finds it first. */
  readonly check: string;
  readonly differs?: readonly string[];
  /** Parts of what is expected and got, by field. */
  readonly expected?: Readonly<Record<string, string>>;
  readonly got?: Readonly<Record<string, string>>;
}

const FAULTS: readonly Fault[] = [
  {
    what: 'weights of the tile before are taken for the first vector',
    from: 'words = swap ? shadow[r] : active[r];',
    to: 'words = active[r];',
    check: ENDS,
  },
  {
    what: 'the shadow weights never become active',
    from: 'active[r] <= shadow[r]',
    to: 'active[r] <= active[r]',
    check: ENDS,
    differs: ['word'],
  },
  {
    what: 'the top row comes first',
    from: 'row = Rows - 1 - (swap ? 0 : load_count);',
    to: 'row = swap ? 0 : load_count;',
    check: SPEED,
  },
  {
    what: 'the start value comes in again with every tile',
    from: 'sum = now_first ?',
    to: 'sum = now_first || swap ?',
    check: ENDS,
    differs: ['word'],
  },
  {
    what: 'the NaR flag does not outlive a tile',
    from: "nar = now_first ? 1'b0 : nars",
    to: "nar = now_first || swap ? 1'b0 : nars",
    check: ENDS,
    differs: ['word'],
    expected: { word: 'NaR' },
  },
  {
    what: 'a channel takes the scale of its neighbour',
    from: 'scale[set][7*c+:7]',
    to: 'scale[set][7*(c==5?4:c)+:7]',
    check: SPEED,
    differs: ['word'],
  },
  {
    what: 'two channels are swapped',
    from: 'due_data[0][2*c+:2] <=',
    to: 'due_data[0][2*(c==6?7:c==7?6:c)+:2] <=',
    check: ENDS,
    differs: ['word'],
  },
  {
    what: 'relu is taken from the tile before',
    from: 'now_relu = swap ? pending_relu : current_relu',
    to: 'now_relu = current_relu',
    check: SPEED,
    differs: ['word'],
  },
  {
    what: 'sums are one bit short',
    from: 'sum = sum + product(words[2*c+:2], act_data_i[2*r+:2]);',
    to: 'begin sum = sum + product(words[2*c+:2], act_data_i[2*r+:2]); sum[9] = sum[8]; end',
    check: ENDS,
    differs: ['word'],
  },
  {
    what: 'results are a cycle late',
    from: 'Delay = 2 + 3 + 2;',
    to: 'Delay = 2 + 3 + 3;',
    check: ENDS,
    differs: ['cycle'],
  },
  {
    what: 'a tile waits a cycle before its weights become active',
    from: 'assign swap = load_count == Rows && remaining == 0 &&',
    to: 'assign swap = load_count == Rows && remaining == 0 && read_late &&',
    check: ENDS,
    differs: ['cycle'],
  },
  {
    what: 'vectors are accepted and lost',
    from: 'assign act_fire = act_valid_i && act_ready_o;',
    to: 'assign act_fire = act_valid_i && act_ready_o && index != 3;',
    check: SPEED,
    expected: { result: 'a beat' },
    got: { result: 'none: nothing moved for 4096 cycles' },
  },
  {
    what: 'results are dropped where the consumer waits',
    from: 'if (due[Delay-2]) begin',
    to: 'if (due[Delay-2] && results_due < 3) begin',
    check: GAPS,
  },
  {
    what: 'a valid result is taken back',
    from: 'assign result_valid_o = results_due != 0;',
    to: 'assign result_valid_o = results_due != 0 && !(act_fire_q && !result_ready_q);',
    check: GAPS,
    expected: { faults: 'none' },
    got: { faults: 'a result was taken back or changed before it was accepted' },
  },
  {
    what: 'a result comes twice',
    from: "- int'(result_fire);\n      if",
    to: "- int'(result_fire && !(write == 5 && read == 3));\n      if",
    check: GAPS,
  },
  {
    what: 'ready follows from valid',
    from: 'assign weight_ready_o = load_count != Rows || swap;',
    to: 'assign weight_ready_o = (load_count != Rows || swap) && weight_valid_i;',
    check: ENDS,
    expected: { faults: 'none' },
    got: { faults: 'outputs moved without a clock edge' },
  },
  {
    what: 'ready follows from the consumer',
    from: '(!now_last || room != 0)',
    to: '(!now_last || room != 0 || result_fire)',
    check: GAPS,
    expected: { faults: 'none' },
    got: { faults: 'outputs moved without a clock edge' },
  },
  {
    what: 'no room is kept for results',
    from: '(!now_last || room != 0)',
    to: "(!now_last || room != 0 || 1'b1)",
    check: GAPS,
  },
  {
    what: 'vectors of sums that go on wait for room as well',
    from: '(!now_last || room != 0)',
    to: '(room != 0)',
    check: HELD,
    differs: ['cycle'],
  },
  {
    what: 'a set of channels is given back with the first vector',
    from: 'now_last && left == 1;',
    to: 'now_last && vector == 0;',
    check: ENDS,
  },
  {
    what: 'reset leaves rows of weights loaded',
    from: 'load_count <= 0;\n',
    to: '',
    check: RESETS,
  },
  {
    what: 'reset leaves results valid',
    from: 'results_due <= 0;\n',
    to: '',
    check: RESETS,
  },
];

describe('the hand-written array', () => {
  test('passes every check', async () => {
    const directory = await arrayFixtureRtl();
    const report = await verify(arrayFixtureDesign(), { directory, seed: SEED });
    expect(report.checks.filter(({ verdict }) => verdict.kind !== 'pass')).toEqual([]);
    expect(report.checks.map(({ name }) => name)).toEqual([
      ENDS,
      SPEED,
      GAPS,
      HELD,
      RESETS,
      UNKNOWN,
    ]);
    expect(report).toMatchObject({ verdict: 'pass', mismatches: 0, seed: SEED });
  });
});

describe('a planted fault is found, and said where', () => {
  test.each(FAULTS)('$what', async ({ from, to, check, differs, expected = {}, got = {} }) => {
    const registers = {
      file: 'fix_array.sv',
      from: '  // What changes within a cycle.',
      to: `  logic read_late, act_fire_q, result_ready_q;
  always_ff @(posedge clk_i) begin
    read_late <= load_count == Rows && !swap;
    act_fire_q <= act_fire;
    result_ready_q <= result_ready_i;
  end
  // What changes within a cycle.`,
    };
    const directory = await arrayFixtureRtl(registers, { file: 'fix_array.sv', from, to });
    const report = await verify(arrayFixtureDesign(), { directory, seed: SEED });
    expect(['mismatch', 'unknown-state']).toContain(report.verdict);
    const first = report.firstMismatch;
    expect(first).toMatchObject({ module: 'fix_array', check, ...(differs && { differs }) });
    for (const [name, text] of Object.entries(expected)) {
      expect(first?.expected[name]).toContain(text);
    }
    for (const [name, text] of Object.entries(got)) expect(first?.got[name]).toContain(text);
  });
});
