import { createAdam } from './adam.ts';
import type { Layer, Maps } from './layer.ts';
import { decide, lossGradient } from './loss.ts';
import { shapesNetwork } from './network.ts';
import { drawPictures, type Pictures, SIZE } from './shapes.ts';

export interface TrainOptions {
  readonly seed: number;
  /** Batches, each of new pictures. */
  readonly steps: number;
  readonly batch: number;
  /** Step size of the first batch; it falls to zero in a straight line. */
  readonly rate: number;
}

/** Trains the network on pictures that are drawn as it goes. */
export function train({ seed, steps, batch, rate }: TrainOptions): Layer {
  const network = shapesNetwork(seed);
  const update = createAdam(network.parameters);
  for (let step = 0; step < steps; step++) {
    const pictures = drawPictures('training', step * batch, batch, seed);
    const logits = network.forward(toMaps(pictures), 'train');
    network.backward(lossGradient(logits, pictures.labels));
    update(rate * (1 - step / steps));
  }
  return network;
}

/** How many pictures a network names rightly. */
export function countRight(network: Layer, pictures: Pictures): number {
  const decisions = decide(network.forward(toMaps(pictures), 'infer'));
  return decisions.filter((label, n) => label === pictures.labels[n]).length;
}

export function toMaps({ pixels, labels }: Pictures): Maps {
  const values = Float64Array.from(pixels);
  return { channels: 1, batch: labels.length, height: SIZE, width: SIZE, values };
}
