import {
  type MacParameters,
  multiplyAccumulate,
  type ProductParameters,
  start as startAt,
} from '../../golden/exact/index.ts';
import { createMac, type MacStream } from '../../golden/fast/index.ts';
import { limbsFor, limbsOf, readLimbs } from '../../sim/limbs.ts';
import { CONTINUE, CycleWriter, OPEN, RESET } from '../../sim/stimulus/cycles.ts';

/** One sum: weight words, activation words, the start value in LSBs. */
export interface Sum {
  readonly weights: Uint16Array;
  readonly activations: Uint16Array;
  readonly start: bigint;
}

/** A wrapping accumulator of P bits. */
export function macOf(arithmetic: ProductParameters, P: number): MacParameters {
  return { ...arithmetic, overflow: 'wrap', accumulatorWidth: P };
}

/** The sum by the exact model. */
export function exactSum(mac: MacParameters, { weights, activations, start }: Sum): bigint {
  let state = startAt(start);
  for (const [index, weight] of weights.entries()) {
    state = multiplyAccumulate(mac, state, weight, activations[index] as number);
  }
  return state.acc;
}

/** Clock cycles of a reset and of sums one after another. */
export function streamOfSums(sums: readonly Sum[], P: number): MacStream {
  const length = sums.reduce((cycles, { weights }) => cycles + weights.length, 1);
  const writer = new CycleWriter(length, P);
  writer.push({ flags: RESET, weight: 1, activation: 1, start: limbsOf(0n, P) });
  for (const { weights, activations, start } of sums) {
    const limbs = limbsOf(start, P);
    for (const [index, weight] of weights.entries()) {
      const activation = activations[index] as number;
      writer.push({ flags: index === 0 ? OPEN : CONTINUE, weight, activation, start: limbs });
    }
  }
  return writer.stream;
}

/** The sums by the fast model, from the clock cycles that the RTL gets. */
export function fastSums(mac: MacParameters, sums: readonly Sum[]): bigint[] {
  const P = mac.accumulatorWidth;
  const fast = createMac(mac);
  const records = fast.run(streamOfSums(sums, P));
  let cycle = 0;
  return sums.map(({ weights }) => {
    cycle += weights.length;
    return BigInt.asIntN(P, readLimbs(records, cycle * fast.recordWords, limbsFor(P)));
  });
}
