import type { Datapath } from '../../../../golden/datapaths/index.ts';
import { assignments, declarations } from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { exampleRows } from '../scaled/story.ts';
import { E4M3, type LmulZero } from './window.ts';

const SPECIAL = { name: 'special', meaning: 'NaN' };

const UPSIDE_DOWN =
  'Exponent and mantissa, read as one integer, are about the log of a number. They come upside down, so that the sum of two fields is ' +
  'how far the product lies below the largest.';

/** Sign and field, upside down. */
export function lmulWeightDecoder(datapath: Datapath): Body {
  return {
    template: 'lmul-decoder',
    story: [
      'Decoder of E4M3 weights for L-Mul: what PEs hold of them, {sign, field}.',
      '',
      `${UPSIDE_DOWN} Zero, and subnormals as well, have the exponent 0, which is 15 now; NaN is held as zero.`,
      '',
      ...exampleRows(E4M3, (word) => datapath.weightValue(0, 0, word)),
    ],
    view: {
      signals: declarations([SPECIAL]),
      assignments: assignments({
        special: '&code_i[6:0]',
        weight_o: "{code_i[7], special ? '1 : ~code_i[6:0]}",
        nar_o: 'special',
      }),
    },
  };
}

/** Sign and field, upside down, and a flag where zero is not far enough away. */
export function lmulActDecoder(zero: LmulZero, datapath: Datapath): Body {
  const flagged = zero !== 'far';
  return {
    template: 'lmul-decoder',
    story: [
      `Decoder of E4M3 activations for L-Mul: what PEs read of them, {${flagged ? 'gone, ' : ''}sign, field}.`,
      '',
      `${UPSIDE_DOWN} ${flagged ? 'Zero, subnormals and NaN are gone.' : 'Zero, subnormals and NaN are 15 octaves down: nothing is left of a product.'}`,
      '',
      ...exampleRows(E4M3, datapath.activationValue),
    ],
    view: {
      signals: declarations([
        SPECIAL,
        ...(flagged ? [{ name: 'gone', meaning: 'counts as zero' }] : []),
      ]),
      assignments: assignments({
        special: '&code_i[6:0]',
        ...(flagged ? { gone: "special || code_i[6:3] == '0" } : {}),
        act_o: flagged
          ? '{gone, code_i[7], ~code_i[6:0]}'
          : "{code_i[7], special ? '1 : ~code_i[6:0]}",
        nar_o: 'special',
      }),
    },
  };
}
