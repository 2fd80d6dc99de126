import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { weightWords } from '../../generator/index.ts';
import type { WeightMatrix } from '../../generator/weights/words.ts';
import type { ProductParameters } from '../../golden/exact/index.ts';
import { type LpParameters, lpFormat } from '../../golden/format.ts';
import { readTensor } from '../../tensor/index.ts';
import { readGraph } from '../../tensor/onnx/graph.ts';
import { sharedData } from '../support/shared-data.ts';

/** The trained networks beside the package; tests that need them skip where they are absent. */
export const NETWORKS = ['kws_dscnn', 'resnet8', 'wakeword', 'vit_mnist'] as const;

export type Network = (typeof NETWORKS)[number];
export type Shape = Omit<LpParameters, 'sf'>;

/** Formats of the weights, against LP<8,1,7> activations. */
export const SHAPES: readonly Shape[] = [
  { n: 8, es: 1, rs: 7 },
  { n: 4, es: 1, rs: 3 },
];
export const ACTIVATION: Shape = { n: 8, es: 1, rs: 7 };

export function networkPath(network: Network): string | undefined {
  const path = join(sharedData, `${network}.onnx`);
  return existsSync(path) ? path : undefined;
}

/** Initializers that Conv, Gemm and MatMul multiply by, biases left out. */
export function weightLayers(path: string): string[] {
  const multiplying = new Set(['Conv', 'Gemm', 'MatMul']);
  const { nodes, initializers } = readGraph(readFileSync(path), multiplying);
  return nodes.flatMap(({ inputs }) => inputs.filter((name) => initializers.has(name)));
}

/** Weights of a layer in a format, and the arithmetic of the hardware that they are meant for. */
export interface Layer {
  readonly name: string;
  readonly weights: WeightMatrix;
  readonly arithmetic: ProductParameters;
}

/** A layer in a format whose scale factor brings the largest weight into [1, 2). */
export async function readLayer(path: string, name: string, shape: Shape): Promise<Layer> {
  const tensor = await readTensor(`${path}#${name}`);
  const largest = tensor.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const weight = lpFormat({ ...shape, sf: largest > 0 ? -Math.floor(Math.log2(largest)) : 0 });
  const activation = lpFormat(ACTIVATION);
  return {
    name,
    weights: weightWords(tensor, weight),
    arithmetic: {
      weight,
      activation,
      converter: 'table',
      converterFraction: Math.max(weight.fractionBits, activation.fractionBits) + 2,
      align: 'truncate',
      accumulatorFraction: 12,
    },
  };
}
