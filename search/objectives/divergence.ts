import type { Network } from '../../network/network.ts';
import { type CalibrationSamples, sampleOf } from '../../quantize/samples.ts';
import type { RealTensor } from '../sum-inputs.ts';
import type { Objective } from './objective.ts';

/** Mean over inputs of the Kullback-Leibler divergence of the answers from the float network's, in nats. */
export function createDivergence({
  network,
  samples,
}: {
  readonly network: Network;
  readonly samples: CalibrationSamples;
}): Objective {
  const float = logProbabilities(sampleOf(samples, network.output));
  return (quantized) => {
    const got = logProbabilities(quantized.tensor(network.output));
    let sum = 0;
    for (const [input, right] of float.entries()) {
      const own = got[input] as Float64Array;
      for (let at = 0; at < right.length; at++) {
        const log = right[at] as number;
        sum += Math.exp(log) * (log - (own[at] as number));
      }
    }
    return sum / float.length;
  };
}

/** log softmax of each input's answer: that of probabilities is the same but for a constant that it takes off. */
function logProbabilities({ dims, values }: RealTensor): Float64Array[] {
  const [inputs = 1] = dims;
  const each = values.length / inputs;
  return Array.from({ length: inputs }, (_, input) => {
    const row = Float64Array.from(values.subarray(input * each, (input + 1) * each));
    const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x - most), 0)) + most;
    return row.map((x) => x - total);
  });
}
