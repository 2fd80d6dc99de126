import { describe, expect, test } from 'vitest';
import { verify } from '../../sim/index.ts';
import { logsFixtureDesign, logsFixtureRtl } from './fixtures/fixture.ts';

const SEED = 30;
const FOUR_STATE = 'reset from unknown state';

describe.each([0, 1, 2])('a PE on decoded logs with %d more registers', (pipeline) => {
  test('passes as what it is, over every pair of operand words', async () => {
    const directory = await logsFixtureRtl(pipeline);
    const report = await verify(logsFixtureDesign(pipeline), { directory, seed: SEED });
    expect(report.checks.filter(({ verdict }) => verdict.kind !== 'pass')).toEqual([]);
    expect(report).toMatchObject({ verdict: 'pass', exhaustive: true });
    expect(report.checks).toHaveLength(5);
  });

  test('does not pass as one with another number', async () => {
    const directory = await logsFixtureRtl(pipeline);
    const report = await verify(logsFixtureDesign((pipeline + 1) % 3), { directory, seed: SEED });
    expect(report.verdict).toBe('mismatch');
  });
});

/** What is wrong, with how many more registers, and the edit. */
const FAULTS = [
  [
    'a stage that reset does not clear',
    1,
    'if (!rst_ni) begin : clear2',
    "if (1'b0) begin : clear2",
  ],
  [
    'a first stage that reset does not clear',
    2,
    'if (!rst_ni) begin : clear1',
    "if (1'b0) begin : clear1",
  ],
  [
    'a second stage that reset does not clear',
    2,
    'if (!rst_ni) begin : clear2',
    "if (1'b0) begin : clear2",
  ],
  ['en_i not delayed', 1, 'en2      = en_q', 'en2      = en1'],
  ['en_i not delayed at first', 2, 'en1       = en_q', 'en1       = en_i'],
  ['first_i not delayed', 1, 'first2   = first_q', 'first2   = first1'],
  ['first_i not delayed at first', 2, 'first1    = first_q', 'first1    = first_i'],
  ['start_i not delayed', 1, 'start2   = start_q', 'start2   = start1'],
  ['start_i not delayed at last', 2, 'start2   = start_q', 'start2   = start1'],
  ['NaR not delayed', 1, 'nar2     = nar_q', 'nar2     = nar1'],
  ['NaR not delayed at first', 2, 'nar1      = nar_q', 'nar1      = nar'],
  ['a sign not delayed', 2, 'negative1 = negative_q', 'negative1 = negative'],
  ["the activation's sign left out", 0, 'weight_sign_i ^ act_sign_i', 'weight_sign_i'],
  ["the weight's zero left out", 0, 'nar || weight_zero_i ||', 'nar ||'],
] as const;

describe('a fault in a PE on decoded logs is found', () => {
  test.each(FAULTS)('%s (%d)', async (_, pipeline, from, to) => {
    const directory = await logsFixtureRtl(pipeline, { file: 'fix_pe.sv', from, to });
    const report = await verify(logsFixtureDesign(pipeline), { directory, seed: SEED });
    const found = report.checks.filter(
      ({ name, verdict }) => verdict.kind === 'mismatch' && name !== FOUR_STATE,
    );
    expect(found.map(({ name }) => name)).not.toEqual([]);
  });

  test('and is shown in operand words', async () => {
    const fault = { from: "4'd9:    significand = 7'd95", to: "4'd9:    significand = 7'd94" };
    const directory = await logsFixtureRtl(1, { file: 'fix_pe.sv', ...fault });
    const report = await verify(logsFixtureDesign(1), { directory, seed: SEED });
    expect(report.firstMismatch).toMatchObject({
      check: 'all operand pairs',
      inputs: {
        'weight word': expect.stringMatching(/^[01]{4}_[01]{4} \(LP<8,1,7>: sign/),
        'act word': expect.stringMatching(/^[01]{4}_[01]{4} \(LP<8,1,7>: sign/),
      },
      differs: ['acc_o'],
    });
  });
});
