import { type FloatMacParameters, layoutOf } from '../../golden/exact/index.ts';
import { exponentRange, patternOf, productExponents, randomFields } from './float-pattern.ts';
import type { StartValues } from './start-values.ts';

/** Start values {s, e, M} worth trying: zero, the ends of e, and e about that of products. */
export function floatStarts(parameters: FloatMacParameters): StartValues {
  const layout = layoutOf(parameters);
  const W = layout.significand;
  const range = exponentRange(layout);
  const products = productExponents(parameters);
  const exponents = [range.low, range.high, products.low, products.high, 0];
  const fixed = exponents.flatMap((exponent) =>
    [2 ** (W - 1), 2 ** W - 1].flatMap((significand) =>
      [0, 1].map((sign) => patternOf(layout, { sign, exponent, significand })),
    ),
  );
  return {
    fixed: [0n, ...new Set(fixed.map(BigInt))],
    random(random) {
      const { low, high } = random.once(4) ? range : products;
      const exponent = low + random.below(high - low + 1);
      return BigInt(patternOf(layout, randomFields(layout, exponent, random)));
    },
  };
}
