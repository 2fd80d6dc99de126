import type { Ground } from '../ground.ts';
import type { Quantized } from '../quantized-run.ts';
import { createContrastive } from './contrastive.ts';
import { createDivergence } from './divergence.ts';
import { createFeatureError } from './feature-error.ts';
import type { Pooling } from './pooling.ts';

export const OBJECTIVES = ['kl', 'contrastive', 'global', 'mse'] as const;

/**
 * What a search makes small. "kl": divergence of the answers, as probabilities, from the float network's; "contrastive":
 * pooled outputs of all layers nearer to the float network's for the same input than to those for others (the LP
 * paper's L_CO); "global": the same of the answers alone; "mse": squared error of the pooled outputs.
 */
export type ObjectiveName = (typeof OBJECTIVES)[number];

export interface ObjectiveOptions {
  /** How an output channel of a layer becomes one number for each input. */
  readonly pooling: Pooling;
  /** Of the contrastive objectives: the smaller, the more the nearest inputs count. */
  readonly temperature: number;
  /** Of "kl": what answers are divided by; null: after the float network's own. */
  readonly softening: number | null;
}

export const OBJECTIVE_DEFAULTS: ObjectiveOptions = {
  pooling: 'mean',
  temperature: 0.1,
  softening: null,
};

/** Loss of a quantised network over the calibration inputs; 0 or more, the smaller the better. */
export type Objective = (quantized: Pick<Quantized, 'tensor'>) => number;

/** An objective with the float network's side of it worked out. */
export function createObjective(
  name: ObjectiveName,
  ground: Pick<Ground, 'network' | 'samples'>,
  options: ObjectiveOptions,
): Objective {
  if (name === 'kl') return createDivergence(ground, options.softening);
  if (name === 'mse') return createFeatureError(ground, options.pooling);
  return createContrastive(ground, { ...options, isGlobal: name === 'global' });
}
