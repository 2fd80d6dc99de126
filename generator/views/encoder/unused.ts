import { slice } from '../text.ts';
import type { Encoder } from './describe.ts';

/** Slices that this configuration computes along but never reads. */
export function unusedBits({ resolved, widths, table, regimes }: Encoder): string[] {
  const { inputBits } = resolved.requantise;
  const { magnitude, position } = widths;
  const bits: string[] = [];
  if (position === 0) bits.push('magnitude');
  else if (table === null) bits.push('normal_0');
  else {
    bits.push(slice('normal_0', magnitude - 1, magnitude - 1));
    if (magnitude - 1 > inputBits) bits.push(slice('normal_0', magnitude - 2 - inputBits, 0));
  }
  if (regimes.length === 0) bits.push('regime', ...(widths.tail > 0 ? ['tail'] : []));
  return bits;
}
