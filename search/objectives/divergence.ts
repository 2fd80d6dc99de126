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
  const answers = sampleOf(samples, network.output);
  const logsOf = areProbabilities(answers) ? logarithms : logSoftmax;
  const float = rowsOf(answers).map(logsOf);
  return (quantized) => {
    const got = rowsOf(quantized.tensor(network.output)).map(logsOf);
    let sum = 0;
    for (const [input, right] of float.entries()) {
      const own = got[input] as Float64Array;
      for (let at = 0; at < right.length; at++) {
        const log = right[at] as number;
        const probability = Math.exp(log);
        // What is never expected costs nothing, even where both logarithms are infinite.
        if (probability > 0) sum += probability * (log - (own[at] as number));
      }
    }
    return Math.max(0, sum / float.length);
  };
}

/** Answers input by input. */
function rowsOf({ dims, values }: RealTensor): Float64Array[] {
  const [inputs = 1] = dims;
  const each = values.length / inputs;
  return Array.from({ length: inputs }, (_, input) =>
    Float64Array.from(values.subarray(input * each, (input + 1) * each)),
  );
}

/** Whether a network ends in a softmax of its own: none is due then. */
function areProbabilities(answers: RealTensor): boolean {
  return rowsOf(answers).every((row) => {
    const sum = row.reduce((all, x) => all + x, 0);
    return row.every((x) => x >= 0) && Math.abs(sum - 1) < 1e-3;
  });
}

/** The smallest float32 above 0: what became 0 was below. */
const LEAST = 2 ** -149;

function logarithms(row: Float64Array): Float64Array {
  return row.map((x) => Math.log(Math.max(x, LEAST)));
}

/** Logarithms of probabilities that answers stand for as logits. */
function logSoftmax(row: Float64Array): Float64Array {
  const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x - most), 0)) + most;
  return row.map((x) => x - total);
}
