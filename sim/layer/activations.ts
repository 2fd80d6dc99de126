import { createQuantizer, type QuantizerOptions } from '../../golden/fast/index.ts';
import type { LpFormat } from '../../golden/format.ts';
import { createGaussian } from '../gaussian.ts';
import { createRandom } from '../random.ts';
import { type Rows, rowsBetween } from './rows.ts';

/** Activation vectors that a layer meets. */
export interface Activations {
  /** As the user wrote it: a tensor, or `random:SEED:N`. */
  readonly reference: string;
  readonly vectors: number;
  /** The vectors in order, so many at a time that they fit into little memory. */
  batches(): Iterable<Rows>;
}

/** Values in a batch, unless a single vector has more. */
const BATCH_VALUES = 2 ** 20;

/** The vectors of a tensor. */
export function givenActivations(reference: string, rows: Rows): Activations {
  const size = batchSize(rows.depth);
  return {
    reference,
    vectors: rows.count,
    *batches() {
      for (let from = 0; from < rows.count; from += size) {
        yield rowsBetween(rows, from, Math.min(rows.count, from + size));
      }
    },
  };
}

export interface RandomActivationsOptions {
  readonly seed: number;
  readonly vectors: number;
  /** K: values per vector. */
  readonly depth: number;
  readonly format: LpFormat;
  readonly rounding: QuantizerOptions['rounding'];
  /** Whether they went through a ReLU. */
  readonly signs: 'both' | 'non-negative';
}

/** Standard normal numbers, every time the same ones, encoded into a format. */
export function randomActivations(options: RandomActivationsOptions): Activations {
  const { seed, vectors, depth, format, rounding, signs } = options;
  const encode = createQuantizer(format, { rounding, underflow: 'flush' });
  const size = batchSize(depth);
  return {
    reference: `random:${seed}:${vectors}`,
    vectors,
    *batches() {
      const normal = createGaussian(createRandom(seed, 'activations'));
      const next = signs === 'both' ? normal : () => Math.max(0, normal());
      for (let left = vectors; left > 0; left -= size) {
        const count = Math.min(size, left);
        const values = Float64Array.from({ length: count * depth }, next);
        yield { count, depth, words: Uint16Array.from(values, encode), values };
      }
    },
  };
}

function batchSize(depth: number): number {
  return Math.max(1, Math.floor(BATCH_VALUES / depth));
}
