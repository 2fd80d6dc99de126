import type { Datapath } from '../../../../golden/datapaths/index.ts';
import { assignments, declarations, localparams, unusedValue } from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import {
  type ShiftSource,
  shiftParameters,
  shiftView,
  unusedByShift,
} from '../scaled/shift-view.ts';
import { exampleProduct } from '../scaled/story.ts';
import type { Window } from '../scaled/window.ts';
import { E4M3, type LmulZero } from './window.ts';

/** One addition in place of a multiplication, then a shift. */
export function lmulProductBody(window: Window, zero: LmulZero, datapath: Datapath): Body {
  const source: ShiftSource = {
    window,
    distanceBits: 5,
    actNegative: 'act_i[7]',
    terms: 'terms_o',
    lane: '',
    gone: zero === 'shifted' ? 'gone' : null,
  };
  const flagged = zero !== 'far';
  return {
    template: 'lmul-product',
    story: [
      'L-Mul product of two E4M3 numbers, both decoded: the bits that a sum adds.',
      '',
      'The sum of both fields stands for the product: its octave is an exponent, its lower bits are the fraction of a ' +
        'significand. Fields come upside down, and so does the sum of their inverses: -1 - (w + a + 1), which ' +
        'holds the offset that L-Mul adds.',
      '',
      exampleProduct(E4M3, E4M3, datapath),
    ],
    view: {
      localparams: localparams(shiftParameters(source)),
      add: {
        signals: declarations([
          { name: 'negative', meaning: 'sign of the product' },
          { name: 'sum', bits: 8, meaning: 'of both fields, upside down' },
          {
            name: 'distance',
            width: 'DistanceWidth',
            meaning: 'octaves below the largest product',
          },
          ...(flagged ? [{ name: 'gone', meaning: 'an operand counts as zero' }] : []),
          { name: 'significand', width: 'SignificandWidth', meaning: 'from 1 up to 2, LSB 2^-3' },
        ]),
        assignments: assignments({
          negative: 'weight_i[7] ^ act_i[7]',
          sum: "{1'b0, weight_i[6:0]} + {1'b0, act_i[6:0]}",
          distance: 'sum[7:3]',
          ...(flagged ? { gone: 'act_i[8] || &weight_i[6:3]' } : {}),
          significand: zero === 'dropped' ? "gone ? '0 : {1'b1, ~sum[2:0]}" : "{1'b1, ~sum[2:0]}",
        }),
      },
      shift: shiftView(source),
      unused: unusedValue(unusedByShift(source)),
    },
  };
}
