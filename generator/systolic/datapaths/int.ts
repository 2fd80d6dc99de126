import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import { svLiteral } from '../../systemverilog.ts';
import { localparams, slice } from '../../views/text.ts';
import type { DatapathPlan } from '../datapath.ts';
import { digitPlan } from './digit-plan.ts';
import { wordBody } from './word.ts';

/** Two's complement times two's complement. */
export function intPlan(options: OptionsOf<'int'>): DatapathPlan {
  return options.multiplier === 'array' ? arrayPlan(options) : boothPlan(options);
}

/** Baugh-Wooley: a NOR gate and a full adder for each pair of bits. */
function arrayPlan({ weightBits, activationBits, nonNegative }: OptionsOf<'int'>): DatapathPlan {
  const rowBits = nonNegative ? activationBits - 1 : activationBits;
  const rows = Array.from({ length: weightBits }, (_, row) => {
    const columns = Array.from({ length: rowBits }, (_, column) => column);
    return columns.map((column) => ({
      position: row + column,
      negative: (row === weightBits - 1) !== (column === activationBits - 1),
    }));
  });
  const bits = rows.flat();
  return {
    storedBits: weightBits,
    busBits: rowBits,
    lanes: 1,
    productLatency: 0,
    hasNar: false,
    terms: bits.map(({ position }) => ({ lane: 0, position })),
    constants: [
      [bits.reduce((sum, bit) => sum - (bit.negative ? 1n << BigInt(bit.position) : 0n), 0n)],
    ],
    weightDecoder: wordBody([`Weight as PEs store it: ${weightBits} bits, all inverted.`], {
      comment: 'NOR gates multiply inverted bits.',
      port: 'weight_o',
      word: '~code_i',
    }),
    actDecoder: wordBody([`Activation as PEs take it: ${rowBits} bits, all inverted.`], {
      comment: 'NOR gates multiply inverted bits.',
      port: 'act_o',
      word: nonNegative ? `~${slice('code_i', rowBits - 1, 0)}` : '~code_i',
      unused: nonNegative ? `code_i[${rowBits}]` : '',
    }),
    product: {
      template: 'int-array-product',
      story: ['x'],
      view: {
        localparams: localparams([
          { name: 'RowBits', value: rowBits, why: 'bits of an activation' },
        ]),
        unused: '',
        rows: rows.map((row, index) => {
          const mask = row.reduce((sum, bit, at) => sum + (bit.negative ? 2 ** at : 0), 0);
          const inverted = mask === 0 ? '' : ` ^ ${svLiteral(mask, rowBits, 'binary')}`;
          return `assign terms_o[${index}*RowBits +: RowBits] = ~({RowBits{weight_i[${index}]}} | act_i)${inverted};`;
        }),
      },
    },
  };
}

/** Radix-4 digits of the weight, decoded before it is stored. */
function boothPlan({ weightBits, activationBits, nonNegative }: OptionsOf<'int'>): DatapathPlan {
  const bus = { wordBits: activationBits, nonNegative };
  return digitPlan([{ bits: weightBits, lanes: 1 }], ['all'], bus, {
    weightDecoder: ['x'],
    product: ['x'],
  });
}
