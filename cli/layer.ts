import type { Design } from '../generator/index.ts';
import { givenActivations, type Layer, randomActivations, tensorRows } from '../sim/index.ts';
import { Failure } from '../system/failure.ts';
import { parseReference, readTensor, type Tensor } from '../tensor/index.ts';
import { choiceOption, integerOption, type LayerOptions } from './options.ts';

/** Which layer was asked for, all that can be said without its files and the config. */
export interface LayerQuestion {
  readonly weights: string;
  readonly activations: RandomVectors | string;
  readonly rounding: 'log' | 'linear';
  readonly axis?: number;
}

interface RandomVectors {
  readonly seed: number;
  readonly vectors: number;
}

const VECTORS = 200;
const MOST_VECTORS = 1_000_000;
const LARGEST_SEED = 2 ** 32 - 1;
const LARGEST_AXIS = 63;

/** The layer options of `verify`; undefined where no layer is asked for. Throws Failure (usage). */
export function layerQuestion(options: LayerOptions, seed: number): LayerQuestion | undefined {
  const { weights } = options;
  if (weights === undefined) {
    for (const name of ['activations', 'rounding', 'axis'] as const) {
      if (options[name] === undefined) continue;
      throw new Failure('usage', `--${name} needs --weights: it says more about a layer`);
    }
    return undefined;
  }
  const axis = integerOption('--axis', options.axis, { min: 0, max: LARGEST_AXIS });
  return {
    weights,
    activations: activationsOption(options.activations) ?? { seed, vectors: VECTORS },
    rounding: choiceOption('--rounding', options.rounding, ['log', 'linear']) ?? 'log',
    ...(axis === undefined ? {} : { axis }),
  };
}

function activationsOption(text: string | undefined): RandomVectors | string | undefined {
  if (text === undefined) return undefined;
  const [, seed, vectors] = /^random:(\d+):(\d+)$/.exec(text)?.map(Number) ?? [];
  if (seed !== undefined && vectors !== undefined) {
    if (seed <= LARGEST_SEED && vectors >= 1 && vectors <= MOST_VECTORS) return { seed, vectors };
  } else if (isTensor(text)) {
    return text;
  }
  throw new Failure(
    'usage',
    `--activations must be a tensor or random:SEED:N, not ${JSON.stringify(text)}`,
    `SEED from 0 to ${LARGEST_SEED}, N from 1 to ${MOST_VECTORS}; ` +
      'a tensor is FILE.npy, FILE.safetensors#NAME or MODEL.onnx#INITIALIZER',
  );
}

function isTensor(text: string): boolean {
  try {
    parseReference(text);
    return true;
  } catch {
    return false;
  }
}

/** Reads a layer's tensors and encodes them for a design. Throws Failure (input, io). */
export async function readLayer(
  { weights: reference, activations, rounding, axis }: LayerQuestion,
  design: Design,
): Promise<Layer> {
  const { mac } = design;
  const tensor = await readTensor(reference, axis === undefined ? {} : { axis });
  const weights = tensorRows(tensor, mac.weight, { rounding });
  const common = { reference, weights, rounding };
  if (typeof activations !== 'string') {
    const signs = isOneSided(design) ? ('non-negative' as const) : ('both' as const);
    const { depth } = weights;
    const format = mac.activation;
    const vectors = randomActivations({ ...activations, depth, format, rounding, signs });
    return { ...common, activations: vectors };
  }
  const vectors = await readVectors(activations);
  if (vectors.depth !== tensor.depth) throw differentDepths(tensor, vectors);
  const names = { row: 'vector', value: 'activation' };
  const rows = tensorRows(vectors, mac.activation, { rounding, names });
  return { ...common, activations: givenActivations(activations, rows) };
}

function isOneSided({ config: { accumulator } }: Pick<Design, 'config'>): boolean {
  return accumulator.kind === 'fixed' && accumulator.oneSided;
}

/** Axis 0 counts the vectors, whatever a model says; one axis is one vector. */
async function readVectors(reference: string): Promise<Tensor> {
  const tensor = await readTensor(reference);
  if (tensor.axis === undefined || tensor.axis === 0) return tensor;
  return readTensor(reference, { axis: 0 });
}

function differentDepths(weights: Tensor, vectors: Tensor): Failure {
  return new Failure(
    'input',
    `${weights.reference} ${shapeOf(weights)} has ${weights.depth} weights per channel, ` +
      `${vectors.reference} ${shapeOf(vectors)} has ${vectors.depth} activations per vector`,
    'both must be the same; activations are [vectors, K]',
  );
}

function shapeOf({ shape }: Tensor): string {
  return `[${shape.join(', ')}]`;
}
