import type { FormatRange } from '../generator/index.ts';
import { formatName } from '../golden/format.ts';
import type { MacLayer } from '../network/layer.ts';
import { Failure } from '../system/failure.ts';
import type { LayerPlan, Plan, PlannedFormat } from './plan.ts';
import type { PlannedArray } from './sums.ts';
import { passesOn } from './tensor-formats.ts';

/** Whether an array takes the formats of a layer. Throws Failure (input). */
export function checkFormats(
  planned: LayerPlan,
  layer: MacLayer,
  array: PlannedArray,
  place: string,
): void {
  if (layer.weights.kind === 'tensor' && planned.rounding !== 'log') {
    throw new Failure(
      'input',
      `${place}: rounding must be "log", not ${JSON.stringify(planned.rounding)}`,
      'its weights are results of other layers, which are rounded in the log domain',
    );
  }
  checkWordFormats(planned, array, place);
}

/** checkFormats() for what the layer itself does not matter to. Throws Failure (input). */
export function checkWordFormats(planned: LayerPlan, { shape }: PlannedArray, place: string): void {
  const { mode, weight } = planned;
  if (!shape.modes.includes(mode)) {
    throw new Failure(
      'input',
      `${place}: mode must be ${shape.modes.join(' or ')}, not ${mode}`,
      shape.runTime ? 'see array.modes of the array' : 'the array has fixed formats',
    );
  }
  const fixedWeight = shape.lanes[0]?.weight.fixed ?? null;
  checkFormat(weight, { n: mode, fixed: fixedWeight }, shape.maxEs, `${place}: weight`);
  checkFormat(planned.activation, shape.activation, shape.maxEs, `${place}: activation`);
  checkFormat(planned.output, shape.output, shape.maxEs, `${place}: output`);
}

function checkFormat(
  { n, es, rs }: PlannedFormat,
  allowed: Pick<FormatRange, 'n' | 'fixed'>,
  maxEs: number,
  place: string,
): void {
  const refuse = (key: string, text: string, value: number, hint: string) =>
    new Failure('input', `${place}.${key} must be ${text}, not ${value}`, hint);
  const { fixed } = allowed;
  if (n !== allowed.n) {
    throw refuse('n', String(allowed.n), n, 'the bits of a word: of the mode, or of the array');
  }
  if (fixed === null && es > maxEs) {
    const text = maxEs === 0 ? '0' : `an integer from 0 to ${maxEs}`;
    throw refuse('es', text, es, 'or raise array.maxEs of the array');
  }
  if (fixed === null) return;
  const hint = `the array has the fixed format ${formatName({ ...fixed, sf: 0 })}`;
  if (es !== fixed.es) throw refuse('es', String(fixed.es), es, hint);
  if (rs !== fixed.rs) throw refuse('rs', String(fixed.rs), rs, hint);
}

/** Whether all layers see a tensor alike: its words pass from one to the next as they are. */
export function checkTensors(
  plan: Plan,
  layers: readonly MacLayer[],
  { shape }: PlannedArray,
  file: string,
): void {
  const first = new Map<string, Sighting>();
  const see = (tensor: string, seen: Sighting) => {
    const known = first.get(tensor);
    if (known === undefined) first.set(tensor, seen);
    else if (!isSame(known.format, seen.format)) throw differing(known, seen, file);
  };
  for (const [index, { input }] of layers.entries()) {
    see(input, sighting(plan.layers[index] as LayerPlan, 'activation'));
  }
  if (!passesOn(shape)) return;
  for (const [index, { output }] of layers.entries()) {
    if (first.has(output)) see(output, sighting(plan.layers[index] as LayerPlan, 'output'));
  }
}

/** Where a plan gives a tensor's format. */
interface Sighting {
  readonly format: PlannedFormat;
  readonly layer: string;
  readonly key: 'activation' | 'output';
}

function sighting(planned: LayerPlan, key: Sighting['key']): Sighting {
  return { format: planned[key], layer: planned.name, key };
}

function isSame(a: PlannedFormat, b: PlannedFormat): boolean {
  return a.n === b.n && a.es === b.es && a.rs === b.rs && a.sf === b.sf;
}

function differing(known: Sighting, seen: Sighting, file: string): Failure {
  return new Failure(
    'input',
    `${file}: layer ${JSON.stringify(seen.layer)}: ${seen.key} must be ${formatName(known.format)}, ` +
      `as ${known.key} of layer ${JSON.stringify(known.layer)}, not ${formatName(seen.format)}`,
    'they are the same tensor: change both',
  );
}
