import type { Network } from '../../network/network.ts';
import { type CalibrationSamples, sampleOf } from '../../quantize/samples.ts';
import type { RealTensor } from '../sum-inputs.ts';
import type { Objective } from './objective.ts';

/** Spread of answers from which on a softmax is all but certain. */
const SURE = 3;

/**
 * Mean over inputs of the Kullback-Leibler divergence of the answers from the float network's, in nats. Logits are
 * divided by `softening` before they become probabilities, and the divergence is multiplied by its square; null: by
 * a third of the root mean square of the float network's logits, 1 at least. A network that is sure of all its
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
  const answers = sampleOf(samples, network.output);
  const logitsOf = areProbabilities(answers) ? logarithms : (row: Float64Array) => row;
  const right = rowsOf(answers).map(logitsOf);
  const softened = softening ?? Math.max(1, spreadOf(right) / SURE);
  const logsOf = (row: Float64Array) => logSoftmax(row.map((x) => x / softened));
  const float = right.map(logsOf);
  return (quantized) => {
    const got = rowsOf(quantized.tensor(network.output)).map((row) => logsOf(logitsOf(row)));
    let sum = 0;
    for (const [input, expected] of float.entries()) {
      const own = got[input] as Float64Array;
      for (let at = 0; at < expected.length; at++) {
        const log = expected[at] as number;
        const probability = Math.exp(log);
        // What is never expected costs nothing, even where both logarithms are infinite.
        if (probability > 0) sum += probability * (log - (own[at] as number));
      }
    }
    return Math.max(0, (softened ** 2 * sum) / float.length);
  };
}

/** Logits so far below the largest are as good as none, and may be infinite. */
const FARTHEST = 100;

/** Root mean square of logits around the mean of their input. */
function spreadOf(rows: readonly Float64Array[]): number {
  const squares = rows.map((all) => {
    const most = all.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const row = all.map((x) => Math.max(x, most - FARTHEST));
    const mean = row.reduce((sum, x) => sum + x, 0) / row.length;
    return row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length;
  });
  return Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / rows.length);
}

/** Answers input by input. */
function rowsOf({ dims, values }: RealTensor): Float64Array[] {
  const [inputs = 1] = dims;
  const each = values.length / inputs;
  return Array.from({ length: inputs }, (_, input) =>
    Float64Array.from(values.subarray(input * each, (input + 1) * each)),
  );
}

/** Whether a network ends in a softmax of its own: its logits are the logarithms then. */
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
