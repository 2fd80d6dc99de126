import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import { localparams } from '../../views/text.ts';
import type { DatapathPlan } from '../datapath.ts';
import { constantsOf, type Field, termsOf } from './fields.ts';
import { multiples, multiplesActDecoder, multiplesBusBits } from './multiples.ts';
import { wordBody } from './word.ts';

/** The largest weight is 2^6. */
const SHIFT = 6;

/** Powers of two times integers: a shift of the activation or of its negative. */
export function potPlan({ nonNegative }: OptionsOf<'pot'>): DatapathPlan {
  const bus = { wordBits: 8, nonNegative };
  const rowBits = nonNegative ? 8 : 9;
  const product: Field = {
    lane: 0,
    position: 0,
    width: rowBits + SHIFT,
    form: 'signed',
    modes: [0],
    value: '',
  };
  return {
    storedBits: 4,
    busBits: multiplesBusBits(bus),
    lanes: 1,
    productLatency: 0,
    hasNar: false,
    terms: termsOf([product]),
    constants: constantsOf([product], 1, 1),
    weightDecoder: wordBody(
      [
        'Weight of 4 bits, sign | c: 0 for c = 0, else 2^(c - 1) with the sign. PEs hold the sign and the shift, ' +
          'c - 1; the shift 7 that c = 0 becomes has no other use.',
      ],
      { comment: 'Shift.', port: 'weight_o', word: "{code_i[3], code_i[2:0] - 3'd1}" },
    ),
    actDecoder: multiplesActDecoder(bus),
    product: {
      template: 'pot-product',
      story: [
        'Product of a power of two and an activation: the activation or its negative, shifted.',
      ],
      view: {
        localparams: localparams([
          { name: 'RowBits', value: rowBits, why: 'of an activation and of its negative' },
        ]),
        multiples: multiples(bus, ['once', 'minus'], rowBits),
      },
    },
  };
}
