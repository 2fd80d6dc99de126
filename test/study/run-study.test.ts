import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parseStudy } from '../../study/read-study.ts';
import { runStudy, type StudyProgress } from '../../study/run-study.ts';
import { packageRoot } from '../../system/package-root.ts';

let cache: string;
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'logposit-study-'));
  vi.stubEnv('LOGPOSIT_CACHE', cache);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

const SHAPES = join(packageRoot, 'examples/shapes');
const INPUTS = { inputs: join(SHAPES, 'inputs.npy') };

const STUDY = parseStudy(
  JSON.stringify({
    networks: [
      {
        name: 'shapes',
        model: join(SHAPES, 'shapes.onnx'),
        calib: { ...INPUTS, count: 8 },
        judge: { ...INPUTS, labels: join(SHAPES, 'labels.npy'), from: 8, count: 24 },
      },
    ],
    runs: { chooser: ['error'], bits: [8], freeThree: [true], tileBits: [null] },
  }),
  'study.json',
);

test('a run is judged on other inputs, kept, and not done twice', async () => {
  const progress: StudyProgress[] = [];
  const options = {
    threads: 1,
    fresh: false,
    onProgress: (one: StudyProgress) => progress.push(one),
  };
  const first = await runStudy(STUDY, options);
  const [row] = first.rows;
  if (row?.state !== 'finished') throw new Error('the run has a plan');
  expect(row).toMatchObject({ network: 'shapes', seed: null, inputs: 24, evaluations: 1 });
  expect(first.networks).toMatchObject([
    { name: 'shapes', parameters: 6744, calibrationInputs: 8, inputs: 24 },
  ]);
  // Words of 8 bits change hardly an answer.
  expect(row.agreement).toBeGreaterThan(0.95);
  expect(row.sqnr).toBeGreaterThan(20);
  expect(row.tile).toBeLessThanOrEqual(row.agnosticTile);
  const { accuracy, change, becameRight, becameWrong } = row.answers ?? expect.fail('labels');
  expect(change).toBeCloseTo(100 * (accuracy - (first.networks[0]?.floatAccuracy ?? 0)), 9);
  expect(change).toBeCloseTo((100 * (becameRight - becameWrong)) / 24, 9);
  expect(first.summary).toMatchObject([{ runs: 1, figures: { change: { mean: change } } }]);
  expect(progress.at(-1)).toMatchObject({ total: 1 });
  progress.length = 0;
  const second = await runStudy(STUDY, options);
  expect(second.rows).toEqual(first.rows);
  expect(progress.every(({ total }) => total === 0)).toBe(true);
});

test('inputs that a file does not have', async () => {
  const [network] = STUDY.networks;
  if (network === undefined) throw new Error('there is one');
  const networks = [{ ...network, judge: { ...INPUTS, from: 190, count: 20 } }];
  await expect(runStudy({ ...STUDY, networks }, { threads: 1, fresh: false })).rejects.toThrow(
    'inputs.npy has 200 inputs, and those from 190 to 209 are asked for',
  );
});
