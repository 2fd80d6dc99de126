import { cutMagnitude } from './binary-number.ts';
import type { Datapath } from './datapath.ts';
import { laneDatapath, soleMode, type WordFormat } from './lanes.ts';
import type { OptionsOf } from './options.ts';

/** An e4m3 word as L-Mul sees it: exponent and mantissa in one integer. */
interface LogField {
  readonly negative: boolean;
  /** About 8 * (log2|x| + 7); null for zero, as which subnormals count. */
  readonly field: number | null;
}

/** Offset 2^-3 of a product, in units of 2^-3. */
const OFFSET = 1;

const e4m3Field: WordFormat<LogField> = {
  bits: 8,
  decode(word) {
    const field = word % 0x80;
    if (field === 0x7f) return null;
    return { negative: word >= 0x80, field: field < 8 ? null : field };
  },
  toValue({ negative, field }) {
    if (field === null) return 0;
    const { significand, exponent } = antilog(field, 7);
    return (negative ? -significand : significand) * 2 ** exponent;
  },
};

/** Multiplication of e4m3 by addition: mantissas are added instead of multiplied. */
export function lmul(options: OptionsOf<'lmul'>): Datapath {
  return laneDatapath({
    ...soleMode(e4m3Field, multiply),
    fraction: options.fraction,
    activation: e4m3Field,
    nonNegative: false,
  });

  function multiply(weight: LogField, activation: LogField): bigint {
    if (weight.field === null || activation.field === null) return 0n;
    const sum = antilog(weight.field + activation.field + OFFSET, 14);
    return cutMagnitude(sum, weight.negative, activation.negative, options);
  }
}

/** 2^(floor(field / 8) - bias) * (1 + (field mod 8) / 8). */
function antilog(field: number, bias: number) {
  return { significand: 8 + (field % 8), exponent: Math.floor(field / 8) - bias - 3 };
}
