import type { MacLayer } from '../network/layer.ts';
import { layersOf, type Network } from '../network/network.ts';
import { Failure } from '../system/failure.ts';
import { channelsOf } from './channels.ts';
import { checkFormats, checkTensors } from './check-formats.ts';
import { checkGivenWords } from './given-words.ts';
import { firstOutside, signedRange, startMisfit, sumFailure, sumMisfit } from './misfit.ts';
import type { LayerPlan, Plan } from './plan.ts';
import { activationSigns, layerBits, type PlannedArray, type SumBits } from './sums.ts';
import { layerWords } from './words.ts';

/**
 * Whether an array can carry out a network after a plan: the plan is for this network and for such an
 * array, and no sum overflows, whatever was edited. Layers with weights that another step computes
 * have their sums checked by checkDepth(). `file` names the plan in messages. Throws Failure (input).
 */
export function checkPlan(
  plan: Plan,
  network: Pick<Network, 'path' | 'hash' | 'steps'>,
  array: PlannedArray,
  file = 'the plan',
): void {
  checkModel(plan, network, file);
  checkNumbers(plan, array, file);
  const layers = layersOf(network);
  checkLayers(plan, layers, file);
  const pairs = layers.map((layer, index) => ({ layer, planned: plan.layers[index] as LayerPlan }));
  for (const { layer, planned } of pairs) {
    checkFormats(planned, layer, array, placeOf(file, layer));
  }
  checkTensors(plan, layers, array, file);
  const signsOf = activationSigns(layers);
  for (const { layer, planned } of pairs) {
    const place = placeOf(file, layer);
    checkChannels(planned, layer, array, place);
    const { weights } = layer;
    if (weights.kind === 'tensor') continue;
    checkGivenWords(planned, weights, place);
    const words = layerWords(layer, planned);
    const products = { words, depth: weights.depth, signs: signsOf(layer) };
    const bits = layerBits(planned, products, array);
    checkSums(planned, bits, array, place);
    requireWidths(planned, bits, place);
  }
}

/**
 * checkPlan() for the sums of a layer with weights that another step computes, once their K is
 * known; widths may be those of a larger K. Throws Failure (input).
 */
export function checkDepth(
  planned: LayerPlan,
  depth: number,
  array: PlannedArray,
  file = 'the plan',
): void {
  const bits = layerBits(planned, { words: undefined, depth, signs: 'both' }, array);
  const place = placeOf(file, planned);
  checkSums(planned, bits, array, place);
  requireWidths(planned, bits, place);
}

function placeOf(file: string, { name }: Pick<LayerPlan, 'name'>): string {
  return `${file}: layer ${JSON.stringify(name)}`;
}

function checkModel(
  { model }: Plan,
  { path, hash }: Pick<Network, 'path' | 'hash'>,
  file: string,
): void {
  if (model.hash === hash) return;
  throw new Failure(
    'input',
    `${file}: model.hash must be ${hash}, that of ${path}, not ${JSON.stringify(model.hash)}`,
    `the plan was made for ${model.file}: name that model, or make a plan for this one`,
  );
}

/** Numbers of an array that give those of a plan their meaning. */
export function planNumbers({ shape, arithmetic }: PlannedArray): Plan['array'] {
  return {
    rows: shape.rows,
    accumulatorFraction: arithmetic.accumulatorFraction,
    encoderFraction: arithmetic.fraction,
  };
}

/** Whether the integers of a plan mean the same on an array. Throws Failure (input). */
export function checkNumbers({ array }: Plan, given: PlannedArray, file: string): void {
  const wanted = planNumbers(given);
  for (const key of ['rows', 'accumulatorFraction', 'encoderFraction'] as const) {
    if (array[key] === wanted[key]) continue;
    throw new Failure(
      'input',
      `${file}: array.${key} must be ${wanted[key]}, as the array has it, not ${array[key]}`,
      'starts, scales and widths mean something else on another array: make a plan for this one',
    );
  }
}

/** Names and operators in order of execution. */
function checkLayers(plan: Plan, layers: readonly MacLayer[], file: string): void {
  const count = Math.max(plan.layers.length, layers.length);
  for (let index = 0; index < count; index++) {
    const [planned, layer] = [plan.layers[index], layers[index]];
    if (planned?.name !== layer?.name) {
      const wanted = layer === undefined ? 'absent' : JSON.stringify(layer.name);
      const given = planned === undefined ? 'absent' : JSON.stringify(planned.name);
      throw new Failure(
        'input',
        `${file}: layers.${index}.name must be ${wanted}, not ${given}`,
        `a plan has the ${layers.length} layers of the network in order of execution`,
      );
    }
    if (planned?.operator === layer?.operator) continue;
    throw new Failure(
      'input',
      `${file}: layer ${JSON.stringify(layer?.name)}: operator must be ` +
        `${JSON.stringify(layer?.operator)}, not ${JSON.stringify(planned?.operator)}`,
      'what a layer computes follows from the network',
    );
  }
}

/** How many log scales and start values there are, and whether each fits its port. */
function checkChannels(
  planned: LayerPlan,
  layer: MacLayer,
  array: PlannedArray,
  place: string,
): void {
  const channels = channelsOf(layer);
  for (const key of ['scales', 'starts'] as const) {
    const { length } = planned[key];
    if (length === 1 || length === channels) continue;
    const allowed = channels === 1 ? '1 number' : `1 number or ${channels}`;
    throw new Failure(
      'input',
      `${place}: ${key} must be ${allowed}, not ${length}`,
      'one for each output channel, or a single one for all',
    );
  }
  checkRanges(planned, array, place);
}

/**
 * Whether start values and log scales fit their ports. Log scales below theirs are as good as the
 * smallest one, see portScale(). Throws Failure (input).
 */
export function checkRanges(planned: LayerPlan, array: PlannedArray, place: string): void {
  const starts = startMisfit(place, planned.starts, array);
  if (starts !== undefined) throw starts;
  const range = signedRange(array.shape.scaleWidth);
  const found = firstOutside(planned.scales, { ...range, least: Number.NEGATIVE_INFINITY });
  if (found === undefined) return;
  throw new Failure(
    'input',
    `${place}: scales.${found.channel} must be an integer from ${range.least} to ${range.most}, not ${found.value}`,
    `the array holds log scales in ${array.shape.scaleWidth} bits; beyond, all results are alike`,
  );
}

function checkSums(planned: LayerPlan, bits: SumBits, array: PlannedArray, place: string): void {
  const misfit = sumMisfit(bits, array, planned.mode);
  if (misfit !== undefined) throw sumFailure(place, misfit, array);
}

/** A plan may state wider sums than there are, so that one number serves while it is edited. */
function requireWidths({ widths: { tile, sum } }: LayerPlan, bits: SumBits, place: string): void {
  if (tile >= bits.tile && sum >= bits.sum) return;
  throw new Failure(
    'input',
    `${place}: widths must be at least tile ${bits.tile} and sum ${bits.sum}, not tile ${tile} and sum ${sum}`,
    'they follow from the words of the weights, the formats and the starts',
  );
}
