import { type LayerPlan, planText } from '../../quantize/plan.ts';
import { conv1, FORMAT, plan } from './plan-by-hand.ts';
import { arrayOf } from './plan-support.ts';

/** The plan's text with one part replaced. */
function text(from: string | RegExp, to: string): string {
  const whole = planText(plan);
  const damaged = whole.replace(from, to);
  if (damaged === whole) throw new Error(`${from} is not in the plan`);
  return damaged;
}

/** The plan with one layer changed. */
function edited(index: number, change: Partial<LayerPlan>): string {
  return planText({
    ...plan,
    layers: plan.layers.map((layer, at) => (at === index ? { ...layer, ...change } : layer)),
  });
}

export interface Damaged {
  readonly title: string;
  readonly text: string;
  /** Message, and hint in parentheses. */
  readonly line: string;
  readonly array?: ReturnType<typeof arrayOf>;
}

/** An array of the formats of the plan. */
export const fixed = arrayOf({
  array: { rows: 4, cols: 4 },
  weight: { n: 8, es: 0, rs: 7 },
  activation: { n: 8, es: 0, rs: 7 },
  accumulator: { fraction: 10, depth: 64, startMax: 65535 },
  encoder: { fraction: 8 },
});

export const DAMAGED: readonly Damaged[] = [
  {
    title: 'empty',
    text: '',
    line: 'plan.json:1:1: not a JSON object: the file is empty (a plan is one JSON object, without comments or trailing commas)',
  },
  {
    title: 'not JSON',
    text: '{ "version": 1, }',
    line: 'plan.json:1:17: not a JSON object: a quoted key is expected (a plan is one JSON object, without comments or trailing commas)',
  },
  {
    title: 'a comment',
    text: text('"mode": 8', '"mode": 8 // bits'),
    line: 'plan.json:9:17: not a JSON object: comments are not allowed (a plan is one JSON object, without comments or trailing commas)',
  },
  {
    title: 'a list',
    text: '[]',
    line: 'plan.json:1:1: the plan must be an object with version, model, array, layers, not []',
  },
  {
    title: 'nested too deeply',
    text: '['.repeat(100_000),
    line: 'plan.json: not a plan: it is nested too deeply',
  },
  {
    title: 'a key given twice',
    text: text('"mode": 8', '"mode": 8, "mode": 4'),
    line: 'plan.json:9:18: option "mode" is given twice',
  },
  {
    title: 'a later version',
    text: text('"version": 1', '"version": 2'),
    line: 'plan.json:2:3: version must be 1, not 2',
  },
  {
    title: 'no version',
    text: text('"version": 1,', ''),
    line: 'plan.json:1:1: version is missing: it must be 1',
  },
  {
    title: 'an unknown key',
    text: text('"mode": 8', '"mod": 8'),
    line: 'plan.json:9:7: Unknown option "mod" in layer "conv1" (did you mean "mode"?) (allowed: name, operator, mode, weight, activation, output, rounding, scales, starts, widths, bits, macs, parameters, words)',
  },
  {
    title: 'an unknown key at the top',
    text: text('"model"', '"modell"'),
    line: 'plan.json:3:3: Unknown option "modell" in the plan (did you mean "model"?) (allowed: version, model, array, layers)',
  },
  {
    title: 'an unknown key of a format',
    text: text('"rs": 7', '"rs": 7, "bias": 1'),
    line: 'plan.json:10:45: Unknown option "bias" in layer "conv1": weight (allowed: n, es, rs, sf)',
  },
  {
    title: 'a missing key',
    text: text('      "rounding": "linear",\n', ''),
    line: 'plan.json:6:5: layer "conv1": rounding is missing: it must be "log" or "linear" or "given"',
  },
  {
    title: 'a missing scale factor',
    text: text(', "sf": 0 }', ' }'),
    line: 'plan.json:10:17: layer "conv1": weight.sf is missing: it must be a finite number',
  },
  {
    title: 'es beyond any format',
    text: text('"es": 0', '"es": 6'),
    line: 'plan.json:10:27: layer "conv1": weight.es must be an integer from 0 to 5, not 6',
  },
  {
    title: 'rs as large as n',
    text: text('"rs": 7', '"rs": 8'),
    line: 'plan.json:10:36: layer "conv1": weight.rs must be an integer from 1 to 7, less than n = 8, not 8',
  },
  {
    title: 'n as text',
    text: text('"n": 8', '"n": "8"'),
    line: 'plan.json:10:19: layer "conv1": weight.n must be an integer from 2 to 16, not "8"',
  },
  {
    title: 'a scale factor that is no number',
    text: text('"sf": 0', '"sf": 1e999'),
    line: 'plan.json:10:45: layer "conv1": weight.sf must be a finite number, not null',
  },
  {
    title: 'an unknown rounding',
    text: text('"linear"', '"nearest"'),
    line: 'plan.json:13:7: layer "conv1": rounding must be "log" or "linear" or "given", not "nearest"',
  },
  {
    title: 'a broken start value',
    text: text('1536', '1536.5'),
    line: 'plan.json:15:21: layer "conv1": starts.1 must be an integer, not 1536.5',
  },
  {
    title: 'a start value beyond 2^53',
    text: text('1536', '9007199254740993'),
    line: 'plan.json:15:21: layer "conv1": starts.1 must be an integer, not 9007199254740992',
  },
  {
    title: 'a layer that is null',
    text: text(/"layers": \[/, '"layers": [null,'),
    line: 'plan.json:5:14: layer 0 must be an object with name, operator, mode, weight, activation, output, rounding, scales, starts, widths, bits, macs, parameters, words, not null',
  },
  {
    title: 'a layer without a name',
    text: text('"name": "qk"', '"name": 3'),
    line: 'plan.json:19:7: layer 1: name must be a string, not 3',
  },
  {
    title: 'another model',
    text: text('abc123', 'abc124'),
    line: 'plan.json: model.hash must be abc123, that of net.onnx, not "abc124" (the plan was made for net.onnx: name that model, or make a plan for this one)',
  },
  {
    title: 'an array with other rows',
    text: text('"rows": 4', '"rows": 8'),
    line: 'plan.json: array.rows must be 4, as the array has it, not 8 (starts, scales and widths mean something else on another array: make a plan for this one)',
  },
  {
    title: 'another LSB',
    text: text('"accumulatorFraction": 10', '"accumulatorFraction": 12'),
    line: 'plan.json: array.accumulatorFraction must be 10, as the array has it, not 12 (starts, scales and widths mean something else on another array: make a plan for this one)',
  },
  {
    title: 'another log',
    text: text('"encoderFraction": 8', '"encoderFraction": 6'),
    line: 'plan.json: array.encoderFraction must be 8, as the array has it, not 6 (starts, scales and widths mean something else on another array: make a plan for this one)',
  },
  {
    title: 'a layer too few',
    text: planText({ ...plan, layers: plan.layers.slice(0, 2) }),
    line: 'plan.json: layers.2.name must be "fc", not absent (a plan has the 3 layers of the network in order of execution)',
  },
  {
    title: 'a layer too many',
    text: planText({ ...plan, layers: [...plan.layers, conv1] }),
    line: 'plan.json: layers.3.name must be absent, not "conv1" (a plan has the 3 layers of the network in order of execution)',
  },
  {
    title: 'layers in another order',
    text: planText({ ...plan, layers: plan.layers.toReversed() }),
    line: 'plan.json: layers.0.name must be "conv1", not "fc" (a plan has the 3 layers of the network in order of execution)',
  },
  {
    title: 'another operator',
    text: edited(0, { operator: 'Gemm' }),
    line: 'plan.json: layer "conv1": operator must be "Conv", not "Gemm" (what a layer computes follows from the network)',
  },
  {
    title: 'a mode that the array lacks',
    text: edited(2, { mode: 3 }),
    line: 'plan.json: layer "fc": mode must be 8 or 4 or 2, not 3 (see array.modes of the array)',
  },
  {
    title: 'another mode than a fixed one',
    text: edited(0, { mode: 4 }),
    array: fixed,
    line: 'plan.json: layer "conv1": mode must be 8, not 4 (the array has fixed formats)',
  },
  {
    title: 'weights of another length than the mode',
    text: edited(2, { mode: 4 }),
    line: 'plan.json: layer "fc": weight.n must be 4, not 8 (the bits of a word: of the mode, or of the array)',
  },
  {
    title: 'activations of 4 bits',
    text: edited(2, { activation: { n: 4, es: 0, rs: 3, sf: 0 } }),
    line: 'plan.json: layer "fc": activation.n must be 8, not 4 (the bits of a word: of the mode, or of the array)',
  },
  {
    title: 'es above that of the array',
    text: edited(0, { output: { ...FORMAT, es: 2 } }),
    line: 'plan.json: layer "conv1": output.es must be an integer from 0 to 1, not 2 (or raise array.maxEs of the array)',
  },
  {
    title: 'es other than a fixed one',
    text: edited(0, { weight: { ...FORMAT, es: 1 } }),
    array: fixed,
    line: 'plan.json: layer "conv1": weight.es must be 0, not 1 (the array has the fixed format LP<8,0,7>)',
  },
  {
    title: 'rs other than a fixed one',
    text: edited(2, { output: { ...FORMAT, rs: 5 } }),
    array: fixed,
    line: 'plan.json: layer "fc": output.rs must be 7, not 5 (the array has the fixed format LP<8,0,7>)',
  },
  {
    title: 'linear rounding of results',
    text: edited(1, { rounding: 'linear' }),
    line: 'plan.json: layer "qk": rounding must be "log", not "linear" (its weights are results of other layers, which are rounded in the log domain)',
  },
  {
    title: 'readers that see a tensor differently',
    text: edited(2, { activation: { ...FORMAT, sf: 1 } }),
    line: 'plan.json: layer "fc": activation must be LP<8,0,7>, as activation of layer "qk", not LP<8,0,7,1> (they are the same tensor: change both)',
  },
  {
    title: 'a writer that sees it differently',
    text: edited(0, { output: { ...FORMAT, rs: 5 } }),
    line: 'plan.json: layer "conv1": output must be LP<8,0,7>, as activation of layer "qk", not LP<8,0,5> (they are the same tensor: change both)',
  },
  {
    title: 'too few scales',
    text: edited(0, { scales: [] }),
    line: 'plan.json: layer "conv1": scales must be 1 number or 2, not 0 (one for each output channel, or a single one for all)',
  },
  {
    title: 'too many starts',
    text: edited(0, { starts: [0, 1, 2] }),
    line: 'plan.json: layer "conv1": starts must be 1 number or 2, not 3 (one for each output channel, or a single one for all)',
  },
  {
    title: 'too many scales of a single channel',
    text: edited(2, { scales: [0, 1] }),
    line: 'plan.json: layer "fc": scales must be 1 number, not 2 (one for each output channel, or a single one for all)',
  },
  {
    title: 'a start value beyond its port',
    text: edited(0, { starts: [0, -65537] }),
    line: 'plan.json: layer "conv1": starts: channel 1 needs -65537, the array holds -65536 to 65535 (raise accumulator.startMax of the array to 65537, or lower accumulator.fraction)',
  },
  {
    title: 'a scale beyond its port',
    text: edited(0, { scales: [20000] }),
    line: 'plan.json: layer "conv1": scales.0 must be an integer from -16384 to 16383, not 20000 (the array holds log scales in 15 bits; beyond, all results are alike)',
  },
  {
    title: 'sums that overflow',
    text: edited(0, {}),
    array: arrayOf({ array: { rows: 4, cols: 4, maxEs: 1, tileWidth: 19 } }),
    line: 'plan.json: layer "conv1": sums of a tile need 20 bits, the array has 19 (raise array.tileWidth of the array to 20, or remove it)',
  },
  {
    title: 'start values with which they overflow',
    text: edited(0, { starts: [0, 240_000], widths: { tile: 20, sum: 21 } }),
    array: arrayOf({ accumulator: { width: 20, fraction: 10, startMax: 2 ** 19 - 1 } }),
    line: 'plan.json: layer "conv1": sums over all tiles, start values included, need 21 bits, the array has 20 (raise accumulator.width of the array to 21, or remove it)',
  },
  {
    title: 'widths below those of the words',
    text: edited(2, { widths: { tile: 17, sum: 18 } }),
    line: 'plan.json: layer "fc": widths must be at least tile 19 and sum 19, not tile 17 and sum 18 (they follow from the words of the weights, the formats and the starts)',
  },
];
