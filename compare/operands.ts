import { createRandom, type Random } from '../sim/random.ts';
import { layerRows } from './layer-operands.ts';
import { normalQuantiles } from './normal-quantiles.ts';

/**
 * Normal weights, and activations that are normal or what a ReLU leaves of them; weights and activations of
 * a real layer, behind a ReLU too.
 */
export type Stream = 'gaussian' | 'relu' | 'layer';
export const STREAMS: readonly Stream[] = ['gaussian', 'relu', 'layer'];

/** Those without negative activations. */
export const RECTIFIED: readonly Stream[] = ['relu', 'layer'];

/** How many numbers are drawn, and from which seed; a real layer has its own. */
export interface SampleShape {
  readonly seed: number;
  /** Products of a sum: length of a row and of a vector. */
  readonly depth: number;
  /** Rows of weights. */
  readonly rows: number;
  /** Vectors of activations. */
  readonly vectors: number;
}

/** Tensors of 65536 numbers, none of them beyond 4.4 standard deviations. */
export const SAMPLE: SampleShape = { seed: 1, depth: 64, rows: 1024, vectors: 1024 };

/** Rows and vectors of `depth` numbers. */
export interface RealRows {
  readonly weights: readonly Float64Array[];
  readonly activations: readonly Float64Array[];
}

/** The numbers of both tensors in any order: normal quantiles, of which a ReLU takes the sign, or a layer's. */
export function numbersOf(
  stream: Stream,
  { depth, rows, vectors }: SampleShape,
): Readonly<Record<keyof RealRows, Float64Array>> {
  if (stream === 'layer') {
    const layer = layerRows();
    return { weights: inOne(layer.weights), activations: inOne(layer.activations) };
  }
  const normal = normalQuantiles(vectors * depth);
  return {
    weights: normalQuantiles(rows * depth),
    activations: stream === 'relu' ? normal.map((x) => Math.max(0, x)) : normal,
  };
}

/**
 * The numbers in random order, the same normal weights and activations that differ by the ReLU alone; those of a layer
 * in their own order.
 */
export function drawRows(stream: Stream, shape: SampleShape): RealRows {
  if (stream === 'layer') return layerRows();
  const { weights, activations } = numbersOf(stream, shape);
  const { seed, depth } = shape;
  return {
    weights: inRows(shuffled(weights, createRandom(seed, 'weights')), depth),
    activations: inRows(shuffled(activations, createRandom(seed, 'activations')), depth),
  };
}

function inOne(rows: readonly Float64Array[]): Float64Array {
  return Float64Array.from(rows.flatMap((row) => [...row]));
}

function inRows(numbers: Float64Array, depth: number): Float64Array[] {
  return Array.from({ length: numbers.length / depth }, (_, row) =>
    numbers.subarray(row * depth, (row + 1) * depth),
  );
}

function shuffled(numbers: Float64Array, random: Random): Float64Array {
  for (let left = numbers.length; left > 1; left -= 1) {
    const chosen = random.below(left);
    const last = numbers[left - 1] as number;
    numbers[left - 1] = numbers[chosen] as number;
    numbers[chosen] = last;
  }
  return numbers;
}
