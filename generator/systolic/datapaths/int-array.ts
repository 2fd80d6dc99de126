import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import { svLiteral } from '../../systemverilog.ts';
import { localparams, slice } from '../../views/text.ts';
import type { DatapathPlan } from '../datapath.ts';
import { wordBody } from './word.ts';

/** A bit of a partial product. */
export interface ArrayBit {
  readonly position: number;
  /** It is the product of a sign and a bit that is none. */
  readonly negative: boolean;
}

/** Baugh-Wooley: a gate and a full adder for each pair of bits. */
export function intArrayPlan(options: OptionsOf<'int'>): DatapathPlan {
  const { weightBits, activationBits, nonNegative } = options;
  const rowBits = nonNegative ? activationBits - 1 : activationBits;
  const rows = arrayRows(weightBits, rowBits, !nonNegative);
  const inverted = 'PEs take all bits inverted: so a NOR gate multiplies two of them.';
  return {
    storedBits: weightBits,
    busBits: rowBits,
    lanes: 1,
    productLatency: 0,
    hasNar: false,
    ...arraySum(rows),
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
        `Product of ${operandsText(options)}: each bit of one times each bit of the other (Baugh-Wooley).`,
      ],
      view: {
        localparams: localparams([
          {
            name: 'RowBits',
            value: rowBits,
            why: nonNegative ? 'of an activation without its sign' : 'of an activation',
          },
        ]),
        rows: rows.map(
          (bits, row) =>
            `assign terms_o[${row}*RowBits +: RowBits] = ~({RowBits{weight_i[${row}]}} | act_i)${inversion(bits)};`,
        ),
      },
    },
  };
}

export function operandsText({
  weightBits,
  activationBits,
  nonNegative,
}: OptionsOf<'int'>): string {
  const never = nonNegative ? ', the latter never negative' : '';
  return `integers of ${weightBits} and ${activationBits} bits${never}`;
}

/** A row of so many bits for each bit of a weight, whose last one is its sign. */
export function arrayRows(weightBits: number, rowBits: number, signed: boolean): ArrayBit[][] {
  return Array.from({ length: weightBits }, (_, row) =>
    Array.from({ length: rowBits }, (_, column) => ({
      position: row + column,
      negative: (row === weightBits - 1) !== (signed && column === rowBits - 1),
    })),
  );
}

/** Terms of rows whose negative bits are inverted. */
export function arraySum(
  rows: readonly (readonly ArrayBit[])[],
): Pick<DatapathPlan, 'terms' | 'constants'> {
  const bits = rows.flat();
  const constant = bits
    .filter(({ negative }) => negative)
    .reduce((sum, { position }) => sum - (1n << BigInt(position)), 0n);
  return {
    terms: bits.map(({ position }) => ({ lane: 0, position })),
    constants: [[constant]],
  };
}

/** A row's negative bits as a number. */
export function negativeBits(bits: readonly ArrayBit[]): string {
  const mask = bits.reduce((sum, { negative }, column) => sum + (negative ? 2 ** column : 0), 0);
  return svLiteral(mask, bits.length, 'binary');
}

/** Inverts a row's negative bits; empty where there are none. */
function inversion(bits: readonly ArrayBit[]): string {
  return bits.some(({ negative }) => negative) ? ` ^ ${negativeBits(bits)}` : '';
}
