import type { DatapathPlan } from '../datapath.ts';
import { digitDecoderView } from './digit-decoder.ts';
import { digitFields, digitProductView } from './digit-product.ts';
import { digitRows, storedBitsOf, type WeightLayout } from './digits.ts';
import { constantsOf, termsOf } from './fields.ts';
import type { ModeNames } from './modes.ts';
import { type ActivationBus, multiplesActDecoder, multiplesBusBits } from './multiples.ts';

/** What the modules are for. */
interface Stories {
  readonly weightDecoder: string;
  readonly product: string;
}

/** A product of digits of weights and multiples of activations, the negative one made at the edge. */
export function digitPlan(
  layouts: readonly WeightLayout[],
  names: ModeNames,
  bus: ActivationBus,
  stories: Stories,
): DatapathPlan {
  const rows = digitRows(layouts);
  const lanes = Math.max(...layouts.map((layout) => layout.lanes));
  const fields = digitFields(rows, bus, names);
  const booth = rows.some(({ form }) => form === 'booth');
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
      story: [
        stories.weightDecoder,
        '',
        'A digit from -2 to 1 is held as the multiple of an activation that makes its row: minus the digit times that, for ' +
          `the row is inverted in the sum.${booth ? ' A last digit from -2 to 2 is held as its magnitude, 1 or 2, and its sign (Booth).' : ''}`,
      ],
      view: digitDecoderView(rows, names),
    },
    actDecoder: multiplesActDecoder(bus),
    product: {
      template: 'digits-product',
      story: [stories.product],
      view: digitProductView(rows, fields, bus, names),
    },
  };
}
