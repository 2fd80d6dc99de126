import { encloseExp2, encloseLog2, nearestInteger } from './enclosure.ts';

/** Generous bound on the relative error of Math.pow and Math.log2 near 1. */
const LIBRARY_ERROR = 2 ** -40;

/** T[j] of either converter, exact integers, 0 <= j < 2^Fp. Throws RangeError for G above 50. */
export function converterTable(
  converter: 'table' | 'mitchell',
  converterFraction: number,
  logFraction: number,
): Float64Array {
  if (converterFraction > 50) {
    throw new RangeError('the fast model holds converter outputs in binary64: G is at most 50');
  }
  const tabulate = converter === 'table' ? antilogTable : mitchellTable;
  return tabulate(converterFraction, logFraction);
}

/** T[j] of the "table" converter, exact integers, 0 <= j < 2^Fp, G <= 50 (section 3, step 3). */
export function antilogTable(converterFraction: number, logFraction: number): Float64Array {
  const scale = 2 ** converterFraction;
  const largest = 2 * scale - 1;
  return Float64Array.from({ length: 2 ** logFraction }, (_, j) => {
    if (j === 0) return scale;
    const estimate = scale * 2 ** (j / 2 ** logFraction);
    const nearest = isRoundingCertain(estimate, 2 * scale)
      ? Math.round(estimate)
      : Number(nearestAntilog(j, converterFraction, logFraction));
    return Math.min(largest, nearest);
  });
}

/** T[j] of the "mitchell" converter, exact integers, G <= 50 (section 3, step 3). */
export function mitchellTable(converterFraction: number, logFraction: number): Float64Array {
  const scale = 2 ** converterFraction;
  const steps = 2 ** logFraction;
  return Float64Array.from({ length: steps }, (_, j) => scale + Math.floor(j * (scale / steps)));
}

/**
 * R[x] in units of 2^-Fo, 0 <= x < 2^X: log2 of a mantissa, may reach 2^Fo (section 4, step 3).
 * Throws RangeError for X above 24.
 */
export function logTable(inputBits: number, fraction: number): Float64Array {
  if (inputBits > 24) throw new RangeError('the fast model tabulates 2^X logs: X is at most 24');
  const scale = 2 ** fraction;
  return Float64Array.from({ length: 2 ** inputBits }, (_, x) => {
    if (x === 0) return 0;
    const estimate = scale * Math.log2(1 + x / 2 ** inputBits);
    return isRoundingCertain(estimate, scale)
      ? Math.round(estimate)
      : Number(nearestLog(x, inputBits, fraction));
  });
}

/** The integer nearest to 2^(G + j / 2^Fp), 0 < j < 2^Fp, by enclosure: no tie can occur. */
export function nearestAntilog(j: number, converterFraction: number, logFraction: number): bigint {
  return nearestInteger((bits) => {
    const { low, high } = encloseExp2(j, logFraction, bits);
    return { low: low << BigInt(converterFraction), high: high << BigInt(converterFraction) };
  });
}

/** The integer nearest to 2^Fo * log2(1 + x / 2^X), 0 < x < 2^X, by enclosure: never a tie. */
export function nearestLog(x: number, inputBits: number, fraction: number): bigint {
  const mantissa = BigInt(2 ** inputBits + x);
  return nearestInteger((bits) => {
    const { low, high } = encloseLog2({ low: mantissa, high: mantissa }, -inputBits, bits);
    return { low: low << BigInt(fraction), high: high << BigInt(fraction) };
  });
}

/** Whether an estimate, off by the library's error relative to a bound, cannot round wrongly. */
function isRoundingCertain(estimate: number, bound: number): boolean {
  const distance = Math.abs(estimate - Math.floor(estimate) - 0.5);
  return distance > Math.max(1e-6, bound * LIBRARY_ERROR);
}
