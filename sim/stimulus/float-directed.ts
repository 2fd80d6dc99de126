import { type FloatMacParameters, layoutOf } from '../../golden/exact/index.ts';
import type { FastMac, MacStream } from '../../golden/fast/index.ts';
import { limbsOf } from '../limbs.ts';
import { CONTINUE, type Cycle, OPEN, RESET, streamOf } from './cycles.ts';
import { boundaryPairs, largest, negated, type Pair, productsOf } from './directed.ts';
import {
  exponentRange,
  type FloatFields,
  fieldsOf,
  neighbour,
  patternOf,
} from './float-pattern.ts';
import type { TrafficOptions } from './traffic.ts';

/** Sums that cancel: x - x, and x less its neighbours, its half and its double. */
export function cancellations(
  options: TrafficOptions,
  parameters: FloatMacParameters,
  mac: FastMac,
): MacStream {
  const layout = layoutOf(parameters);
  return floatStream(options, parameters, mac, (pair, product) => {
    const opposed = negated(pair, options);
    const opposite = { ...product, sign: 1 - product.sign };
    const near = [
      opposite,
      neighbour(layout, opposite, 1),
      neighbour(layout, opposite, -1),
      { ...opposite, exponent: product.exponent + 1 },
      { ...opposite, exponent: product.exponent - 1 },
    ];
    return [
      { starts: [null], over: [pair, opposed, opposed, pair, pair] },
      { starts: near, over: [pair, pair] },
    ];
  });
}

/** Sums and products that lie so many octaves apart, either way, with and without a carry. */
export function distances(
  options: TrafficOptions,
  parameters: FloatMacParameters,
  mac: FastMac,
): MacStream {
  const W = parameters.significand;
  const distances = [...new Set([0, 1, 2, W - 2, W - 1, W, W + 1, W + 2, 31, 32, 33])];
  const significands = [2 ** (W - 1), 2 ** W - 1, Math.floor((2 ** W * 2) / 3)];
  return floatStream(options, parameters, mac, (pair, { exponent }) => [
    {
      starts: distances.flatMap((distance) =>
        [exponent + distance, exponent - distance].flatMap((from) =>
          significands.flatMap((significand) =>
            [0, 1].map((sign) => ({ sign, exponent: from, significand })),
          ),
        ),
      ),
      over: [pair, pair],
    },
  ]);
}

/** Sums from each start value (null is zero) over some pairs. */
interface Sums {
  readonly starts: readonly (FloatFields | null)[];
  readonly over: readonly Pair[];
}

/** For boundary pairs of all kinds, sums that are made for the pair's product. */
function floatStream(
  options: TrafficOptions,
  parameters: FloatMacParameters,
  mac: FastMac,
  sumsFor: (pair: Pair, product: FloatFields) => readonly Sums[],
): MacStream {
  const layout = layoutOf(parameters);
  const range = exponentRange(layout);
  const pairs = boundaryPairs(options.weight, options.activation);
  const products = productsOf(pairs, options, mac);
  const cycles: Cycle[] = [
    { ...largest(options, 0), flags: RESET, start: limbsOf(0n, options.sumBits) },
  ];
  for (const [index, pair] of pairs.entries()) {
    const product = fieldsOf(
      layout,
      Number(BigInt.asUintN(options.sumBits, products[index] as bigint)),
    );
    for (const { starts, over } of sumsFor(pair, product)) {
      for (const fields of starts) {
        if (fields !== null && (fields.exponent < range.low || fields.exponent > range.high)) {
          continue;
        }
        const bits = fields === null ? 0n : BigInt(patternOf(layout, fields));
        const start = limbsOf(bits, options.sumBits);
        cycles.push(
          ...over.map((operands, at) => ({
            ...operands,
            flags: at === 0 ? OPEN : CONTINUE,
            start,
          })),
        );
      }
    }
  }
  return streamOf(cycles, options.sumBits);
}
