import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import { assignments, declarations, localparams, slice, unusedValue } from '../../views/text.ts';
import type { Body, DatapathPlan } from '../datapath.ts';
import { arrayRows, arraySum, negativeBits, operandsText } from './int-array.ts';

/**
 * Two products at once, by distributed arithmetic: for each bit of two weights a row is one activation, the other, their sum,
 * which the edge has made, or nothing. So two products have as many rows as one.
 */
export function intPairsPlan(options: OptionsOf<'int'>): DatapathPlan {
  const { weightBits, activationBits, nonNegative } = options;
  const ownBits = nonNegative ? activationBits - 1 : activationBits;
  const rowBits = ownBits + 1;
  const rows = arrayRows(weightBits, rowBits, !nonNegative);
  return {
    words: 2,
    storedBits: 3 * weightBits,
    busBits: 2 * ownBits + rowBits,
    lanes: 1,
    productLatency: 0,
    hasNar: false,
    ...arraySum(rows),
    weightDecoder: {
      template: 'int-pairs-weight-decoder',
      story: [
        `Two weights of ${weightBits} bits, two's complement, as PEs hold them: for each bit, whether it is set in the ` +
          'first alone, in the second alone, or in both.',
      ],
      view: {
        localparams: localparams([{ name: 'Bits', value: weightBits, why: 'of a weight' }]),
      },
    },
    actDecoder: actDecoder(options, ownBits),
    product: {
      template: 'int-pairs-product',
      story: [
        `Two products of ${operandsText(options)}, added: for each bit of the weights one activation, or the other, or both.`,
      ],
      view: {
        localparams: localparams([
          { name: 'Bits', value: weightBits, why: 'of a weight' },
          { name: 'RowBits', value: rowBits, why: 'of the sum of two activations' },
        ]),
        multiples: {
          signals: declarations([
            { name: 'first', width: 'RowBits', meaning: 'an activation' },
            { name: 'second', width: 'RowBits', meaning: 'the other' },
            { name: 'both', width: 'RowBits', meaning: 'their sum, made at the edge' },
          ]),
          assignments: assignments({
            first: extended('act_i', 0, ownBits, nonNegative),
            second: extended('act_i', ownBits, ownBits, nonNegative),
            both: slice('act_i', 2 * ownBits + rowBits - 1, 2 * ownBits),
          }),
        },
        lastNegative: negativeBits(rows.at(-1) ?? []),
        negative: negativeBits(rows[0] ?? []),
      },
    },
  };
}

function actDecoder({ activationBits, nonNegative }: OptionsOf<'int'>, ownBits: number): Body {
  const first = slice('code_i', ownBits - 1, 0);
  const second = slice('code_i', activationBits + ownBits - 1, activationBits);
  return {
    template: 'multiple-act-decoder',
    story: ['Two activations as PEs take them: both, and their sum. So no PE adds them.'],
    view: {
      comment: 'Sum: a bit longer.',
      signals: declarations([{ name: 'both', bits: ownBits + 1, meaning: 'their sum' }]),
      assignments: assignments({
        both: `${extended('code_i', 0, ownBits, nonNegative)} + ${extended('code_i', activationBits, ownBits, nonNegative)}`,
        act_o: `{both, ${second}, ${first}}`,
      }),
      unused: unusedValue(
        nonNegative ? [`code_i[${2 * activationBits - 1}]`, `code_i[${activationBits - 1}]`] : [],
      ),
    },
  };
}

/** Bits from `low` on, a bit longer. */
function extended(name: string, low: number, bits: number, nonNegative: boolean): string {
  const high = low + bits - 1;
  return `{${nonNegative ? "1'b0" : `${name}[${high}]`}, ${slice(name, high, low)}}`;
}
