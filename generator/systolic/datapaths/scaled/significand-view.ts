import { wrap } from '../../../../system/text.ts';
import { svLiteral, svZeroExtend } from '../../../systemverilog.ts';
import { assignments, declarations, type Signal, slice } from '../../../views/text.ts';
import { fieldsOf, type ScaledProduct } from './product.ts';
import { COMMENT_COLUMNS } from './shift-view.ts';

export interface SignificandView {
  /** Lines of a comment. */
  readonly story: readonly string[];
  readonly signals: readonly string[];
  readonly assignments: readonly string[];
}

/** How the significands are multiplied. */
interface Rows {
  readonly story: string;
  readonly signals: readonly Signal[];
  readonly assigned: Readonly<Record<string, string>>;
  /** What the leading one of the weight adds, and with it the fraction bit below where their number is odd. */
  readonly leading: string;
  /** Sum of the leading row and those below; null where there are none. */
  readonly sum: string | null;
}

/** The product of the significands. A weight of 0, where its distance is not enough, has no leading one. */
export function significandView(product: ScaledProduct): SignificandView {
  const nonzero = nonzeroTest(product);
  const { story, signals, assigned, leading, sum } = rowsOf(product);
  const gated = nonzero === null ? leading : `nonzero ? ${leading} : '0`;
  return {
    story: wrap(`Significand: ${story}`, COMMENT_COLUMNS),
    signals: declarations([
      ...(nonzero === null ? [] : [{ name: 'nonzero', meaning: 'the weight is a number but 0' }]),
      ...signals,
      { name: 'significand', width: 'SignificandWidth', meaning: 'product of the significands' },
    ]),
    assignments: assignments({
      ...(nonzero === null ? {} : { nonzero }),
      ...assigned,
      ...(sum === null ? { significand: gated } : { leading: gated, significand: sum }),
    }),
  };
}

/** Null where a weight of 0 is so far away that it needs no test. */
function nonzeroTest({ weightCode }: ScaledProduct): string | null {
  const { zeroIsFar, zero, zeroFree, distanceBits, fractionBits } = weightCode;
  if (zeroIsFar) return null;
  const top = distanceBits + fractionBits - 1;
  if (top === zeroFree) return `!weight_i[${top}]`;
  const literal = svLiteral(zero / 2 ** zeroFree, top + 1 - zeroFree, 'binary');
  return `${slice('weight_i', top, zeroFree)} != ${literal}`;
}

function rowsOf(product: ScaledProduct): Rows {
  if (product.hasTriple) return multiples(product);
  const { actSignificand } = fieldsOf(product);
  const { fractionBits } = product.weight;
  const isPower = fractionBits === 0;
  const whole = `{1'b1, ${slice('weight_i', fractionBits - 1, 0)}}`;
  return {
    story: isPower
      ? 'the weight is a power of two, the significand that of the activation.'
      : 'the activation is a power of two, the significand that of the weight.',
    signals: [],
    assigned: {},
    leading: isPower ? actSignificand : `(${whole} & {SignificandWidth{${actSignificand}}})`,
    sum: null,
  };
}

/** Two bits of the weight at a time select a multiple of the activation. */
function multiples(product: ScaledProduct): Rows {
  const { weight, actCode, significandBits } = product;
  const { actSignificand, actTriple } = fieldsOf(product);
  const { fractionBits } = weight;
  const isOdd = fractionBits % 2 === 1;
  const bits = actCode.significandBits + 2;
  const leadingBits = isOdd ? bits : actCode.significandBits;
  const digits = Array.from(
    { length: Math.floor(fractionBits / 2) },
    (_, index) => 2 * index,
  ).reverse();
  const hasDigits = digits.length > 0;
  const at = (name: string, width: number, position: number) =>
    svZeroExtend(name, width, significandBits, position);
  const row = (position: number) => `row_${position / 2}`;
  return {
    story:
      'two bits of the weight at a time select a multiple of the activation, whose triple comes ready-made.',
    signals: [
      ...(hasDigits ? [{ name: 'single', bits, meaning: 'significand of the activation' }] : []),
      { name: 'double', bits, meaning: 'two times as much' },
      { name: 'triple', bits, meaning: 'three times as much' },
      ...(hasDigits
        ? [{ name: 'leading', bits: leadingBits, meaning: 'by the leading one of the weight' }]
        : []),
      ...digits.map((position) => ({
        name: row(position),
        bits,
        meaning: `by bits ${position + 1} and ${position} of its fraction`,
      })),
    ],
    assigned: {
      ...(hasDigits ? { single: svZeroExtend(actSignificand, bits - 2, bits) } : {}),
      double: svZeroExtend(actSignificand, bits - 2, bits, 1),
      triple: `{${actTriple}, act_i[0]}`,
      ...Object.fromEntries(digits.map((position) => [row(position), selection(position)])),
    },
    leading: isOdd ? `(weight_i[${fractionBits - 1}] ? triple : double)` : actSignificand,
    sum: hasDigits
      ? [
          at('leading', leadingBits, fractionBits - (isOdd ? 1 : 0)),
          ...digits.map((position) => at(row(position), bits, position)),
        ].join(' + ')
      : null,
  };
}

function selection(position: number): string {
  const [high, low] = [`weight_i[${position + 1}]`, `weight_i[${position}]`];
  return `${high} ? (${low} ? triple : double) : (${low} ? single : '0)`;
}
