import { createRandom } from '../../sim/random.ts';
import { batchNorm } from './batch-norm.ts';
import { chain, residual } from './chain.ts';
import { conv } from './conv.ts';
import type { Layer } from './layer.ts';
import { linear } from './linear.ts';
import { SHAPES } from './shapes.ts';
import { globalAveragePool, maxPool, relu } from './simple-layers.ts';

/** Name of the scores' tensor. */
export const OUTPUT = 'logits';

/** Channels after the first convolution, and after all others. */
const FIRST = 16;
const CHANNELS = 24;

/**
 * [N, 1, 16, 16] to [N, 4]: a strided convolution that pads only on the right and below, two
 * depthwise-separable blocks, the second a residual one, a full convolution and the classifier.
 */
export function shapesNetwork(seed: number): Layer {
  const random = createRandom(seed, 'weights');
  const spatial = { kernel: 3, stride: 1, pads: [1, 1] } as const;
  const pointwise = { kernel: 1, stride: 1, pads: [0, 0], groups: 1 } as const;
  return chain(
    convNorm('stem', { kernel: 3, stride: 2, pads: [0, 1], inputs: 1, outputs: FIRST, groups: 1 }),
    relu('stem.relu'),
    convNorm('depthwise', { ...spatial, inputs: FIRST, outputs: FIRST, groups: FIRST }),
    relu('depthwise.relu'),
    convNorm('pointwise', { ...pointwise, inputs: FIRST, outputs: CHANNELS }),
    relu('pointwise.relu'),
    residual(
      'residual.add',
      chain(
        convNorm('residual.depthwise', {
          ...spatial,
          inputs: CHANNELS,
          outputs: CHANNELS,
          groups: CHANNELS,
        }),
        relu('residual.depthwise.relu'),
        convNorm('residual.pointwise', { ...pointwise, inputs: CHANNELS, outputs: CHANNELS }),
      ),
    ),
    relu('residual.relu'),
    maxPool('pool'),
    convNorm('full', { ...spatial, inputs: CHANNELS, outputs: CHANNELS, groups: 1 }),
    relu('full.relu'),
    globalAveragePool('mean'),
    linear(
      { name: 'classifier', output: OUTPUT, inputs: CHANNELS, outputs: SHAPES.length },
      random,
    ),
  );

  function convNorm(name: string, parts: Omit<Parameters<typeof conv>[0], 'name'>): Layer {
    return chain(conv({ name, ...parts }, random), batchNorm(`${name}.norm`, parts.outputs));
  }
}
