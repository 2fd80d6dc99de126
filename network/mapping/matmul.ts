import { Failure } from '../../system/failure.ts';
import type { MatMulForm } from '../layer.ts';
import type { Elements, LayerProducts, MatrixProduct } from './product.ts';

/** A stationary operand: one matrix of words for all batches, or one for each. */
export interface MatMulWeights {
  /** M x K words, one matrix after another. */
  readonly words: Uint16Array;
  readonly channels: number;
  readonly depth: number;
  /** 1, or one for each batch. */
  readonly matrices: number;
}

/**
 * Matrix products: vectors of all batches pass through the same weights, or where these differ, each
 * batch through its own. Throws Failure (input) where sizes do not meet.
 */
export function matmulProducts<S extends Elements>(
  name: string,
  form: MatMulForm,
  { dims, words }: { readonly dims: readonly number[]; readonly words: S },
  weights: MatMulWeights,
): LayerProducts<S> {
  const { channels, depth, matrices } = weights;
  const inRows = form.inputVectors === 'rows';
  const [first = 1, second = 1] = dims.slice(-2);
  const [vectors, length] = inRows ? [first, second] : [second, first];
  const leading = dims.slice(0, -2);
  const batches = leading.reduce((a, b) => a * b, 1);
  if (dims.length < 2 || length !== depth || (matrices !== 1 && matrices !== batches)) {
    throw new Failure(
      'input',
      `layer ${name}: an input of shape [${dims.join(', ')}] does not meet weights of ${depth} values ` +
        `for each of ${channels} channels${matrices === 1 ? '' : `, ${matrices} times`}`,
    );
  }
  const outRows = form.outputVectors === 'rows';
  const steps: Steps = {
    input: inRows ? depth : 1,
    tap: inRows ? 1 : vectors,
    result: outRows ? channels : 1,
    channel: outRows ? 1 : vectors,
  };
  const shared = {
    tapOffset: progression(depth, steps.tap),
    channelOffset: progression(channels, steps.channel),
    layerChannel: progression(channels, 1),
  };
  const product = (from: number, count: number, matrix: number): MatrixProduct => ({
    ...shared,
    weights: matrixWords(weights, matrix),
    sourceOffset: from * vectors * depth,
    resultOffset: from * vectors * channels,
    vectorBase: batchBases(count, vectors, vectors * depth, steps.input),
    resultBase: batchBases(count, vectors, vectors * channels, steps.result),
  });
  return {
    mapping: matrices === 1 ? 'one output a vector' : 'one matrix a batch',
    source: words,
    products:
      matrices === 1
        ? [product(0, batches, 0)]
        : Array.from({ length: batches }, (_, batch) => product(batch, 1, batch)),
    macs: batches * vectors * depth * channels,
    resultWords: batches * vectors * channels,
    dims: [...leading, ...(outRows ? [vectors, channels] : [channels, vectors])],
    finish: (results) => results,
  };
}

/** Distances between neighbours, in words. */
interface Steps {
  readonly input: number;
  readonly tap: number;
  readonly result: number;
  readonly channel: number;
}

function matrixWords({ words, channels, depth }: MatMulWeights, matrix: number): Uint16Array {
  return words.subarray(matrix * channels * depth, (matrix + 1) * channels * depth);
}

function progression(count: number, step: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => index * step);
}

function batchBases(batches: number, vectors: number, batch: number, step: number): Int32Array {
  const bases = new Int32Array(batches * vectors);
  for (let index = 0; index < bases.length; index++) {
    bases[index] = Math.floor(index / vectors) * batch + (index % vectors) * step;
  }
  return bases;
}
