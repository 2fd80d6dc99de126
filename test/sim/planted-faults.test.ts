import { describe, expect, test } from 'vitest';
import type { PeRole } from '../../generator/design.ts';
import { verify } from '../../sim/index.ts';
import { type Edit, fixtureDesign, fixtureRtl } from './fixtures/fixture.ts';

const SEED = 20;

interface Fault {
  readonly what: string;
  readonly role: PeRole;
  readonly from: string;
  readonly to: string;
  /** Check that finds it first. */
  readonly check: string;
  /** Outputs that differ first; left out where the random stimulus decides. */
  readonly differs?: readonly string[];
  /** Inputs of the first mismatch; each text occurs in the report. */
  readonly inputs: Readonly<Record<string, string>>;
}

const PAIRS = 'all operand pairs';
const SUMS = 'all operand pairs, running sums';
const CHAINS = 'chains with gaps and resets';
const EDGES = 'reset from unknown state';
const LARGEST = 'largest products and overflow';
const WORDS = 'all words';
const MAGNITUDES = 'sums of every magnitude';

const FAULTS: readonly Fault[] = [
  {
    what: 'one antilog entry is off by one',
    role: 'pe',
    from: "4'd9:    significand = 7'd95",
    to: "4'd9:    significand = 7'd94",
    check: PAIRS,
    differs: ['acc_o'],
    inputs: { first_i: '1', start_i: '0 (0x000000)' },
  },
  {
    what: 'two negative factors give a negative product',
    role: 'pe',
    from: 'weight_sign ^ act_sign',
    to: 'weight_sign | act_sign',
    check: PAIRS,
    differs: ['acc_o'],
    inputs: { weight_i: '1000_0001 (LP<8,1,7>: sign 1, log 192/16, -4096)', act_i: 'sign 1' },
  },
  {
    what: 'NaR times zero is not flagged',
    role: 'pe',
    from: 'weight_nar || act_nar;\n    end',
    to: '(weight_nar && !act_zero) || (act_nar && !weight_zero);\n    end',
    check: PAIRS,
    differs: ['nar_o'],
    inputs: { weight_i: '0000_0000 (LP<8,1,7>: zero)', act_i: '1000_0000 (LP<8,1,7>: NaR)' },
  },
  {
    what: 'the NaR flag is not sticky',
    role: 'pe',
    from: '(nar_q && !first_i) ||',
    to: '',
    check: SUMS,
    differs: ['nar_o'],
    inputs: { first_i: '0', act_i: '1000_0001' },
  },
  {
    what: 'the NaR flag survives the start of a sum',
    role: 'pe',
    from: '(nar_q && !first_i)',
    to: 'nar_q',
    check: PAIRS,
    differs: ['nar_o'],
    inputs: { weight_i: '0000_0000', act_i: '1000_0001' },
  },
  {
    what: 'the magnitude is rounded up',
    role: 'pe',
    from: 'window[41:18]',
    to: "window[41:18] + {23'd0, window[17]}",
    check: PAIRS,
    differs: ['acc_o'],
    inputs: { weight_i: '0000_0001', act_i: '0011_0000 (LP<8,1,7>: sign 0, log -16/16, 0.5)' },
  },
  {
    what: 'the start value is not loaded',
    role: 'pe',
    from: 'first_i ? start_i : acc_q',
    to: "first_i ? 24'd0 : acc_q",
    check: SUMS,
    differs: ['acc_o'],
    inputs: { first_i: '1', start_i: '8388607 (0x7fffff)', weight_i: 'zero', act_i: '0001_0000' },
  },
  {
    what: 'the sum is cut to 23 bits',
    role: 'pe',
    from: 'assign acc_o = acc_q;',
    to: 'assign acc_o = {acc_q[22], acc_q[22:0]};',
    check: PAIRS,
    differs: ['acc_o'],
    inputs: {},
  },
  {
    what: 'the enable is ignored',
    role: 'pe',
    from: 'else if (en_i) begin',
    to: 'else begin',
    check: CHAINS,
    inputs: { rst_ni: '1', en_i: '0' },
  },
  {
    what: 'enable comes before reset',
    role: 'pe',
    from: 'if (!rst_ni) begin',
    to: 'if (!rst_ni && !en_i) begin',
    check: LARGEST,
    differs: ['acc_o'],
    inputs: { rst_ni: '0', en_i: '1', first_i: '1' },
  },
  {
    what: 'the outputs are all zero',
    role: 'pe',
    from: 'assign acc_o = acc_q;\n  assign nar_o = nar_q;',
    to: "assign acc_o = 24'd0;\n  assign nar_o = 1'b0;",
    check: PAIRS,
    differs: ['nar_o'],
    inputs: { weight_i: 'zero', act_i: 'NaR' },
  },
  {
    what: 'the output is not registered',
    role: 'pe',
    from: 'assign acc_o = acc_q;',
    to: 'assign acc_o = en_i ? (first_i ? start_i : acc_q) + product : acc_q;',
    check: SUMS,
    differs: ['acc_o'],
    inputs: { first_i: '0' },
  },
  {
    what: 'the reset is asynchronous',
    role: 'pe',
    from: '@(posedge clk_i)',
    to: '@(posedge clk_i or negedge rst_ni)',
    check: EDGES,
    differs: ['acc_o'],
    inputs: { clk_i: 'low' },
  },
  {
    what: 'the longest regime run is counted short',
    role: 'decoder',
    from: "default:    length = 3'd7",
    to: "default:    length = 3'd6",
    check: WORDS,
    differs: ['log_o'],
    inputs: { code_i: '0111_1111 (LP<8,1,7>: sign 0, log 192/16, 4096)' },
  },
  {
    what: 'NaR has a sign',
    role: 'decoder',
    from: 'code_i[7] && !nar_o',
    to: 'code_i[7]',
    check: WORDS,
    differs: ['sign_o'],
    inputs: { code_i: '1000_0000 (LP<8,1,7>: NaR)' },
  },
  {
    what: 'ties go up instead of to even',
    role: 'encoder',
    from: '|| body[0])',
    to: "|| 1'b1)",
    check: MAGNITUDES,
    differs: ['code_o'],
    inputs: { nar_i: '0' },
  },
  {
    what: 'the regime of a negative log is one too long',
    role: 'encoder',
    from: 'places         = ~log[8:6]',
    to: "places         = ~log[8:6] + 3'd1",
    check: MAGNITUDES,
    differs: ['code_o'],
    inputs: { acc_i: '1 (0x000001)', nar_i: '0' },
  },
  {
    what: 'zero comes before NaR',
    role: 'encoder',
    from: "nar_i ? 8'h80 : acc_i == 24'sd0 ? 8'h00",
    to: "acc_i == 24'sd0 ? 8'h00 : nar_i ? 8'h80",
    check: MAGNITUDES,
    differs: ['code_o'],
    inputs: { acc_i: '0 (0x000000)', nar_i: '1' },
  },
  {
    what: 'one entry of the log table is off by one',
    role: 'encoder',
    from: "4'd6:    fraction = 6'd15",
    to: "4'd6:    fraction = 6'd16",
    check: MAGNITUDES,
    differs: ['code_o'],
    inputs: { nar_i: '0' },
  },
  {
    what: 'the lowest sum is negated wrongly',
    role: 'encoder',
    from: 'acc_i[23] ? -acc_i : acc_i',
    to: "acc_i[23] ? {1'b0, -acc_i[22:0]} : acc_i",
    check: MAGNITUDES,
    differs: ['code_o'],
    inputs: { acc_i: '-8388608 (0x800000)', nar_i: '0' },
  },
];

describe('the hand-written RTL', () => {
  test('passes every check', async () => {
    const report = await verify(fixtureDesign(), { directory: await fixtureRtl(), seed: SEED });
    expect(report.checks.filter(({ verdict }) => verdict.kind !== 'pass')).toEqual([]);
    expect(report).toMatchObject({ verdict: 'pass', exhaustive: true, mismatches: 0, seed: SEED });
    expect(report.checks.map(({ name }) => name)).toEqual([
      WORDS,
      PAIRS,
      SUMS,
      LARGEST,
      CHAINS,
      EDGES,
      MAGNITUDES,
    ]);
    expect(report.checks.find(({ name }) => name === PAIRS)?.vectors).toBe(65_536);
  });
});

describe('a planted fault is found, with the operands that show it', () => {
  test.each(FAULTS)('$what', async ({ role, from, to, check, differs, inputs }) => {
    const edit: Edit = { file: `fix_${role}.sv`, from, to };
    const directory = await fixtureRtl(edit);
    const report = await verify(fixtureDesign(role), { directory, seed: SEED });
    expect(report.verdict).toBe('mismatch');
    expect(report.mismatches).toBeGreaterThan(0);
    const first = report.firstMismatch;
    expect(first).toMatchObject({ module: `fix_${role}`, check, ...(differs && { differs }) });
    for (const [name, text] of Object.entries(inputs)) {
      expect(first?.inputs[name]).toContain(text);
    }
  });
});

describe('a register without reset is found', () => {
  test.each([
    ['acc_o', "acc_q <= 24'd0;"],
    ['nar_o', "nar_q <= 1'b0;"],
  ])('%s', async (port, statement) => {
    const directory = await fixtureRtl({ file: 'fix_pe.sv', from: statement, to: '' });
    const report = await verify(fixtureDesign('pe'), { directory, seed: SEED });
    expect(report.verdict).toBe('unknown-state');
    const reset = report.checks.find(({ name }) => name === EDGES);
    expect(reset?.verdict).toMatchObject({
      kind: 'unknown-state',
      detail: expect.stringMatching(new RegExp(`^${port} is \\d+'bx+ after the first reset`)),
    });
  });
});
