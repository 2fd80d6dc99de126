import { openDatapath } from '../../../golden/datapaths/index.ts';
import { alignColumns } from '../../../system/text.ts';
import { svLiteral } from '../../systemverilog.ts';
import type { DatapathPlan } from '../datapath.ts';
import { digitRowsView } from './digit-product.ts';
import { digitRows, storedBitsOf } from './digits.ts';
import { constantsOf, type Field, fieldLines, termsOf } from './fields.ts';
import {
  type ActivationBus,
  multipleBits,
  multiplesActDecoder,
  multiplesBusBits,
} from './multiples.ts';

const BUS: ActivationBus = { wordBits: 8, nonNegative: false };

/** Modes: an 8-bit integer, then pairs of 4-bit weights. */
const POT4 = 2;
const FLINT4 = 3;
const ALL = [0, 1, 2, 3];
const NIBBLES = [1, 2, 3];

/** Of each nibble: whether its upper digit counts 16 times, or 64. */
const PLACE_BITS = 4;

/**
 * ANT: a weight of 8 bits as four digits, or two of 4 bits as two digits each, the upper of which counts 4, 16 or 64 times. So the rows
 * of an 8-bit integer also make powers of two and flint.
 */
export function antPlan(): DatapathPlan {
  const pair = { bits: 4, lanes: 2 };
  const rows = digitRows([{ bits: 8, lanes: 1 }, pair, pair, pair]);
  const fields = fieldsOf(multipleBits(BUS));
  const constants = constantsOf(fields, ALL.length, 2);
  // In an 8-bit weight's third digit the row lacks 1, as in every digit from -2 to 1.
  const [first = [0n, 0n], ...others] = constants;
  return {
    storedBits: storedBitsOf(rows) + PLACE_BITS,
    busBits: multiplesBusBits(BUS),
    lanes: 2,
    productLatency: 0,
    hasNar: false,
    terms: termsOf(fields),
    constants: [[(first[0] ?? 0n) + 16n, first[1] ?? 0n], ...others],
    weightDecoder: {
      template: 'ant-weight-decoder',
      story: [
        'Weights as PEs hold them: digits in radix 4, each as the multiple of an activation that it picks, and where ' +
          'the upper digits of both nibbles stand. One weight of 8 bits has four digits, each of two weights of 4 bits has two.',
      ],
      view: { types: typeLines(), unused: 'digit_3[2]' },
    },
    actDecoder: multiplesActDecoder(BUS),
    product: {
      template: 'ant-product',
      story: [
        'Product of one weight of 8 bits, or two of 4 bits, and an activation: four digits in radix 4 times the ' +
          'activation, each placed in the sum of its weight.',
      ],
      view: { ...digitRowsView(rows, BUS), terms: fieldLines(fields) },
    },
  };
}

function fieldsOf(width: number): Field[] {
  const lane0 = { lane: 0, width, form: 'signed', modes: ALL } as const;
  const lack = { width: 1, form: 'plain', modes: ALL } as const;
  const signed = (name: string, bits: string) => `{~${name}[${bits}-1], ${name}[${bits}-2:0]}`;
  return [
    { ...lane0, position: 0, form: 'less-one', value: 'term_0' },
    { ...lane0, position: 2, value: signed('times_4', 'RowBits') },
    { ...lack, lane: 0, position: 2, value: 'lacks_4' },
    { ...lane0, position: 4, value: signed('times_16', 'RowBits') },
    { ...lack, lane: 0, position: 4, value: 'lacks_16' },
    { ...lane0, position: 6, value: signed('times_64', 'RowBits') },
    { ...lack, lane: 0, position: 6, value: 'lacks_64' },
    {
      lane: 1,
      position: 0,
      width,
      form: 'less-one',
      modes: NIBBLES,
      value: '{RowBits{!is_8}} & term_2',
    },
    {
      lane: 1,
      position: 2,
      width: width + 4,
      form: 'signed',
      modes: ALL,
      value: '{~moved[RowBits+3], moved[RowBits+2:0]}',
    },
    { ...lack, lane: 1, position: 2, value: '!is_8 && negative_3' },
  ];
}

/** Rows of a case: words of both types as digits. */
function typeLines(): string[] {
  const { weightValue } = openDatapath({ kind: 'int-units', types: 'ant' });
  const rows = [POT4, FLINT4].flatMap((mode) =>
    Array.from({ length: 16 }, (_, code) => {
      const value = weightValue(mode, 0, code) ?? 0;
      const selector = `5'b${mode === FLINT4 ? 1 : 0}_${code.toString(2).padStart(4, '0')}:`;
      return [selector, `typed = ${digitsOf(value)};`, `// ${value}`];
    }),
  );
  return alignColumns(rows);
}

/** {by_64, by_16, negative, 2, 1, low digit} of a number of few digits. */
function digitsOf(value: number): string {
  for (const [place, code] of [
    [4, '00'],
    [16, '01'],
    [64, '10'],
  ] as const) {
    for (const low of [0, 1, -1, -2]) {
      const upper = (value - low) / place;
      if (![-2, -1, 0, 1, 2].includes(upper)) continue;
      const digit = `${upper < 0 ? 1 : 0}${Math.abs(upper) === 2 ? 1 : 0}${Math.abs(upper) === 1 ? 1 : 0}`;
      return `7'b${code}_${digit}_${svLiteral(low & 3, 2, 'binary').slice(3)}`;
    }
  }
  throw new RangeError(`${value} has more than two digits`);
}
