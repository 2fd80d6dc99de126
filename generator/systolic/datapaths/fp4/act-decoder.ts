import { assignments, declarations, unusedValue } from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';

/** The activation, and its triple but for the lowest bit, which is the activation's. */
export function preparedBusBits(nonNegative: boolean): number {
  return ownBits(nonNegative) + tripleBits(nonNegative) - 1;
}

export function ownBits(nonNegative: boolean): number {
  return nonNegative ? 7 : 8;
}

/** Bits of three times an activation, of twice as well. */
export function tripleBits(nonNegative: boolean): number {
  return ownBits(nonNegative) + 2;
}

/** Makes the triple, once for all columns. */
export function preparedActDecoder(nonNegative: boolean): Body {
  const own = nonNegative ? 'code_i[6:0]' : 'code_i';
  const [once, twice] = nonNegative
    ? [`{2'd0, ${own}}`, `{1'd0, ${own}, 1'd0}`]
    : [`{{2{code_i[7]}}, ${own}}`, `{code_i[7], ${own}, 1'd0}`];
  const bits = tripleBits(nonNegative);
  return {
    template: 'multiple-act-decoder',
    story: [
      'Activation as PEs take it: the word and, above it, all but the lowest bit of its triple, which both have in ' +
        'common. A weight of FP4 selects two or three times the activation, and shifts.',
    ],
    view: {
      comment: 'Triple: 1.5 x in halves.',
      signals: declarations([{ name: 'triple', bits, meaning: '3x' }]),
      assignments: assignments({
        triple: `${twice} + ${once}`,
        act_o: `{triple[${bits - 1}:1], ${own}}`,
      }),
      unused: unusedValue([...(nonNegative ? ['code_i[7]'] : []), 'triple[0]']),
    },
  };
}
