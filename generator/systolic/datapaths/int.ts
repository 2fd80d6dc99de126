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

interface ArrayBit {
  readonly position: number;
  /** It is the product of a sign and a bit that is none. */
  readonly negative: boolean;
}

/** Baugh-Wooley: a gate and a full adder for each pair of bits. */
function arrayPlan(options: OptionsOf<'int'>): DatapathPlan {
  const { weightBits, activationBits, nonNegative } = options;
  const rowBits = nonNegative ? activationBits - 1 : activationBits;
  const rows = arrayRows(options, rowBits);
  const bits = rows.flat();
  const inverted = `PEs take all bits inverted: so a NOR gate multiplies two of them.`;
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
    weightDecoder: wordBody([`Weight of ${weightBits} bits, two's complement, as PEs hold it.`], {
      comment: inverted,
      port: 'weight_o',
      word: '~code_i',
    }),
    actDecoder: wordBody([`Activation of ${activationBits} bits as PEs take it.`], {
      comment: inverted,
      port: 'act_o',
      word: nonNegative ? `~${slice('code_i', rowBits - 1, 0)}` : '~code_i',
      unused: nonNegative ? `code_i[${rowBits}]` : '',
    }),
    product: {
      template: 'int-array-product',
      story: [
        `Product of integers of ${weightBits} and ${activationBits} bits${nonNegative ? ', the latter never negative' : ''}: ` +
          'each bit of one times each bit of the other (Baugh-Wooley).',
      ],
      view: {
        localparams: localparams([
          {
            name: 'RowBits',
            value: rowBits,
            why: nonNegative ? 'of an activation without its sign' : 'of an activation',
          },
        ]),
        rows: rows.map(arrayRow),
        unused: '',
      },
    },
  };
}

function arrayRows(options: OptionsOf<'int'>, rowBits: number): ArrayBit[][] {
  const { weightBits, activationBits } = options;
  return Array.from({ length: weightBits }, (_, row) =>
    Array.from({ length: rowBits }, (_, column) => ({
      position: row + column,
      negative: (row === weightBits - 1) !== (column === activationBits - 1),
    })),
  );
}

function arrayRow(bits: readonly ArrayBit[], row: number): string {
  const mask = bits.reduce((sum, { negative }, column) => sum + (negative ? 2 ** column : 0), 0);
  const inverted = mask === 0 ? '' : ` ^ ${svLiteral(mask, bits.length, 'binary')}`;
  return `assign terms_o[${row}*RowBits +: RowBits] = ~({RowBits{weight_i[${row}]}} | act_i)${inverted};`;
}

/** Radix-4 digits of the weight, decoded before it is stored. */
function boothPlan({ weightBits, activationBits, nonNegative }: OptionsOf<'int'>): DatapathPlan {
  const digits = Math.ceil(weightBits / 2);
  const count = digits === 1 ? 'a digit' : `${digits} digits`;
  return digitPlan(
    [{ bits: weightBits, lanes: 1 }],
    [String(weightBits)],
    { wordBits: activationBits, nonNegative },
    {
      weightDecoder: `Weight of ${weightBits} bits, two's complement, as PEs hold it: ${count} in radix 4.`,
      product:
        `Product of integers of ${weightBits} and ${activationBits} bits${nonNegative ? ', the latter never negative' : ''}: ` +
        `${count} in radix 4 times the activation.`,
    },
  );
}
