import { wrap } from '../../../../system/text.ts';
import { svLiteral, svZeroExtend } from '../../../systemverilog.ts';
import { assignments, declarations, operand, type Signal } from '../../../views/text.ts';
import { fieldsOf, type Place, type ScaledProduct } from './product.ts';
import { COMMENT_COLUMNS, laneName } from './shift-view.ts';

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
export function significandView(product: ScaledProduct, place: Place): SignificandView {
  const { lane } = place;
  const [significand, nonzero] = [laneName('significand', lane), laneName('nonzero', lane)];
  const test = nonzeroTest(product, place);
  const { story, signals, assigned, leading, sum } = rowsOf(product, place);
  const gated = test === null ? leading : `${nonzero} ? ${operand(leading)} : '0`;
  return {
    story: wrap(`Significand: ${story}`, COMMENT_COLUMNS),
    signals: declarations([
      ...(test === null ? [] : [{ name: nonzero, meaning: 'the weight is a number but 0' }]),
      ...signals,
      {
        name: significand,
        width: `SignificandWidth${lane}`,
        meaning: 'product of the significands',
      },
    ]),
    assignments: assignments({
      ...(test === null ? {} : { [nonzero]: test }),
      ...assigned,
      ...(sum === null ? { [significand]: gated } : { leading: gated, [significand]: sum }),
    }),
  };
}

/** Null where a weight of 0 is so far away that it needs no test. */
function nonzeroTest(product: ScaledProduct, place: Place): string | null {
  const { zeroIsFar, zero, zeroFree, distanceBits, fractionBits } = product.weightCode;
  if (zeroIsFar) return null;
  const top = distanceBits + fractionBits - 1;
  const read = fieldsOf(product, place).weightBits(top, zeroFree);
  if (top === zeroFree) return `!${read}`;
  return `${read} != ${svLiteral(zero / 2 ** zeroFree, top + 1 - zeroFree, 'binary')}`;
}

function rowsOf(product: ScaledProduct, place: Place): Rows {
  if (product.hasTriple) return multiples(product, place);
  const { actSignificand, weightBits } = fieldsOf(product, place);
  const { fractionBits } = product.weight;
  const plain = { signals: [], assigned: {}, sum: null };
  if (fractionBits === 0) {
    const story = 'the weight is a power of two, the significand that of the activation.';
    return { ...plain, story, leading: actSignificand };
  }
  const story = 'the activation is a power of two, the significand that of the weight.';
  const copies = `{SignificandWidth${place.lane}{${actSignificand}}}`;
  return { ...plain, story, leading: `{1'b1, ${weightBits(fractionBits - 1, 0)}} & ${copies}` };
}

/** Two bits of the weight at a time select a multiple of the activation. */
function multiples(product: ScaledProduct, place: Place): Rows {
  const { weight, actCode, significandBits } = product;
  const { actSignificand, actTriple, weightBits } = fieldsOf(product, place);
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
      ...Object.fromEntries(
        digits.map((position) => [
          row(position),
          selection(weightBits(position + 1, position + 1), weightBits(position, position)),
        ]),
      ),
    },
    leading: isOdd
      ? `${weightBits(fractionBits - 1, fractionBits - 1)} ? triple : double`
      : actSignificand,
    sum: hasDigits
      ? [
          at('leading', leadingBits, fractionBits - (isOdd ? 1 : 0)),
          ...digits.map((position) => at(row(position), bits, position)),
        ].join(' + ')
      : null,
  };
}

function selection(high: string, low: string): string {
  return `${high} ? (${low} ? triple : double) : ${low} ? single : '0`;
}
