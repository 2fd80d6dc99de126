import { describe, expect, test } from 'vitest';
import { acceleratorResetBench } from '../../../sim/accelerator/reset.ts';
import { acceleratorSubject } from '../../../sim/accelerator/subject.ts';
import { checkReset } from '../../../sim/checks/reset.ts';
import { verify } from '../../../sim/index.ts';
import { findSimulationTools } from '../../../sim/tools.ts';
import { readRtl } from '../../../system/rtl-files.ts';
import { emittedArray, emittedRtl, type RegexEdit } from '../fixtures/emitted-array.ts';

const SEED = 20;
const LP4 = { n: 4, es: 1, rs: 3 };

/** Small enough to be compiled in two seconds. */
const small = emittedArray({
  array: { rows: 2, cols: 1, vectors: 3 },
  weight: LP4,
  activation: LP4,
  accumulator: { startMax: 50 },
  accelerator: { weightRows: 11, activations: 14, channelSets: 3 },
});
const top = small.modules.filter(({ role }) => role === 'top');

test('an emitted accelerator passes every check, as do the parts of its array', async () => {
  const report = await verify(small, { directory: await emittedRtl(small), seed: SEED });
  expect(report.checks.filter(({ verdict }) => verdict.kind !== 'pass')).toEqual([]);
  expect(report).toMatchObject({ verdict: 'pass', exhaustive: true, mismatches: 0 });
  const checked = report.checks.filter(({ module }) => module === 'arr_accelerator');
  expect(checked.map(({ name }) => name)).toEqual([
    'registers',
    'runs at full speed',
    'runs with stalls',
    'layers prepared ahead',
    'runs around the buffers',
    'resets in runs',
    'reset from unknown state',
  ]);
  expect(report.checks.some(({ module }) => module === 'arr_array')).toBe(true);
});

describe('a report says what is wrong', () => {
  test.each<[string, RegexEdit, object]>([
    [
      'of a register',
      { file: 'registers', from: /(Group: +legal = .*<= 32'd\d+);/, to: "$1 + 32'd1;" },
      {
        check: 'registers',
        inputs: { action: expect.stringMatching(/write 0x00000004 to group \(0x05[89ab]\)/) },
        expected: { response: 'SLVERR' },
        got: { response: 'OKAY' },
      },
    ],
    [
      'of a result',
      { file: 'sequencer', from: /(tile_relu_o +=) relu_q;/, to: '$1 !relu_q;' },
      {
        check: 'runs at full speed',
        inputs: { run: expect.stringMatching(/^started by action \d+$/) },
        differs: expect.arrayContaining(['words']),
      },
    ],
    [
      'of a handshake',
      {
        file: 'registers',
        from: /(s_axil_rvalid +=.*);/,
        to: '$1 && s_axil_rready;',
      },
      {
        check: 'registers',
        expected: { faults: 'none' },
        got: { faults: expect.stringMatching(/^an output moved without a clock edge/) },
      },
    ],
    [
      'of the time that a run takes',
      { file: 'sequencer', from: /\(!act_valid_q \|\| act_ready_i\)/, to: '!act_valid_q' },
      {
        check: 'runs at full speed',
        inputs: { action: expect.stringMatching(/read CYCLES/) },
        differs: ['cycles'],
      },
    ],
  ])('%s', async (_, edit, first) => {
    const directory = await emittedRtl(small, edit);
    const report = await verify({ ...small, modules: top }, { directory, seed: SEED });
    expect(report.firstMismatch).toMatchObject(first);
  });
});

describe('the checker beside an accelerator reports', () => {
  test.each<[string, RegexEdit, object]>([
    [
      'an answer that is taken back',
      { file: 'registers', from: /else if \(s_axil_bready\)/, to: 'else' },
      { kind: 'mismatch', first: { differs: ['s_axil_bvalid'] } },
    ],
    [
      'an answer without data',
      { file: 'registers', from: /(write = aw_full_q) && w_full_q/, to: '$1' },
      { kind: 'mismatch', first: { differs: ['s_axil_bvalid'] } },
    ],
    [
      'an answer right after reset',
      { file: 'registers', from: /b_valid_q <= 1'b0;\n/, to: "b_valid_q <= 1'b1;\n" },
      { kind: 'mismatch', first: { expected: { s_axil_bvalid: 'all bits 0' } } },
    ],
    [
      'a state that a reset leaves unknown',
      { file: 'registers', from: /r_valid_q <= 1'b0;\n/, to: '\n' },
      { kind: 'unknown-state' },
    ],
    [
      'results that a run does not have',
      { file: 'sequencer', from: /(result_end += result_vectors_q == 20'd)1;/, to: '$12;' },
      { kind: 'mismatch', first: { differs: ['m_axis_result_tlast'] } },
    ],
  ])('%s', async (_, edit, verdict) => {
    const sources = await readRtl(await emittedRtl(small, edit), small.config.name);
    const [module] = top;
    if (module === undefined) throw new Error('no accelerator');
    const bench = acceleratorResetBench(acceleratorSubject(small), module);
    const tools = await findSimulationTools();
    expect((await checkReset(sources, module, bench, tools, 20)).verdict).toMatchObject(verdict);
  });
});
