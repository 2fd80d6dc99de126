import type { Datapath } from '../../../../golden/datapaths/index.ts';
import { assignments, declarations, localparams, slice } from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import type { ScaledProduct } from '../scaled/product.ts';
import { exampleProduct } from '../scaled/story.ts';
import { ownBits, preparedBusBits, tripleBits } from './act-decoder.ts';

/** Selects a multiple, shifts it, inverts it where the weight is negative. */
export function preparedProductBody(
  { weight, activation, window: { bits, significandBits } }: ScaledProduct,
  nonNegative: boolean,
  datapath: Datapath,
): Body {
  return {
    template: 'fp4-prepared-product',
    story: [
      'Product of an FP4 weight and an integer: two or three times the integer, shifted.',
      '',
      'A weight is {sign, distance, odd}: with its sign 2 or 3 times 2^(1 - distance), but 0 where all of the other bits are ' +
        'set. Weights stand still, so that only the activation moves what follows from them.',
      '',
      exampleProduct(weight, activation, datapath),
    ],
    view: {
      localparams: localparams([
        {
          name: 'MultipleWidth',
          value: tripleBits(nonNegative),
          why: `three times the activation${nonNegative ? '' : ', with its sign'}`,
        },
        {
          name: 'WindowWidth',
          value: bits,
          why: 'largest product, in halves',
        },
      ]),
      select: selectView(nonNegative),
      shift: shiftView(nonNegative, bits - significandBits),
    },
  };
}

function selectView(nonNegative: boolean) {
  const own = ownBits(nonNegative);
  const word = slice('act_i', own - 1, 0);
  const upper = slice('act_i', preparedBusBits(nonNegative) - 1, own);
  const multiple = (name: string, meaning: string) => ({ name, width: 'MultipleWidth', meaning });
  return {
    signals: declarations([
      { name: 'nonzero', meaning: 'the weight is not 0' },
      multiple('double', 'twice the activation: for 0.5, 1, 2 and 4'),
      multiple('triple', 'three times: for 1.5, 3 and 6'),
      multiple('multiple', 'one of them'),
    ]),
    assignments: assignments({
      nonzero: "weight_i[2:0] != 3'b111",
      double: `{${nonNegative ? "1'b0" : `act_i[${own - 1}]`}, ${word}, 1'b0}`,
      triple: `{${upper}, act_i[0]}`,
      multiple: "nonzero ? (weight_i[0] ? triple : double) : '0",
    }),
  };
}

function shiftView(nonNegative: boolean, zeros: number) {
  const negative = 'weight_i[3]';
  const window = (name: string, meaning: string) => ({
    name,
    width: 'WindowWidth',
    signed: !nonNegative,
    meaning,
  });
  return {
    signals: declarations([
      window('unshifted', 'for the largest weights, 4 and 6'),
      window('window', 'the activation times the magnitude of the weight'),
      window('inverted', 'where the weight is negative'),
    ]),
    assignments: assignments({
      unshifted: `{multiple, ${zeros}'d0}`,
      window: `unshifted ${nonNegative ? '>>' : '>>>'} weight_i[2:1]`,
      inverted: `window ^ {WindowWidth{${negative}}}`,
      terms_o: nonNegative
        ? `{~${negative}, inverted, ${negative}}`
        : `{~inverted[WindowWidth-1], inverted[WindowWidth-2:0], ${negative}}`,
    }),
  };
}
