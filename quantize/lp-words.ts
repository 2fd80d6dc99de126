import { createQuantizer, type QuantizerOptions } from '../golden/fast/index.ts';
import type { LpFormat } from '../golden/format.ts';

/** Words of real values in a format, by the golden quantiser: section 2 of the specification. */
export function quantizeValues(
  values: Float64Array,
  format: LpFormat,
  rounding: QuantizerOptions['rounding'],
): Uint16Array {
  const quantise = createQuantizer(format, { rounding, underflow: 'flush' });
  return Uint16Array.from(values, quantise);
}
