import { sumBits } from '../../golden/exact/index.ts';
import type { MacStream } from '../../golden/fast/index.ts';
import { limbsFor, writeLimbs } from '../limbs.ts';
import { CONTINUE, OPEN, RESET } from '../stimulus/cycles.ts';
import type { Workload } from '../workload.ts';
import { type StreamOptions, streamCheck } from './pe-streams.ts';

/** A sum over pairs of operand words: rows of the same length, at least 1. */
export interface DotProduct {
  readonly weight: ArrayLike<number>;
  readonly activation: ArrayLike<number>;
  /** Bits of the sum that it starts from; default: 0. */
  readonly start?: bigint;
}

/** A stream is held in memory whole; only a longer row makes a longer one. */
export const STREAM_CYCLES = 2 ** 15;

/** A check in which a PE forms these dot products, every partial sum compared. */
export function dotProductsCheck(
  options: Omit<StreamOptions, 'streams'>,
  products: readonly DotProduct[],
): Workload {
  const wrong = products.find(
    ({ weight, activation }) => weight.length !== activation.length || weight.length === 0,
  );
  if (wrong !== undefined) {
    throw new RangeError(
      `rows of ${wrong.weight.length} weights and ${wrong.activation.length} activations`,
    );
  }
  const bits = sumBits(options.parameters);
  const streams = inStreams(products).map((group) => () => streamOfProducts(group, bits));
  return streamCheck({ ...options, streams });
}

function inStreams(products: readonly DotProduct[]): DotProduct[][] {
  const groups: DotProduct[][] = [];
  let cycles = Number.POSITIVE_INFINITY;
  for (const product of products) {
    cycles += product.weight.length;
    if (cycles > STREAM_CYCLES) {
      groups.push([]);
      cycles = product.weight.length;
    }
    groups.at(-1)?.push(product);
  }
  return groups;
}

/** A reset, then the sums one after another; `bits` of a partial sum. */
export function streamOfProducts(products: readonly DotProduct[], bits: number): MacStream {
  const length = products.reduce((sum, { weight }) => sum + weight.length, 1);
  const limbs = limbsFor(bits);
  const flags = new Uint8Array(length).fill(CONTINUE);
  const weight = new Uint16Array(length);
  const activation = new Uint16Array(length);
  const start = new Uint32Array(length * limbs);
  flags[0] = RESET;
  let at = 1;
  for (const product of products) {
    flags[at] = OPEN;
    weight.set(product.weight, at);
    activation.set(product.activation, at);
    writeLimbs(start, at * limbs, product.start ?? 0n, bits);
    at += product.weight.length;
  }
  return { length, flags, weight, activation, start };
}
