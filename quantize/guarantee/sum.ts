import { multiplyAccumulate, type ProductParameters, start } from '../../golden/exact/index.ts';
import { UNBOUNDED } from './extremes.ts';

/** What is added up: words in the order of the plan, from a start value. */
export interface Summands {
  readonly product: ProductParameters;
  readonly weights: Uint16Array;
  readonly activations: Uint16Array;
  readonly start: bigint;
}

/** How an array adds: tiles of so many products from 0 in P_I bits, and these in P_O bits. */
export interface Stages {
  readonly rows: number;
  /** P_I */
  readonly tile: number;
  /** P_O */
  readonly sum: number;
}

export type GoldenSum = (summands: Summands, stages: Stages) => bigint;

/** A sum by the exact model in two stages that wrap (specification, sections 3 and 6). */
export function goldenSum(
  { product, weights, activations, start: b }: Summands,
  { rows, tile, sum }: Stages,
): bigint {
  const mac = { ...product, overflow: 'wrap', accumulatorWidth: tile } as const;
  let outer = BigInt.asIntN(sum, b);
  for (let from = 0; from < weights.length; from += rows) {
    let inner = start(0n);
    for (let index = from; index < Math.min(from + rows, weights.length); index++) {
      const [weight, activation] = [weights[index] as number, activations[index] as number];
      inner = multiplyAccumulate(mac, inner, weight, activation);
    }
    outer = BigInt.asIntN(sum, outer + inner.acc);
  }
  return outer;
}

/** The same as an integer: product by product, nothing is cut. */
export function unboundedSum({ product, weights, activations, start: b }: Summands): bigint {
  const mac = { ...product, overflow: 'wrap', accumulatorWidth: UNBOUNDED } as const;
  return weights.reduce(
    (sum, weight, index) =>
      sum + multiplyAccumulate(mac, start(0n), weight, activations[index] as number).acc,
    b,
  );
}
