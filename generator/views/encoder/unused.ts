import { isFloatDesign } from '../../config/resolve.ts';
import { slice } from '../text.ts';
import type { Encoder } from './describe.ts';

/** Slices that this configuration computes along but never reads. */
export function unusedBits({ resolved, widths, table, regimes }: Encoder): string[] {
  // The test of a floating sum for zero reads every bit of its significand.
  const bits = isFloatDesign(resolved) ? [] : unusedMagnitude(resolved, widths, table);
  if (regimes.length === 0) bits.push('regime', ...(widths.tail > 0 ? ['tail'] : []));
  return bits;
}

function unusedMagnitude(
  { requantise }: Encoder['resolved'],
  { magnitude, position }: Encoder['widths'],
  table: Encoder['table'],
): string[] {
  if (position === 0) return ['magnitude'];
  if (table === null) return ['normal_0'];
  const low = magnitude - 2 - requantise.inputBits;
  return [
    slice('normal_0', magnitude - 1, magnitude - 1),
    ...(low >= 0 ? [slice('normal_0', low, 0)] : []),
  ];
}
