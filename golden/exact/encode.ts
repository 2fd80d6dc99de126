import type { LpFormat } from '../format.ts';
import {
  add,
  compare,
  type Dyadic,
  dyadicOf,
  integer,
  type Order,
  type RealParts,
  realParts,
  subtract,
} from './dyadic.ts';
import { logOrder, midpointOrder } from './real.ts';
import { positiveLog } from './words.ts';

export type { Dyadic } from './dyadic.ts';

/** What becomes of a magnitude below the smallest word: zero below half of it, or that word. */
export type Underflow = 'flush' | 'saturate';

/** The domain in which the nearest word is sought: logarithms, or values. */
export type Rounding = 'log' | 'linear';

/** Encodes the logarithm t = log2|x| + sf, given exactly, with a sign (section 2). */
export function encodeLog(
  format: LpFormat,
  sign: 0 | 1,
  log: Dyadic,
  underflow: Underflow,
): number {
  return signed(
    format,
    sign,
    nearestLog(format, underflow, (bound) => compare(log, bound)),
  );
}

/** Encodes a binary64, taken exactly; the format's sf, exact too, is added to its log (section 2). */
export function encodeReal(
  format: LpFormat,
  x: number,
  options: { readonly rounding: Rounding; readonly underflow: Underflow },
): number {
  if (!Number.isFinite(x)) return format.narWord;
  if (x === 0) return 0;
  const parts = realParts(x);
  const order = logOrder(parts);
  const magnitude =
    options.rounding === 'log'
      ? nearestLog(format, options.underflow, scaledOrder(format, order))
      : nearestValue(format, parts, order);
  return signed(format, parts.sign, magnitude);
}

/** The positive word, or zero, of a logarithm t known by its order against any binary fraction. */
function nearestLog(
  format: LpFormat,
  underflow: Underflow,
  order: (bound: Dyadic) => Order,
): number {
  if (underflow === 'flush' && order(octaveBelow(format)) < 0) return 0;
  return search(1, format.maxWord, (word) =>
    order({
      numerator: positiveLog(format, word) + positiveLog(format, word + 1),
      fractionBits: format.fractionBits + 1,
    }),
  );
}

/** The positive word, or zero, whose value is nearest to |x|; half the smallest value borders zero. */
function nearestValue(format: LpFormat, x: RealParts, order: (bound: Dyadic) => Order): number {
  const logOf = (word: number): Dyadic =>
    subtract(
      { numerator: positiveLog(format, word), fractionBits: format.fractionBits },
      dyadicOf(format.sf),
    );
  return search(0, format.maxWord, (word) =>
    word === 0
      ? scaledOrder(format, order)(octaveBelow(format))
      : midpointOrder(x, order, logOf(word), logOf(word + 1)),
  );
}

/** Orders log2|x| + sf, given how log2|x| orders. */
function scaledOrder(format: LpFormat, order: (bound: Dyadic) => Order): (bound: Dyadic) => Order {
  const scaleFactor = dyadicOf(format.sf);
  return (bound) => order(subtract(bound, scaleFactor));
}

/** The word between first and last that borders put nearest; border(w) lies between w and w + 1. */
function search(first: number, last: number, border: (word: number) => Order): number {
  let low = first;
  let high = last;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = border(middle);
    if (order === 0) return middle % 2 === 0 ? middle : middle + 1;
    if (order > 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lmin * 2^-F - 1: log of half the smallest positive value, before sf. */
function octaveBelow(format: LpFormat): Dyadic {
  const { fractionBits } = format;
  return add({ numerator: positiveLog(format, 1), fractionBits }, integer(-1));
}

/** Two's complement of a word for a negative number; zero has no sign. */
function signed(format: LpFormat, sign: 0 | 1, magnitude: number): number {
  return sign === 0 || magnitude === 0 ? magnitude : 2 ** format.n - magnitude;
}
