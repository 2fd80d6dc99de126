import type { Network } from '../../network/network.ts';
import type { CalibrationSamples } from '../../quantize/samples.ts';
import { createFeatures } from './features.ts';
import type { Objective } from './objective.ts';
import type { Pooling } from './pooling.ts';

/** Squared error of the features, summed over layers, relative to the float network's spread. */
export function createFeatureError(
  ground: { readonly network: Network; readonly samples: CalibrationSamples },
  pooling: Pooling,
): Objective {
  const features = createFeatures(ground, { pooling, isGlobal: false });
  return (quantized) => {
    let sum = 0;
    for (const [input, row] of features.of(quantized).entries()) {
      const right = features.float[input] as Float64Array;
      for (let at = 0; at < row.length; at++)
        sum += ((row[at] as number) - (right[at] as number)) ** 2;
    }
    return sum / features.float.length;
  };
}
