import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import { assignments, declarations, localparams, slice } from '../../views/text.ts';
import type { Body, DatapathPlan } from '../datapath.ts';
import { constantsOf, type Field, termsOf } from './fields.ts';
import { wordBody } from './word.ts';

/** Bits of an activation's magnitude, at most 128 or 16. */
const MAGNITUDE_BITS = { int8: 8, flint4: 5 } as const;

/** Flint weights, whose magnitudes are 1, 2 or 3 times a power of two, times flint or integer activations. */
export function flintPlan({ activation }: OptionsOf<'flint'>): DatapathPlan {
  const magnitudeBits = MAGNITUDE_BITS[activation];
  const multipleBits = magnitudeBits + 1;
  const productBits = multipleBits + 3;
  const place = { lane: 0, position: 0, modes: [0], value: '' } as const;
  const fields: readonly Field[] = [
    { ...place, width: productBits + 1, form: 'signed' },
    { ...place, width: 1, form: 'plain' },
  ];
  return {
    storedBits: 4,
    busBits: 2 * magnitudeBits + 1,
    lanes: 1,
    productLatency: 0,
    hasNar: false,
    terms: termsOf(fields),
    constants: constantsOf(fields, 1, 1),
    weightDecoder: wordBody(
      [
        'Flint weight of 4 bits, as PEs hold it. Sign | 3 bits: 000 is 0, 001 is 1, 010 is 2, 011 is 3, 110 is 4, ' +
          '111 is 6, 101 is 8, 100 is 16.',
      ],
      {
        comment: 'The word tells multiple and shift with a gate or two: it is held as it is.',
        port: 'weight_o',
        word: 'code_i',
      },
    ),
    actDecoder: actDecoder(activation),
    product: {
      template: 'flint-product',
      story: [
        'Product of a flint weight and an activation, both as sign and magnitude: 1, 2 or 3 times the activation, ' +
          'shifted.',
      ],
      view: {
        localparams: localparams([
          { name: 'MagnitudeBits', value: magnitudeBits, why: 'of an activation' },
          { name: 'MultipleBits', value: multipleBits, why: 'of three times that' },
          { name: 'ProductBits', value: productBits, why: 'of 16 times the activation' },
        ]),
      },
    },
  };
}

/** How an activation word becomes sign and magnitude. */
const MAGNITUDE = {
  int8: { sign: 7, signals: [], magnitude: { magnitude: 'code_i[7] ? -code_i : code_i' } },
  flint4: {
    sign: 3,
    signals: [{ name: 'code', bits: 3, meaning: 'the word without its sign' }],
    magnitude: {
      code: 'code_i[2:0]',
      'magnitude[4]': "code == 3'b100",
      'magnitude[3]': "code == 3'b101",
      'magnitude[2]': 'code[2] && code[1]',
      'magnitude[1]': 'code[1] && (!code[2] || code[0])',
      'magnitude[0]': '!code[2] && code[0]',
    },
  },
} as const;

/** Magnitudes are tripled at the edge, once for all columns. */
function actDecoder(activation: OptionsOf<'flint'>['activation']): Body {
  const bits = MAGNITUDE_BITS[activation];
  const { signals, magnitude, sign } = MAGNITUDE[activation];
  return {
    template: 'multiple-act-decoder',
    story: [
      'Activation as PEs take it: sign, magnitude and, between them, all but the lowest bit of three times the magnitude, ' +
        'which both have in common. So no PE adds.',
    ],
    view: {
      comment: 'Magnitude, and three times it.',
      signals: declarations([
        ...signals,
        { name: 'magnitude', bits, meaning: 'of the activation' },
        { name: 'tripled', bits: bits + 1, meaning: 'three times that' },
      ]),
      assignments: assignments({
        ...magnitude,
        tripled: "{1'b0, magnitude} + {magnitude, 1'b0}",
        act_o: `{code_i[${sign}], ${slice('tripled', bits, 1)}, magnitude}`,
      }),
      unused: 'tripled[0]',
    },
  };
}
