import { isFloatDesign } from '../../config/resolve.ts';
import { slice } from '../text.ts';
import type { Encoder, EncoderWidths } from './describe.ts';

/** Slices that this configuration computes along but never reads. */
export function unusedBits({ resolved, widths, table, regimes }: Encoder): string[] {
  // The test of a floating sum for zero reads every bit of its significand.
  const bits = isFloatDesign(resolved)
    ? []
    : unusedMagnitude(resolved.requantise.inputBits, widths, table);
  if (regimes.length === 0) bits.push('regime', ...(widths.tail > 0 ? ['tail'] : []));
  return bits;
}

/** Bits of the magnitude, or of its normalised form, that the log does not read. */
export function unusedMagnitude(
  inputBits: number,
  { magnitude, position }: Pick<EncoderWidths, 'magnitude' | 'position'>,
  table: Encoder['table'],
): string[] {
  if (position === 0) return ['magnitude'];
  if (table === null) return ['normal_0'];
  const low = magnitude - 2 - inputBits;
  return [
    slice('normal_0', magnitude - 1, magnitude - 1),
    ...(low >= 0 ? [slice('normal_0', low, 0)] : []),
  ];
}
