import type { FastMac, MacStream } from '../../golden/fast/index.ts';
import type { LpFormat } from '../../golden/format.ts';
import { limbsFor, limbsOf, readLimbs } from '../limbs.ts';
import { CONTINUE, CycleWriter, OPEN, RESET, streamOf } from './cycles.ts';
import { specialWords } from './special-words.ts';
import { rangeOf } from './start-values.ts';
import type { TrafficOptions } from './traffic.ts';

export interface Pair {
  readonly weight: number;
  readonly activation: number;
}

/** All special words of the weight against all of the activation, each as a sum of its own. */
export function specialPairs(options: TrafficOptions): MacStream {
  const { sumBits } = options;
  const activations = specialWords(options.activation);
  const weights = specialWords(options.weight);
  const writer = new CycleWriter(1 + weights.length * activations.length, sumBits);
  const start = limbsOf(0n, sumBits);
  writer.push({ ...largest(options, 0), flags: RESET, start });
  for (const weight of weights) {
    for (const activation of activations) writer.push({ flags: OPEN, weight, activation, start });
  }
  return writer.stream;
}

/**
 * K products of the largest magnitude and one sign. From startMax of that sign, this attains the
 * bound that an automatic width is made for (section 6).
 */
export function largestChain(options: TrafficOptions, sign: 1 | -1, from: bigint): MacStream {
  const { sumBits, depth } = options;
  const writer = new CycleWriter(1 + depth, sumBits);
  const start = limbsOf(from, sumBits);
  const pairs = [0, 1].map((turn) => largest(options, sign > 0 ? turn * 3 : 1 + turn));
  writer.push({ ...(pairs[0] as Pair), flags: RESET, start });
  for (let product = 0; product < depth; product++) {
    const flags = product === 0 ? OPEN : CONTINUE;
    writer.push({ ...(pairs[product % 2] as Pair), flags, start });
  }
  return writer.stream;
}

/** Products added to a sum that is one LSB short of, at, and one beyond an end, and how it goes on. */
const OFFSETS = [-1n, 0n, 1n];
const TAIL = [0, 3, 1, 2, 2, 1, 1, 0] as const;

/** Sums that reach and cross both ends of P bits by products of every size, and come back. */
export function overflows(options: TrafficOptions, mac: FastMac): MacStream {
  const { sumBits, weight, activation } = options;
  const { low, high } = rangeOf(sumBits);
  const pairs = boundaryPairs(weight, activation);
  const products = productsOf(pairs, options, mac);
  const tail = TAIL.map((turn) => largest(options, turn));
  const sums = pairs.length * 2 * OFFSETS.length;
  const writer = new CycleWriter(1 + sums * (2 + tail.length), sumBits);
  const reset = limbsOf(high, sumBits);
  writer.push({ ...largest(options, 0), flags: RESET, start: reset });
  for (const [index, pair] of pairs.entries()) {
    const product = products[index] as bigint;
    for (const end of [low, high]) {
      for (const offset of OFFSETS) {
        const start = limbsOf(end - product + offset, sumBits);
        writer.append(pair, OPEN, start);
        writer.append(pair, CONTINUE, start);
        for (const largestPair of tail) writer.append(largestPair, CONTINUE, start);
      }
    }
  }
  return writer.stream;
}

/** The largest magnitude with the signs of `turn`: bit 0 the weight's, bit 1 the activation's. */
export function largest({ weight, activation }: TrafficOptions, turn: number): Pair {
  return {
    weight: (turn & 1) === 0 ? weight.maxWord : 2 ** weight.n - weight.maxWord,
    activation: (turn & 2) === 0 ? activation.maxWord : 2 ** activation.n - activation.maxWord,
  };
}

/** The pair with the product's sign changed. */
export function negated(pair: Pair, { weight }: TrafficOptions): Pair {
  return { ...pair, weight: 2 ** weight.n - pair.weight };
}

/** Every tenth or so positive word of both, alone and crossed with the ends, in all signs. */
export function boundaryPairs(weight: LpFormat, activation: LpFormat): Pair[] {
  const weights = ladder(weight);
  const activations = ladder(activation);
  const pairs = [
    ...weights.map((word) => ({ weight: word, activation: activation.maxWord })),
    ...activations.map((word) => ({ weight: weight.maxWord, activation: word })),
    ...weights.map((word) => ({ weight: word, activation: activations[0] as number })),
    { weight: 2 ** (weight.n - 2), activation: 2 ** (activation.n - 2) },
  ];
  return pairs.flatMap((pair) => [
    pair,
    { ...pair, weight: 2 ** weight.n - pair.weight },
    { ...pair, activation: 2 ** activation.n - pair.activation },
  ]);
}

function ladder({ maxWord }: LpFormat): number[] {
  const step = Math.max(1, Math.floor(maxWord / 11));
  return Array.from({ length: Math.ceil(maxWord / step) }, (_, rung) => 1 + rung * step);
}

/** Each pair's product alone as a sum's bits, sign extended, as the golden model has it. */
export function productsOf(
  pairs: readonly Pair[],
  options: TrafficOptions,
  mac: FastMac,
): bigint[] {
  const width = options.sumBits;
  const start = limbsOf(0n, width);
  const records = mac.run(
    streamOf(
      pairs.map((pair) => ({ ...pair, flags: OPEN, start })),
      width,
    ),
  );
  return pairs.map((_, index) =>
    BigInt.asIntN(width, readLimbs(records, index * mac.recordWords, limbsFor(width))),
  );
}
