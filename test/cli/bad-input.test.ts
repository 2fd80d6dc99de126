import { beforeAll, expect, test } from 'vitest';
import { BAD_ARRAYS, TOO_LARGE_ARRAYS } from './bad-arrays.ts';
import { BAD_GRIDS } from './bad-grids.ts';
import { type Ended, logposit, logpositEach, workplace } from './command-line.ts';

/** Each bad input: one exact line on stderr, empty stdout, its exit code, nothing left behind. */

const FORMAT = '{ "n": 8, "es": 1, "rs": 7 }';

/** A config with one part replaced; every part is on a line of its own. */
function config(parts: Readonly<Record<string, string>> = {}): string {
  const merged = { name: '"good"', weight: FORMAT, activation: FORMAT, ...parts };
  const lines = Object.entries(merged).map(([key, value]) => `  "${key}": ${value}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

interface BadConfig {
  readonly title: string;
  readonly text: string;
  readonly line: string;
}

/** A case with all that it takes: what is called, among which files. */
interface Case {
  readonly title: string;
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly line: string;
  readonly code: number;
}

const BAD_CONFIGS: readonly BadConfig[] = [
  {
    title: 'unknown key',
    text: config({ acumulator: '{}' }),
    line: 'bad.json:5:3: Unknown option "acumulator" in the config (did you mean "accumulator"?) (allowed: name, kind, weight, activation, output, pe, converter, accumulator, encoder)',
  },
  {
    title: 'unknown nested key',
    text: config({ accumulator: '{ "accWidht": 24 }' }),
    line: 'bad.json:5:20: Unknown option "accWidht" in accumulator (did you mean "width"?) (allowed: kind, width, fraction, align, overflow, significand, depth, startMax, weights, oneSided)',
  },
  {
    title: 'unknown key that resembles none',
    text: config({ weight: '{ "n": 8, "es": 1, "rs": 7, "zzzzzzz": 1 }' }),
    line: 'bad.json:3:41: Unknown option "zzzzzzz" in weight (allowed: n, es, rs, sf)',
  },
  {
    title: 'wrong type: string for a number',
    text: config({ weight: '{ "n": "8", "es": 1, "rs": 7 }' }),
    line: 'bad.json:3:15: weight.n must be an integer from 2 to 16, not "8"',
  },
  {
    title: 'wrong type: number for an object',
    text: config({ weight: '8' }),
    line: 'bad.json:3:3: weight must be an object with n, es, rs, sf, not 8',
  },
  {
    title: 'wrong type: null',
    text: config({ activation: 'null' }),
    line: 'bad.json:4:3: activation must be an object with n, es, rs, sf, not null',
  },
  {
    title: 'wrong type: a fraction for an integer',
    text: config({ weight: '{ "n": 7.5, "es": 1, "rs": 3 }' }),
    line: 'bad.json:3:15: weight.n must be an integer from 2 to 16, not 7.5',
  },
  {
    title: 'wrong type: string for a boolean',
    text: config({ encoder: '{ "relu": "yes" }' }),
    line: 'bad.json:5:16: encoder.relu must be true or false, not "yes"',
  },
  {
    title: 'out of range: n',
    text: config({ weight: '{ "n": 17, "es": 1, "rs": 7 }' }),
    line: 'bad.json:3:15: weight.n must be an integer from 2 to 16, not 17',
  },
  {
    title: 'out of range: es',
    text: config({ weight: '{ "n": 8, "es": 6, "rs": 7 }' }),
    line: 'bad.json:3:23: weight.es must be an integer from 0 to 5, not 6',
  },
  {
    title: 'out of range: es below zero',
    text: config({ weight: '{ "n": 8, "es": -1, "rs": 7 }' }),
    line: 'bad.json:3:23: weight.es must be an integer from 0 to 5, not -1',
  },
  {
    title: 'out of range: rs reaches n',
    text: config({ activation: '{ "n": 8, "es": 1, "rs": 8 }' }),
    line: 'bad.json:4:36: activation.rs must be an integer from 1 to 7, less than n = 8, not 8',
  },
  {
    title: 'out of range: rs of zero',
    text: config({ activation: '{ "n": 8, "es": 1, "rs": 0 }' }),
    line: 'bad.json:4:36: activation.rs must be an integer from 1 to 15, not 0',
  },
  {
    title: 'out of range: sf beyond binary64',
    text: config({ weight: '{ "n": 8, "es": 1, "rs": 7, "sf": 1e999 }' }),
    line: 'bad.json:3:41: weight.sf must be a finite number, not null',
  },
  {
    title: 'out of range: accumulator width',
    text: config({ accumulator: '{ "width": 1 }' }),
    line: 'bad.json:5:20: accumulator.width must be an integer from 2 to 128 or "auto", not 1',
  },
  {
    title: 'an option of a fixed-point sum for a floating one',
    text: config({ accumulator: '{ "kind": "float", "align": "floor" }' }),
    line: 'bad.json:5:37: accumulator.align has no meaning where accumulator.kind is "float" (remove it, or set accumulator.kind to "fixed")',
  },
  {
    title: 'an option of a floating sum for a fixed-point one',
    text: config({ accumulator: '{ "significand": 12 }' }),
    line: 'bad.json:5:20: accumulator.significand has no meaning where accumulator.kind is "fixed" (remove it, or set accumulator.kind to "float")',
  },
  {
    title: 'not a width at all',
    text: config({ accumulator: '{ "width": "wide" }' }),
    line: 'bad.json:5:20: accumulator.width must be an integer from 2 to 128 or "auto", not "wide"',
  },
  {
    title: 'out of range: converter fraction',
    text: config({ converter: '{ "fraction": 13 }' }),
    line: 'bad.json:5:18: converter.fraction must be an integer from 0 to 12, not 13',
  },
  {
    title: 'out of range: depth',
    text: config({ accumulator: '{ "depth": 1048577 }' }),
    line: 'bad.json:5:20: accumulator.depth must be an integer from 1 to 1048576, not 1048577',
  },
  {
    title: 'unknown choice',
    text: config({ accumulator: '{ "align": "up" }' }),
    line: 'bad.json:5:20: accumulator.align must be "truncate" or "nearest" or "floor" or "floor-act", not "up"',
  },
  {
    title: 'missing key',
    text: '{\n  "name": "good",\n  "weight": { "n": 8, "es": 1, "rs": 7 }\n}\n',
    line: 'bad.json:1:1: activation is missing: it must be an object with n, es, rs, sf',
  },
  {
    title: 'misspelt key, which is not missing besides',
    text: '{ "name": "good", "weigth": {}, "activation": { "n": 8, "es": 1, "rs": 7 } }',
    line: 'bad.json:1:19: Unknown option "weigth" in the config (did you mean "weight"?) (allowed: name, kind, weight, activation, output, pe, converter, accumulator, encoder)',
  },
  {
    title: 'missing nested key',
    text: config({ weight: '{ "n": 8, "es": 1 }' }),
    line: 'bad.json:3:13: weight.rs is missing: it must be an integer from 1 to 15',
  },
  {
    title: 'two faults: the first in the file, and how many follow',
    text: config({ weight: '{ "n": 1, "es": 1, "rs": 7 }', accumulator: '{ "widht": 3 }' }),
    line: 'bad.json:3:15: weight.n must be an integer from 2 to 16, not 1 (2 more faults in this file)',
  },
  {
    title: 'SystemVerilog keyword as name',
    text: config({ name: '"module"' }),
    line: 'bad.json:2:3: name must not be the SystemVerilog keyword "module"',
  },
  {
    title: 'injection as name',
    text: config({ name: '"a; endmodule"' }),
    line: 'bad.json:2:3: name must be a name that matches ^[a-z][a-z0-9_]{0,39}$, not "a; endmodule"',
  },
  {
    title: 'path as name',
    text: config({ name: '"../../etc/x"' }),
    line: 'bad.json:2:3: name must be a name that matches ^[a-z][a-z0-9_]{0,39}$, not "../../etc/x"',
  },
  {
    title: 'line break in the name',
    text: config({ name: '"a\\nb"' }),
    line: 'bad.json:2:3: name must be a name that matches ^[a-z][a-z0-9_]{0,39}$, not "a\\nb"',
  },
  {
    title: 'trailing line break in the name',
    text: config({ name: '"good\\n"' }),
    line: 'bad.json:2:3: name must be a name that matches ^[a-z][a-z0-9_]{0,39}$, not "good\\n"',
  },
  {
    title: 'name too long',
    text: config({ name: `"${'a'.repeat(41)}"` }),
    line: `bad.json:2:3: name must be a name that matches ^[a-z][a-z0-9_]{0,39}$, not "${'a'.repeat(41)}"`,
  },
  {
    title: 'two underscores in the name',
    text: config({ name: '"a__b"' }),
    line: 'bad.json:2:3: name must not contain "__", which Verilator keeps to itself, not "a__b"',
  },
  {
    title: 'a number far beyond its range counts once',
    text: config({ accumulator: '{ "startMax": 1e300 }' }),
    line: 'bad.json:5:20: accumulator.startMax must be an integer from 0 to 2^53 - 1, not 1e+300',
  },
  {
    title: 'nested too deeply',
    text: '['.repeat(50000),
    line: 'bad.json: not a config: it is nested too deeply',
  },
  {
    title: 'option given twice',
    text: '{\n  "name": "good",\n  "name": "other"\n}\n',
    line: 'bad.json:3:3: option "name" is given twice',
  },
  {
    title: 'a key that JavaScript treats apart',
    text: config({ ['__proto__']: '{ "n": 3 }' }),
    line: 'bad.json:5:3: Unknown option "__proto__" in the config (allowed: name, kind, weight, activation, output, pe, converter, accumulator, encoder)',
  },
  {
    title: 'broken JSON: a missing comma',
    text: '{\n  "name": "good"\n  "weight": {}\n}\n',
    line: 'bad.json:3:3: not a JSON object: "," is expected (a config is one JSON object, without comments or trailing commas)',
  },
  {
    title: 'broken JSON: the end is missing',
    text: '{ "name": "good"',
    line: 'bad.json:1:17: not a JSON object: "}" is missing (a config is one JSON object, without comments or trailing commas)',
  },
  {
    title: 'broken JSON: a comment',
    text: '{ // here\n}',
    line: 'bad.json:1:3: not a JSON object: comments are not allowed (a config is one JSON object, without comments or trailing commas)',
  },
  {
    title: 'broken JSON: a trailing comma',
    text: '{ "name": "good", }',
    line: 'bad.json:1:19: not a JSON object: a quoted key is expected (a config is one JSON object, without comments or trailing commas)',
  },
  {
    title: 'an empty file',
    text: '',
    line: 'bad.json:1:1: not a JSON object: the file is empty (a config is one JSON object, without comments or trailing commas)',
  },
  {
    title: 'binary content',
    text: '\u0000\u0001\u0002ELF',
    line: 'bad.json:1:1: not a JSON object: unknown word (a config is one JSON object, without comments or trailing commas)',
  },
  {
    title: 'an array instead of an object',
    text: '[1, 2]',
    line: 'bad.json:1:1: the config must be an object with name, kind, weight, activation, output, pe, converter, accumulator, encoder, not [1,2]',
  },
  {
    title: 'an automatic width beyond 128 bits',
    text: config({ weight: '{ "n": 8, "es": 5, "rs": 7 }' }),
    line: 'bad.json: accumulator.width "auto" needs 224 bits, more than 128 (lower accumulator.fraction, accumulator.depth, or es and rs of a format, or set a width)',
  },
  {
    title: 'an automatic scale beyond what a number holds',
    text: config({ weight: '{ "n": 8, "es": 1, "rs": 7, "sf": 1e300 }' }),
    line: 'bad.json: encoder.scale "auto" is beyond 9007199254740991 in magnitude (bring output.sf near weight.sf + activation.sf, or set encoder.scale)',
  },
];

interface BadCall {
  readonly title: string;
  readonly args: readonly string[];
  readonly line: string;
  readonly code: number;
  readonly files?: Readonly<Record<string, string>>;
}

const BAD_CALLS: readonly BadCall[] = [
  {
    title: 'unknown command',
    args: ['generat', 'good.json'],
    line: "unknown command 'generat' (Did you mean generate?)",
    code: 2,
  },
  {
    title: 'unknown option',
    args: ['generate', 'good.json', '--jsn'],
    line: "unknown option '--jsn' (Did you mean --json?)",
    code: 2,
  },
  {
    title: 'missing argument',
    args: ['generate'],
    line: "missing required argument 'config' (give a config, or --plan)",
    code: 2,
  },
  {
    title: 'too many arguments',
    args: ['table', '8,1,7', 'more'],
    line: "too many arguments for 'table'. Expected 1 argument but got 2.",
    code: 2,
  },
  {
    title: 'no such config',
    args: ['generate', 'nowhere.json'],
    line: 'cannot read nowhere.json: no such file or directory (give the path of a config file, e.g. examples/lp8.json)',
    code: 2,
  },
  {
    title: 'a directory as config',
    args: ['generate', '.'],
    line: 'cannot read .: it is a directory (give the path of a config file, e.g. examples/lp8.json)',
    code: 2,
  },
  {
    title: 'a seed that is no number',
    args: ['verify', 'good.json', '--seed', 'x'],
    line: '--seed must be an integer from 0 to 4294967295, not "x"',
    code: 2,
  },
  {
    title: 'a time limit of nothing',
    args: ['verify', 'good.json', '--timeout', '0'],
    line: '--timeout must be an integer from 1 to 86400, not "0"',
    code: 2,
  },
  {
    title: 'activations without weights',
    args: ['verify', 'good.json', '--activations', 'random:1:2'],
    line: '--activations needs --weights: it says more about a layer',
    code: 2,
  },
  {
    title: 'an axis of no weights',
    args: ['verify', 'good.json', '--axis', '0'],
    line: '--axis needs --weights: it says more about a layer',
    code: 2,
  },
  {
    title: 'a layer for an array',
    args: ['verify', 'array.json', '--weights', 'w.npy'],
    line: '--weights puts a layer through a PE, and arr is of kind "array" (give a config of kind "pe" with the formats of one mode)',
    code: 2,
    files: { 'array.json': '{"name": "arr", "kind": "array"}' },
  },
  ...['random:1', 'random:1:0', 'random:1:1000001', 'random:4294967296:1', 'rnd:1:2', 'a.txt'].map(
    (text) => ({
      title: `activations that are ${text}`,
      args: ['verify', 'good.json', '--weights', 'w.npy', '--activations', text],
      line: `--activations must be a tensor or random:SEED:N, not "${text}" (SEED from 0 to 4294967295, N from 1 to 1000000; a tensor is FILE.npy, FILE.safetensors#NAME or MODEL.onnx#INITIALIZER)`,
      code: 2,
    }),
  ),
  {
    title: 'another rounding of a layer',
    args: ['verify', 'good.json', '--weights', 'w.npy', '--rounding', 'up'],
    line: '--rounding must be log or linear, not "up"',
    code: 2,
  },
  {
    title: 'weights that are not there',
    args: ['verify', 'good.json', '--weights', 'w.npy'],
    line: 'cannot read w.npy: no such file or directory',
    code: 2,
  },
  {
    title: 'a malformed format',
    args: ['table', '8,1'],
    line: 'the format must be n,es,rs or n,es,rs,sf, not "8,1" (e.g. logposit table 8,1,7)',
    code: 2,
  },
  {
    title: 'a format out of range',
    args: ['table', '8,1,9'],
    line: 'format: rs must be an integer from 1 to n - 1 = 7, not 9',
    code: 2,
  },
  {
    title: 'a format with a scale that is no number',
    args: ['table', '8,1,7,1e999'],
    line: 'format: sf must be a finite number, not Infinity',
    code: 2,
  },
  {
    title: 'a format in another notation',
    args: ['table', '0x8,1,7'],
    line: 'the format must be n,es,rs or n,es,rs,sf, not "0x8,1,7" (e.g. logposit table 8,1,7)',
    code: 2,
  },
  {
    title: 'an output directory that can hold nothing',
    args: ['generate', 'good.json', '-o', '/proc/nope/rtl'],
    line: 'cannot write /proc/nope/rtl: no such file or directory',
    code: 4,
  },
  {
    title: 'the output directory is a file',
    args: ['generate', 'good.json', '-o', 'taken'],
    line: 'cannot write taken: it exists and is not a directory',
    code: 4,
    files: { taken: 'a file\n' },
  },
  {
    title: 'the parent of the output directory is a file',
    args: ['generate', 'good.json', '-o', 'taken/out'],
    line: 'cannot write taken/out: a parent of it is not a directory',
    code: 4,
    files: { taken: 'a file\n' },
  },
  {
    title: 'the default output parent is a file',
    args: ['generate', 'good.json'],
    line: 'cannot write rtl-out/good: a parent of it is not a directory',
    code: 4,
    files: { 'rtl-out': 'a file\n' },
  },
];

const CASES: readonly Case[] = [
  ...[...BAD_CONFIGS, ...BAD_ARRAYS, ...BAD_GRIDS].map(({ title, text, line }) => ({
    title: `config: ${title}`,
    args: ['generate', 'bad.json'],
    files: { 'bad.json': text },
    line,
    code: 2,
  })),
  ...TOO_LARGE_ARRAYS.flatMap(({ title, text, line }) =>
    ['verify', 'run'].map((command) => ({
      title: `${command}: ${title}`,
      args: [command, 'huge.json'],
      files: { 'huge.json': text },
      line,
      code: 2,
    })),
  ),
  ...BAD_CALLS.map(({ title, args, line, code, files }) => ({
    title: `call: ${title}`,
    args,
    files: { 'good.json': config(), ...files },
    line,
    code,
  })),
];

/** Each in a directory of its own, all in one process. */
let outcomes: readonly { readonly ended: Ended; readonly left: string[]; readonly was: string[] }[];
beforeAll(() => {
  const places = CASES.map(({ files }) => {
    const place = workplace();
    for (const [path, content] of Object.entries(files)) place.write(path, content);
    return place;
  });
  const before = places.map((place) => place.listing());
  const calls = CASES.map(({ args }, index) => ({ args, cwd: places[index]?.directory ?? '' }));
  outcomes = logpositEach(calls).map(({ stdout, stderr, code }, index) => ({
    ended: { stdout, stderr, code },
    left: places[index]?.listing() ?? [],
    was: before[index] ?? [],
  }));
  for (const place of places) place.dispose();
});

test.each(CASES.map((each, index) => ({ ...each, index })))('$title', ({ index, line, code }) => {
  const { ended, left, was } = outcomes[index] as (typeof outcomes)[number];
  expect(ended).toEqual({ stdout: '', stderr: `logposit: ${line}\n`, code });
  expect(left).toEqual(was);
});

/** What a process adds to that: its exit code, and that nothing else is printed. */
const SPAWNED = [
  'config: unknown key',
  'config: nested too deeply',
  'call: unknown option',
  'call: missing argument',
  'call: no such config',
  'call: an output directory that can hold nothing',
];
test.each(SPAWNED)('in a process of its own: %s', (title) => {
  const { args, files, line, code } = CASES.find((each) => each.title === title) as Case;
  const place = workplace();
  for (const [path, content] of Object.entries(files)) place.write(path, content);
  const ended = logposit(args, { cwd: place.directory });
  place.dispose();
  expect(ended).toEqual({ stdout: '', stderr: `logposit: ${line}\n`, code });
});
