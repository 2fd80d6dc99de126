import type { DatapathPlan } from '../datapath.ts';
import { digitDecoderView } from './digit-decoder.ts';
import { digitFields, digitProductView } from './digit-product.ts';
import { digitRows, storedBitsOf, type WeightLayout } from './digits.ts';
import { constantsOf, termsOf } from './fields.ts';
import type { ModeNames } from './modes.ts';
import { type ActivationBus, multiplesActDecoder, multiplesBusBits } from './multiples.ts';

interface Stories {
  readonly weightDecoder: readonly string[];
  readonly product: readonly string[];
}

/** A product of digits of weights and multiples of activations. */
export function digitPlan(
  layouts: readonly WeightLayout[],
  names: ModeNames,
  bus: ActivationBus,
  stories: Stories,
): DatapathPlan {
  const rows = digitRows(layouts);
  const lanes = Math.max(...layouts.map((layout) => layout.lanes));
  const fields = digitFields(rows, bus, names);
  return {
    storedBits: storedBitsOf(rows),
    busBits: multiplesBusBits(bus),
    lanes,
    productLatency: 0,
    hasNar: false,
    terms: termsOf(fields),
    constants: constantsOf(fields, layouts.length, lanes),
    weightDecoder: {
      template: 'digits-weight-decoder',
      story: stories.weightDecoder,
      view: digitDecoderView(rows, names),
    },
    actDecoder: multiplesActDecoder(bus),
    product: {
      template: 'digits-product',
      story: stories.product,
      view: digitProductView(rows, fields, bus, names),
    },
  };
}
