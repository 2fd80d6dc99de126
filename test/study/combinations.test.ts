import { expect, test } from 'vitest';
import { countRuns, studyRuns } from '../../study/combinations.ts';
import { parseStudy } from '../../study/read-study.ts';

const NETWORK = {
  name: 'a',
  model: 'a.onnx',
  calib: { inputs: 'x.npy' },
  judge: { inputs: 'x.npy' },
};

function study(runs: object, names = ['a']) {
  const networks = names.map((name) => ({ ...NETWORK, name }));
  return parseStudy(JSON.stringify({ networks, runs }), 'study.json');
}

test('without lists there is one run, with the defaults of quantize', () => {
  const on = { channelScales: true, biasCorrection: true, errorFeedback: true };
  expect(studyRuns(study({}))).toEqual([
    {
      network: 'a',
      chooser: 'exact',
      objective: 'kl',
      bits: 4,
      freeThree: on,
      tileBits: null,
      seed: null,
    },
  ]);
});

test('every combination is a run; seeds count for choosers that draw alone', () => {
  const given = study(
    {
      chooser: ['error', 'lpq'],
      objective: ['kl', 'mse'],
      bits: [3, null],
      seeds: [1, 2, 3],
      freeThree: [false, { biasCorrection: false }],
      tileBits: [null, 16],
    },
    ['a', 'b'],
  );
  const runs = studyRuns(given);
  expect(runs).toHaveLength(2 * 2 * 2 * 2 * 2 * (1 + 3));
  expect(countRuns(given)).toBe(runs.length);
  expect(new Set(runs.map((run) => JSON.stringify(run))).size).toBe(runs.length);
  expect(runs.filter(({ network }) => network === 'b')).toHaveLength(runs.length / 2);
  expect(runs.filter(({ chooser }) => chooser === 'error').every(({ seed }) => seed === null)).toBe(
    true,
  );
  expect(runs.slice(-3).map(({ seed }) => seed)).toEqual([1, 2, 3]);
  expect(runs.at(-1)).toMatchObject({
    bits: null,
    tileBits: 16,
    freeThree: { channelScales: true, biasCorrection: false, errorFeedback: true },
  });
  expect(runs[0]?.freeThree).toEqual({
    channelScales: false,
    biasCorrection: false,
    errorFeedback: false,
  });
});
