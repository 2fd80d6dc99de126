import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countRuns } from '../../study/combinations.ts';
import { parseStudy, readStudy, studyFiles } from '../../study/read-study.ts';
import { packageRoot } from '../../system/package-root.ts';

const FILE = { inputs: 'x.npy' };
const DRAWN = { synthetic: 'normal', count: 8 };

function text({
  calib = FILE,
  judge = FILE,
  runs = {},
  ...more
}: {
  calib?: object;
  judge?: object;
  runs?: object;
  [more: string]: unknown;
}): string {
  const network = { name: 'a', model: 'a.onnx', calib, judge };
  return JSON.stringify({ networks: [network], runs, ...more }, null, 2);
}

test.each([
  [
    'an unknown option',
    text({ run: {} }),
    'Unknown option "run" in the study (did you mean "runs"?)',
  ],
  [
    'one of a list',
    text({ runs: { bit: [4] } }),
    'Unknown option "bit" in runs (did you mean "bits"?)',
  ],
  [
    'one of a network',
    text({ calib: { input: 'x' } }),
    'Unknown option "input" in networks.0.calib',
  ],
  ['no network', text({ networks: [] }), 'networks must be a list of an object'],
  [
    'another chooser',
    text({ runs: { chooser: ['best'] } }),
    'runs.chooser.0 must be "error" or "ilp"',
  ],
  [
    'too many bits',
    text({ runs: { bits: [3, 9] } }),
    'runs.bits.1 must be a number from 2 to 8 or null, not 9',
  ],
  ['a list with nothing', text({ runs: { seeds: [] } }), 'runs.seeds must be a list of an integer'],
  ['a value twice', text({ runs: { tileBits: [null, null] } }), 'runs.tileBits names null twice'],
  [
    'all three by name, too',
    text({ runs: { freeThree: [true, { errorFeedback: true }] } }),
    'runs.freeThree names {"errorFeedback":true} twice',
  ],
  [
    'three of another kind',
    text({ runs: { freeThree: ['on'] } }),
    'runs.freeThree.0 must be true or false or an object with channelScales',
  ],
  ['no inputs', text({ calib: {} }), 'networks.0.calib must have either inputs or synthetic'],
  [
    'both kinds of inputs',
    text({ judge: { ...FILE, ...DRAWN } }),
    'networks.0.judge must have either inputs or synthetic',
  ],
  [
    'how many are drawn',
    text({ calib: { synthetic: 'normal' } }),
    'networks.0.calib.count is missing',
  ],
  [
    'low above high',
    text({ calib: { synthetic: 'uniform', count: 2, low: 3, high: 1 } }),
    'networks.0.calib must have low < high, not 3 and 1',
  ],
  [
    'a mean of uniform numbers',
    text({ calib: { synthetic: 'uniform', count: 2, mean: 0 } }),
    'networks.0.calib.mean has no meaning with "synthetic": "uniform"',
  ],
  [
    'a seed of a file',
    text({ calib: { ...FILE, seed: 2 } }),
    'networks.0.calib.seed has no meaning with inputs of a file',
  ],
  [
    'labels of drawn inputs',
    text({ judge: { ...DRAWN, labels: 'y.npy' } }),
    'networks.0.judge.labels has no meaning',
  ],
  [
    'a setting of no chooser',
    text({ runs: { set: { population: 4 } } }),
    'Unknown option "population" in runs.set',
  ],
  [
    'a setting out of range',
    text({ runs: { chooser: ['lpq'], set: { population: 1 } } }),
    'runs.set.population must be an integer from 2 to 100000, not 1',
  ],
  [
    'runs for years',
    text({ runs: { chooser: ['lpq'], seeds: Array.from({ length: 5000 }, (_, seed) => seed) } }),
    'runs gives 5,000 runs, and at most 4096 are allowed',
  ],
])('%s is told with its place', (_what, json, message) => {
  expect(() => parseStudy(json, 'study.json')).toThrow(message);
  expect(() => parseStudy(json, 'study.json')).toThrow(/^study\.json:\d+:\d+: /);
});

test('two networks of one name', () => {
  const network = { name: 'a', model: 'a.onnx', calib: FILE, judge: FILE };
  const json = JSON.stringify({ networks: [network, network], runs: {} });
  expect(() => parseStudy(json, 's.json')).toThrow('two networks have the name "a"');
});

test('a study that is not there', async () => {
  await expect(readStudy('/nowhere/study.json')).rejects.toMatchObject({ kind: 'input' });
});

test('the example: paths are relative to it, and it has few runs', async () => {
  const study = await readStudy(join(packageRoot, 'examples/studies/shapes.json'));
  const shapes = join(packageRoot, 'examples/shapes');
  const files = ['shapes.onnx', 'inputs.npy', 'inputs.npy', 'labels.npy'];
  expect(studyFiles(study)).toEqual(files.map((file) => join(shapes, file)));
  expect(countRuns(study)).toBeLessThanOrEqual(16);
});

test('the study of the documentation', () => {
  const page = readFileSync(join(packageRoot, 'docs/study.md'), 'utf8');
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  expect(parseStudy(example, 'study.json').networks).toHaveLength(2);
});
