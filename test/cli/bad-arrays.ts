/** Configs of arrays that are wrong, each with the one line that says so. */

export interface BadArray {
  readonly title: string;
  readonly text: string;
  readonly line: string;
}

function array(parts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ name: 'bad', kind: 'array', ...parts });
}

const LP8 = { n: 8, es: 1, rs: 7 };
const LP4 = { n: 4, es: 1, rs: 2 };

export const BAD_ARRAYS: readonly BadArray[] = [
  {
    title: 'no such kind',
    text: '{"name": "bad", "kind": "arr"}',
    line: 'bad.json:1:17: kind must be "pe" or "array" or "systolic", not "arr" (2 more faults in this file)',
  },
  {
    title: 'an array that does not say so',
    text: '{"name": "bad", "array": {"rows": 2}}',
    line: 'bad.json:1:1: kind must be "array" where the config has array (add "kind": "array", or remove array; 2 more faults in this file)',
  },
  {
    title: 'an accelerator of a PE',
    text: '{"name": "bad", "accelerator": {}}',
    line: 'bad.json:1:1: kind must be "array" where the config has accelerator (add "kind": "array", or remove accelerator; 2 more faults in this file)',
  },
  {
    title: 'a weight buffer smaller than a tile',
    text: array({ accelerator: { weightRows: 7 } }),
    line: 'bad.json: accelerator.weightRows is 7, fewer than the 8 beats of one tile (raise accelerator.weightRows to array.rows or more)',
  },
  {
    title: 'a buffer of one place',
    text: array({ accelerator: { channelSets: 1 } }),
    line: 'bad.json:1:45: accelerator.channelSets must be an integer from 2 to 1048576, not 1',
  },
  {
    title: 'a buffer that there is not',
    text: array({ accelerator: { activation: 64 } }),
    line: 'bad.json:1:45: Unknown option "activation" in accelerator (did you mean "activations"?) (allowed: weightRows, activations, channelSets)',
  },
  {
    title: 'start values beyond a beat of the channel stream',
    text: array({ accumulator: { width: 64, startMax: 2147483648 }, accelerator: {} }),
    line: "bad.json: accumulator.startMax is 2147483648, more than the 32 bits of an accelerator's channel stream hold (lower accumulator.startMax below 2^31, or remove accelerator)",
  },
  {
    title: 'no rows',
    text: array({ array: { rows: 0 } }),
    line: 'bad.json:1:39: array.rows must be an integer from 1 to 64, not 0',
  },
  {
    title: 'a mode that there is not',
    text: array({ array: { modes: [8, 3] } }),
    line: 'bad.json:1:50: array.modes.1 must be 8 or 4 or 2, not 3',
  },
  {
    title: 'no mode',
    text: array({ array: { modes: [] } }),
    line: 'bad.json:1:39: array.modes must be a list of 8 or 4 or 2, not []',
  },
  {
    title: 'a mode twice',
    text: array({ array: { modes: [8, 8] } }),
    line: 'bad.json:1:39: array.modes must not name a value twice, as [8,8] does',
  },
  {
    title: 'a fixed format on one side only',
    text: array({ weight: LP4 }),
    line: 'bad.json: weight fixes a format, but activation is missing (an array has fixed formats (weight and activation) or takes them at run time (neither))',
  },
  {
    title: 'a fixed format of results only',
    text: array({ output: LP8 }),
    line: 'bad.json: output fixes a format, but weight is missing (an array has fixed formats (weight and activation) or takes them at run time (neither))',
  },
  {
    title: 'modes beside fixed formats',
    text: array({ array: { modes: [4] }, weight: LP4, activation: LP8 }),
    line: 'bad.json: array.modes has no meaning where weight and activation fix the formats (remove it, or remove weight and activation)',
  },
  {
    title: 'an option of a PE',
    text: array({ encoder: { relu: true } }),
    line: 'bad.json:1:41: Unknown option "relu" in encoder (allowed: inputBits, fraction, underflow)',
  },
  {
    title: 'floating sums',
    text: array({ accumulator: { kind: 'float' } }),
    line: 'bad.json:1:45: accumulator.kind must be "fixed", not "float"',
  },
  {
    title: 'weights without their format',
    text: array({ accumulator: { weights: 'w.npy' } }),
    line: 'bad.json: accumulator.weights needs weight and activation: their words follow from the formats (give weight and activation, or remove accumulator.weights)',
  },
  {
    title: 'tile sums wider than what they are added to',
    text: array({ array: { tileWidth: 30 }, accumulator: { width: 20 } }),
    line: 'bad.json: array.tileWidth is 30, more than the 20 bits of the outer accumulator of lane 0 (a tile sum must fit accumulator.width)',
  },
  {
    title: 'start values beyond the accumulator',
    text: array({ accumulator: { width: 8, startMax: 1000 } }),
    line: 'bad.json: accumulator.startMax is 1000, more than the 8 bits of the outer accumulator of lane 0 hold (lower accumulator.startMax, or raise accumulator.width)',
  },
  {
    title: 'sums beyond the widest accumulator',
    text: array({ array: { maxEs: 5 } }),
    line: 'bad.json: accumulator.width "auto" needs 404 bits, more than 128 (lower accumulator.fraction, accumulator.depth, or es and rs of a format, or set a width)',
  },
];

/** Arrays that can be generated and synthesised, and not be verified. */
export const TOO_LARGE_ARRAYS: readonly BadArray[] = [
  {
    title: 'too many products in a cycle',
    text: array({ name: 'huge', array: { rows: 37, cols: 36 } }),
    line: 'huge cannot be verified: a simulator of 37 x 36 PEs with 4 lanes is larger than one of 36 x 36 with 4, which is about what compiles in 10 minutes and 8 GB (generate and synth take it; verify an array with the same lanes and fewer rows or columns)',
  },
  {
    title: 'too many products in a cycle, in two lanes',
    text: array({ name: 'huge', array: { rows: 64, cols: 64, modes: [4] } }),
    line: 'huge cannot be verified: a simulator of 64 x 64 PEs with 2 lanes is larger than one of 36 x 36 with 4, which is about what compiles in 10 minutes and 8 GB (generate and synth take it; verify an array with the same lanes and fewer rows or columns)',
  },
];
