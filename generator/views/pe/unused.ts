import { slice } from '../text.ts';
import type { ProductArithmetic } from './arithmetic.ts';
import { type Pe, readsTiny } from './widths.ts';

/** Slices that this configuration computes along but never reads, of the fraction those given. */
export function unusedBits(
  { arithmetic, alignment: aligned, widths }: Pe,
  fraction: readonly string[],
): string[] {
  const { align, Fp } = arithmetic;
  const { dropped } = aligned;
  const tiny = readsTiny(align, aligned);
  const bits: string[] = [];
  const readsExponent = widths.shift > 0 || aligned.huge === 'some';
  if (!readsExponent) bits.push(slice('log_sum', widths.logSum - 1, Fp));
  bits.push(...fraction);
  if (tiny && widths.shift - 1 > widths.shiftAmount) {
    bits.push(slice('shift', widths.shift - 2, widths.shiftAmount));
  }
  if (!tiny && widths.shift > 0 && widths.shift < widths.exponent) {
    bits.push(slice('exponent', widths.exponent - 1, widths.shift));
  }
  if (widths.window > dropped + widths.magnitude) {
    bits.push(slice('window', widths.window - 1, dropped + widths.magnitude));
  }
  const unreadBelow = { truncate: dropped, nearest: dropped - 1, floor: 0, 'floor-act': 0 }[align];
  if (unreadBelow > 0) bits.push(slice('window', unreadBelow - 1, 0));
  return bits;
}

/** Low bits of a log sum's fraction that the converter does not read. */
export function unusedFraction(
  { converter, Fp, G }: ProductArithmetic,
  fraction = 'fraction',
): string[] {
  const unread = converter === 'mitchell' ? Math.max(0, Fp - G) : G === 0 ? Fp : 0;
  return unread > 0 ? [slice(fraction, unread - 1, 0)] : [];
}
