import type { Network } from '../../network/network.ts';
import { type CalibrationSamples, sampleOf } from '../../quantize/samples.ts';
import type { RealTensor } from '../sum-inputs.ts';
import type { Objective } from './objective.ts';

/**
 * Mean over inputs of the Kullback-Leibler divergence of the answers from the float network's, in nats. Answers are
 * divided by `softening` before they become probabilities, and the divergence is multiplied by its square; null: by
 * a third of the root mean square of the float network's answers, 1 at least. A network that is sure of all its
 * answers would else lose nothing until they turn.
 */
export function createDivergence(
  {
    network,
    samples,
  }: {
    readonly network: Network;
    readonly samples: CalibrationSamples;
  },
  softening: number | null,
): Objective {
  const right = sampleOf(samples, network.output);
  const softened = softening ?? Math.max(1, spreadOf(right) / SURE);
  const float = logProbabilities(right, softened);
  return (quantized) => {
    const got = logProbabilities(quantized.tensor(network.output), softened);
    let sum = 0;
    for (const [input, right] of float.entries()) {
      const own = got[input] as Float64Array;
      for (let at = 0; at < right.length; at++) {
        const log = right[at] as number;
        sum += Math.exp(log) * (log - (own[at] as number));
      }
    }
    return (softened ** 2 * sum) / float.length;
  };
}

/** Root mean square of answers beyond which a softmax is all but certain. */
const SURE = 3;

/** Root mean square of answers around the mean of their input. */
function spreadOf({ dims, values }: RealTensor): number {
  const [inputs = 1] = dims;
  const each = values.length / inputs;
  let sum = 0;
  for (let input = 0; input < inputs; input++) {
    const row = values.subarray(input * each, (input + 1) * each);
    const mean = row.reduce((all, x) => all + x, 0) / each;
    sum += row.reduce((all, x) => all + (x - mean) ** 2, 0);
  }
  return Math.sqrt(sum / values.length);
}

/** log softmax of each input's answer: that of probabilities is the same but for a constant that it takes off. */
function logProbabilities({ dims, values }: RealTensor, softening: number): Float64Array[] {
  const [inputs = 1] = dims;
  const each = values.length / inputs;
  return Array.from({ length: inputs }, (_, input) => {
    const row = Float64Array.from(
      values.subarray(input * each, (input + 1) * each),
      (x) => x / softening,
    );
    const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x - most), 0)) + most;
    return row.map((x) => x - total);
  });
}
