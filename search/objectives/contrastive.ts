import type { Network } from '../../network/network.ts';
import type { CalibrationSamples } from '../../quantize/samples.ts';
import { createFeatures } from './features.ts';
import type { Objective, ObjectiveOptions } from './objective.ts';

/**
 * InfoNCE: the mean over inputs of -log(exp(s_ii / t) / sum over j of exp(s_ij / t)), s_ij the cosine of the features of
 * input i in the quantised network and of input j in the float one, t the temperature. What the float network
 * itself comes to is taken off, so that nothing lost is 0 and losses can be multiplied.
 */
export function createContrastive(
  ground: { readonly network: Network; readonly samples: CalibrationSamples },
  { pooling, temperature, isGlobal }: ObjectiveOptions & { readonly isGlobal: boolean },
): Objective {
  const features = createFeatures(ground, { pooling, isGlobal });
  const float = features.float.map(normalised);
  const own = (rows: readonly Float64Array[]) => {
    let loss = 0;
    for (const [input, row] of rows.entries()) {
      const logits = float.map((other) => dot(row, other) / temperature);
      const most = Math.max(...logits);
      const total = Math.log(logits.reduce((sum, x) => sum + Math.exp(x - most), 0)) + most;
      loss += total - (logits[input] as number);
    }
    return loss / rows.length;
  };
  const least = own(float);
  return (quantized) => Math.max(0, own(features.of(quantized).map(normalised)) - least);
}

function normalised(row: Float64Array): Float64Array {
  const length = Math.sqrt(dot(row, row));
  return length === 0 ? row : row.map((x) => x / length);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}
