import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../system/package-root.ts';
import { floats, node, onnxModel } from '../support/onnx-models.ts';
import { f32, npy } from '../support/tensor-files.ts';
import { type Ended, logpositEach, type Workplace, workplace } from './command-line.ts';

/** `infer` with options and files that are wrong or do not go together: one exact line each. */

const FLOATS = npy({ shape: '(2, 3)', data: f32(1, -2, 3, 0.5, 4, 5) });

function model(batch: number | string, values: readonly number[]): Uint8Array {
  return onnxModel({
    nodes: [node('MatMul', 'x w', 'y')],
    initializers: [floats('w', [3, values.length / 3], values)],
    inputs: [{ name: 'x', dims: [batch, 3] }],
    outputs: [{ name: 'y' }],
  });
}

const WEIGHTS = [1, -1, 0.5, 2, 1, 1, 0.25, -0.5, 1, 2, 3, 4];

/** Files that all cases may name. */
function fill({ directory, write }: Workplace): void {
  const files: Readonly<Record<string, Uint8Array>> = {
    'm.onnx': model('N', WEIGHTS),
    'one.onnx': model('N', [1, 2, 3]),
    'pair.onnx': model(2, WEIGHTS),
    'x.npy': FLOATS,
    'x4.npy': npy({ shape: '(4, 3)', data: f32(...WEIGHTS) }),
    'x.bin': f32(1, -2, 3, 0.5, 4, 5),
    'one.bin': f32(1),
    'wide.npy': npy({ shape: '(2, 4)', data: f32(1, 2, 3, 4, 5, 6, 7, 8) }),
    'flat.npy': npy({ shape: '(3,)', data: f32(1, 2, 3) }),
    'nan.npy': npy({ shape: '(2, 3)', data: f32(1, 2, 3, 4, Number.NaN, 6) }),
    'int.npy': npy({ descr: '|u1', shape: '(2, 3)', data: new Uint8Array(6) }),
    'none.npy': npy({ shape: '(0, 3)', data: f32() }),
    'cut.npy': FLOATS.subarray(0, FLOATS.length - 3),
    'huge.npy': npy({
      descr: '<f8',
      shape: '(1, 3)',
      data: new Uint8Array(Float64Array.of(1, 1e300, 2).buffer),
    }),
    'empty.bin': new Uint8Array(),
    'empty.npy': new Uint8Array(),
    'labels.bin': Uint8Array.of(1, 3),
    'three.bin': Uint8Array.of(1, 2, 3),
    'far.bin': Uint8Array.of(1, 4),
    'minus.npy': npy({
      descr: '<i4',
      shape: '(2,)',
      data: new Uint8Array(Int32Array.of(1, -1).buffer),
    }),
    'pairs.npy': npy({ descr: '|u1', shape: '(2, 2)', data: new Uint8Array(4) }),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(directory, name), bytes);
  mkdirSync(join(directory, 'folder'));
  write('plan.json', '{ "version": 1');
  write('other.json', '{ "version": 1, "model": {}, "array": {}, "layers": [], "more": 1 }');
  write('lp8.json', readFileSync(join(packageRoot, 'examples/lp8.json'), 'utf8'));
}

/** Arguments behind `infer`, the exit code, and what is said. */
const CASES: readonly (readonly [string, number, string])[] = [
  // --inputs
  ['m.onnx', 2, "required option '--inputs <file>' not specified"],
  ['m.onnx --inputs', 2, "option '--inputs <file>' argument missing"],
  ['m.onnx --inputs away.npy', 2, 'cannot read away.npy: no such file or directory'],
  [
    'm.onnx --inputs folder',
    2,
    'folder is no .npy file: its shape is not known (say it, e.g. --shape -1,1,28,28)',
  ],
  ['m.onnx --inputs folder --shape 2,3', 2, 'cannot read folder: it is a directory'],
  ['m.onnx --inputs empty.npy', 2, 'empty.npy: the file is empty'],
  [
    'm.onnx --inputs cut.npy',
    2,
    'cut.npy: float32 of shape [2, 3] needs 24 bytes of data, the file has 21',
  ],
  ['m.onnx --inputs none.npy', 2, 'none.npy: the tensor is empty: shape [0, 3]'],
  ['m.onnx --inputs wide.npy', 2, 'wide.npy: its shape is [2, 4], but "x" of m.onnx takes [N, 3]'],
  [
    'm.onnx --inputs flat.npy',
    2,
    'flat.npy: its shape is [3], but "x" of m.onnx takes [N, 3] (a single input has N = 1 before its own shape)',
  ],
  [
    'm.onnx --inputs nan.npy',
    2,
    'nan.npy: the value at [1, 1], position 4 is NaN: only finite numbers are allowed',
  ],
  [
    'm.onnx --inputs int.npy',
    2,
    'int.npy: its values are of type uint8 (save what the network takes as float32, scaled as in its training)',
  ],
  ['m.onnx --inputs huge.npy', 2, 'huge.npy: the value 1e+300 at position 1 is beyond float32'],
  // --shape
  [
    'm.onnx --inputs x.bin',
    2,
    'x.bin is no .npy file: its shape is not known (say it, e.g. --shape -1,1,28,28)',
  ],
  ['m.onnx --inputs x.npy --shape 2,3', 2, 'x.npy says its shape itself (leave out --shape)'],
  [
    'm.onnx --inputs x.bin --shape 3,3',
    2,
    'x.bin: float32 of shape [3, 3] needs 36 bytes, it has 24',
  ],
  [
    'm.onnx --inputs x.bin --shape -1,5',
    2,
    'x.bin: it has 24 bytes, which is no multiple of the 20 of one [5]',
  ],
  [
    'm.onnx --inputs x.bin --shape two',
    2,
    '--shape must be sizes such as 45,40,30,1, not "two" (the first one may be -1: as many inputs as the file holds)',
  ],
  [
    'm.onnx --inputs x.bin --shape 2,-1',
    2,
    '--shape must be sizes such as 45,40,30,1, not "2,-1" (the first one may be -1: as many inputs as the file holds)',
  ],
  [
    'm.onnx --inputs x.bin --shape 2,1.5',
    2,
    '--shape must be sizes such as 45,40,30,1, not "2,1.5" (the first one may be -1: as many inputs as the file holds)',
  ],
  ['m.onnx --inputs x.bin --shape 0,3', 2, 'x.bin: the tensor is empty: shape [0, 3]'],
  ['m.onnx --inputs x.bin --shape -7,3', 2, 'x.bin: the shape [-7, 3] is impossible'],
  [
    'm.onnx --inputs x.bin --shape 99999999999999999999,3',
    2,
    'x.bin: the shape [100000000000000000000, 3] is impossible',
  ],
  [
    'm.onnx --inputs x.bin --shape 3,2',
    2,
    'x.bin: its shape is [3, 2], but "x" of m.onnx takes [N, 3]',
  ],
  ['m.onnx --inputs empty.bin --shape -1,3', 2, 'empty.bin: the file is empty'],
  // --labels
  ['m.onnx --inputs x.npy --labels away.bin', 2, 'cannot read away.bin: no such file or directory'],
  [
    'm.onnx --inputs x.npy --labels three.bin',
    2,
    'three.bin: it has 3 bytes, but there are 2 inputs (labels are one byte each, or a .npy file of integers)',
  ],
  [
    'm.onnx --inputs x.npy --labels flat.npy',
    2,
    'flat.npy: its values are of type float32 (labels are integers)',
  ],
  [
    'm.onnx --inputs x.npy --labels minus.npy',
    2,
    'minus.npy: the label at position 1 is -1: classes are 0 and up',
  ],
  [
    'm.onnx --inputs x.npy --labels pairs.npy',
    2,
    'pairs.npy: its shape is [2, 2] (labels are one class per input)',
  ],
  [
    'm.onnx --inputs x.npy --labels far.bin',
    2,
    'the label at position 1 is 4, but m.onnx has 4 classes (classes are 0 to 3)',
  ],
  [
    'one.onnx --inputs x.npy --labels labels.bin',
    2,
    'the answers of one.onnx have the shape [N, 1]: labels do not go with them (an answer needs one number per class)',
  ],
  // numbers and words
  ['m.onnx --inputs x.npy --on gpu', 2, '--on must be float, golden or rtl, not "gpu"'],
  ['m.onnx --inputs x.npy --limit 0', 2, '--limit must be an integer from 1 to 16777216, not "0"'],
  ['m.onnx --inputs x.npy --batch 1e3', 2, '--batch must be an integer from 1 to 4096, not "1e3"'],
  [
    'm.onnx --inputs x.npy --calibrate -1',
    2,
    '--calibrate must be an integer from 1 to 65536, not "-1"',
  ],
  ['m.onnx --inputs x.npy --timeout 0', 2, '--timeout must be an integer from 1 to 86400, not "0"'],
  ['m.onnx --inputs x.npy --bits 1', 2, '--bits must be an integer from 2 to 16, not "1"'],
  [
    'm.onnx --inputs x.npy --bits 5',
    2,
    'weights of 5 bits: the array takes words of 8, 4, 2 bits (see array.modes of its config)',
  ],
  [
    'm.onnx more --inputs x.npy',
    2,
    "too many arguments for 'infer'. Expected 1 argument but got 2.",
  ],
  [
    'm.onnx --inputs x.npy --lables labels.bin',
    2,
    "unknown option '--lables' (Did you mean --labels?)",
  ],
  [
    'pair.onnx --inputs x4.npy --batch 4',
    2,
    '--batch is 4, but pair.onnx takes 2 inputs at a time',
  ],
  [
    'pair.onnx --inputs x4.npy --limit 3',
    2,
    '--limit is 3, but pair.onnx takes 2 inputs at a time',
  ],
  [
    'pair.onnx --inputs one.bin --shape 1,1',
    2,
    'one.bin: its shape is [1, 1], but "x" of pair.onnx takes [N, 3]',
  ],
  ['pair.onnx --inputs huge.npy', 2, 'huge.npy: it has 1 inputs, but pair.onnx takes 2 at a time'],
  // options without meaning
  [
    'm.onnx --inputs x.npy --rtl folder',
    2,
    '--rtl has no meaning with --on golden (it belongs to --on rtl)',
  ],
  [
    'm.onnx --inputs x.npy --on golden --rtl folder',
    2,
    '--rtl has no meaning with --on golden (it belongs to --on rtl)',
  ],
  ...[
    '--config lp8.json',
    '--plan plan.json',
    '--write-plan p.json',
    '--bits 8',
    '--calibrate 4',
  ].map(
    (option) =>
      [
        `m.onnx --inputs x.npy --on float ${option}`,
        2,
        `${option.split(' ')[0]} has no meaning with --on float (the float network needs no array)`,
      ] as const,
  ),
  [
    'm.onnx --inputs x.npy --plan plan.json --bits 8',
    2,
    '--bits makes a plan, and --plan gives one (leave one of them out)',
  ],
  [
    'm.onnx --inputs x.npy --plan plan.json --calibrate 2',
    2,
    '--calibrate makes a plan, and --plan gives one (leave one of them out)',
  ],
  [
    'm.onnx --inputs x.npy --plan plan.json --write-plan p.json',
    2,
    '--write-plan writes the plan of a calibration, and --plan gives one (leave one of them out)',
  ],
  // --config, --rtl, --plan
  [
    'm.onnx --inputs x.npy --config lp8.json',
    2,
    'lp8.json: kind is "pe", and a network needs an array (kind "array")',
  ],
  [
    'm.onnx --inputs x.npy --on rtl --rtl away',
    2,
    'away/lpa.f does not exist (generate the RTL first, or name its directory)',
  ],
  ['m.onnx --inputs x.npy --plan away.json', 4, 'cannot read away.json: no such file or directory'],
  [
    'm.onnx --inputs x.npy --plan plan.json',
    2,
    'plan.json:1:15: not a JSON object: "}" is missing (a plan is one JSON object, without comments or trailing commas)',
  ],
  [
    'm.onnx --inputs x.npy --plan other.json',
    2,
    'other.json:1:57: Unknown option "more" in the plan (did you mean "model"?) (allowed: version, model, array, layers)',
  ],
  // what is written
  ['m.onnx --inputs x.npy --outputs y.bin', 2, '--outputs must end in .npy, not "y.bin"'],
  [
    'm.onnx --inputs x.npy --outputs x.npy',
    2,
    '--outputs x.npy is the file that is read from (name another file)',
  ],
  [
    'm.onnx --inputs x.npy --outputs folder/../x.npy',
    2,
    '--outputs folder/../x.npy is the file that is read from (name another file)',
  ],
  [
    'm.onnx --inputs x.npy --html m.onnx',
    2,
    '--html m.onnx is the file that is read from (name another file)',
  ],
  [
    'm.onnx --inputs x.npy --write-plan x.npy',
    2,
    '--write-plan x.npy is the file that is read from (name another file)',
  ],
  [
    'm.onnx --inputs x.npy --html a --write-plan a',
    2,
    '--write-plan a is the file that --html writes (name another file)',
  ],
  [
    'm.onnx --inputs x.npy --outputs away/y.npy',
    4,
    'cannot write away/y.npy: no such file or directory',
  ],
  ['m.onnx --inputs x.npy --html folder', 4, 'cannot write folder: it is a directory'],
  ['m.onnx --inputs x.npy --html /dev/null', 4, 'cannot write /dev/null: it is no regular file'],
  [
    'm.onnx --inputs x.npy --write-plan m.onnx/p',
    4,
    'cannot write m.onnx/p: a parent of it is not a directory',
  ],
];

describe('infer', () => {
  let outcomes: readonly Ended[] = [];
  let before: readonly string[] = [];
  let after: readonly string[] = [];
  beforeAll(() => {
    const place = workplace();
    fill(place);
    before = place.listing();
    const calls = CASES.map(([args]) => ({
      args: ['infer', ...args.split(' ')],
      cwd: place.directory,
    }));
    outcomes = logpositEach(calls);
    after = place.listing();
    place.dispose();
  });

  test.each(CASES.map(([args, code, line], index) => ({ args, code, line, index })))(
    '$args',
    ({ code, line, index }) => {
      const { stdout, stderr, code: ended } = outcomes[index] as Ended;
      expect({ stdout, stderr, ended }).toEqual({
        stdout: '',
        stderr: `logposit: ${line}\n`,
        ended: code,
      });
    },
  );

  test('leaves the directory as it was', () => {
    expect(after).toEqual(before);
  });
});
