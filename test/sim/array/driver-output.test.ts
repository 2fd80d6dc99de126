import { describe, expect, test } from 'vitest';
import { createArray } from '../../../golden/fast/index.ts';
import { jobsCheck } from '../../../sim/array/checks.ts';
import { expectedRecords, recordWordsOf } from '../../../sim/array/expected.ts';
import { fullSpeedJobs } from '../../../sim/array/jobs.ts';
import { arrayParameters } from '../../../sim/array/parameters.ts';
import { checkOf } from '../../../sim/results.ts';
import { simulate } from '../../../sim/simulate.ts';
import { arrayFixtureDesign } from '../fixtures/array-fixture.ts';
import { fakeSimulator } from '../fixtures/fake.ts';

const LIMITS = { totalSeconds: 60, idleSeconds: 0.5 };
const DESIGN = arrayFixtureDesign();
const JOBS = fullSpeedJobs({
  subject: DESIGN,
  seed: 1,
  modes: DESIGN.shape.modes,
  vectors: 64,
  jobVectors: 32,
});
const CHECK = jobsCheck(DESIGN, 'jobs', JOBS);
const WORDS = recordWordsOf(DESIGN.shape);

/** What a driver says that answers rightly. */
function answers(): number[] {
  const model = createArray(arrayParameters(DESIGN));
  return JOBS.flatMap((make) => [...expectedRecords(DESIGN.shape, model, make())]);
}

/** A driver that reads its jobs and says these words. */
function saying(words: readonly number[], end = '') {
  const script = `process.stdin.resume(); process.stdin.on('end', () => { out(${words.join()}); ${end} });`;
  return simulate(fakeSimulator(script), CHECK, LIMITS);
}

describe('a driver', () => {
  test('that answers rightly passes', async () => {
    const end = await saying(answers());
    expect(end).toMatchObject({
      kind: 'complete',
      mismatches: 0,
      vectors: answers().length / WORDS,
    });
  });

  test('that says too little or too much is told from one that is wrong', async () => {
    const expected = answers().length / WORDS;
    expect(await saying(answers().slice(0, -1))).toEqual({
      kind: 'short-output',
      expected,
      got: expected - 1,
    });
    expect(await saying([])).toMatchObject({ kind: 'short-output', got: 0 });
    expect(await saying([...answers(), 0])).toEqual({ kind: 'long-output', expected });
  });

  test('that crashes or hangs is told from one that is wrong', async () => {
    const half = answers().slice(0, 10 * WORDS);
    expect(await saying(half, 'process.kill(process.pid, "SIGSEGV")')).toMatchObject({
      kind: 'crashed',
      after: 10,
    });
    expect(await saying(half, 'setInterval(() => {}, 1000)')).toMatchObject({ kind: 'timeout' });
  });
});

describe('a record that is wrong is explained', () => {
  test.each([
    ['a result a cycle late', 0, (cycle: number) => cycle + 1, { differs: ['cycle'] }],
    [
      'a result that did not come',
      0,
      () => 0xffff_ffff,
      { expected: { result: 'a beat' }, got: { result: 'none: nothing moved for 4096 cycles' } },
    ],
    ['a wrong word', 1, (data: number) => data ^ 1, { differs: ['word'] }],
  ])('%s', async (_, word, change, explained) => {
    const words = answers();
    words[word] = change(words[word] as number);
    const check = checkOf('fix_array', CHECK, await saying(words));
    expect(check.verdict).toMatchObject({
      kind: 'mismatch',
      count: 1,
      first: { module: 'fix_array', index: 0, ...explained },
    });
    const first = check.verdict.kind === 'mismatch' ? check.verdict.first : undefined;
    expect(first?.inputs).toMatchObject({
      job: '0 (full speed)',
      vector: expect.stringMatching(/^0 of \d+$/),
    });
  });

  test('beats and faults of the summary', async () => {
    const words = answers();
    words[words.length - 6 * WORDS] = 8 + 2;
    const check = checkOf('fix_array', CHECK, await saying(words));
    expect(check.verdict).toMatchObject({
      kind: 'mismatch',
      first: {
        inputs: { job: '1 (full speed)' },
        expected: { faults: 'none' },
        got: {
          faults:
            'a result was taken back or changed before it was accepted; nothing moved for 4096 cycles',
        },
      },
    });
  });
});
