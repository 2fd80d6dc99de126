import { svLiteral, svZeroExtend } from '../../../systemverilog.ts';
import { concatenation, type Signal, slice } from '../../../views/text.ts';
import type { ScaledProduct } from './product.ts';

/** The end of a decoder: the fields of a word put together as PEs take them. */
export interface Assembly {
  readonly signals: readonly Signal[];
  readonly assigned: Readonly<Record<string, string>>;
}

/** Signals that a decoder has made of a word. */
export interface DecodedWeight {
  readonly negative: string;
  /** Octaves below the largest weight, bits. */
  readonly depthBits: number;
  /** Conditions under which the word is no number but 0. */
  readonly zero: readonly string[];
}

/** {sign, distance, fraction} of `depth` and `fraction`. */
export function weightAssembly(
  { weightCode }: ScaledProduct,
  { negative, depthBits, zero }: DecodedWeight,
): Assembly {
  const { distanceBits, fractionBits, clamped, deepest } = weightCode;
  const reasons = [...zero, ...(clamped ? [`depth > ${svLiteral(deepest, depthBits)}`] : [])];
  const number = concatenation([
    distanceOf(depthBits, distanceBits),
    ...(fractionBits > 0 ? ['fraction'] : []),
  ]);
  const none = svLiteral(weightCode.zero, distanceBits + fractionBits, 'binary');
  return {
    signals: reasons.length === 0 ? [] : [{ name: 'gone', meaning: goneStory(clamped) }],
    assigned: {
      ...(reasons.length === 0 ? {} : { gone: reasons.join(' || ') }),
      weight_o: `{${negative}, ${reasons.length === 0 ? number.replace(/^\{|\}$/g, '') : `gone ? ${none} : ${number}`}}`,
    },
  };
}

function goneStory(clamped: boolean): string {
  return clamped ? 'zero, or too small for any product' : 'zero, or no number';
}

function distanceOf(depthBits: number, distanceBits: number): string {
  if (depthBits > distanceBits) return slice('depth', distanceBits - 1, 0);
  return svZeroExtend('depth', depthBits, distanceBits);
}

export interface DecodedActivation {
  readonly negative: string;
  readonly depthBits: number;
  /** Leading bit and those below. */
  readonly fields: readonly string[];
  /** Conditions under which the significand is not that of the word but 0. */
  readonly zero: readonly string[];
}

/** {sign, distance, triple, significand} of `depth` and a significand. */
export function actAssembly(
  { actCode, hasTriple, shiftedAtEdge }: ScaledProduct,
  { negative, depthBits, fields, zero }: DecodedActivation,
): Assembly {
  const { distanceBits, significandBits, clamped, deepest } = actCode;
  const reasons = [...zero, ...(clamped ? [`depth > ${svLiteral(deepest, depthBits)}`] : [])];
  const number = concatenation(fields);
  const whole =
    shiftedAtEdge > 0
      ? `${concatenation([...fields, svLiteral(0, shiftedAtEdge)])} >> depth`
      : number;
  const tripleBits = significandBits + 2;
  const extended = (zeros: number) =>
    svZeroExtend('significand', significandBits, tripleBits, zeros);
  return {
    signals: [
      ...(reasons.length === 0 ? [] : [{ name: 'gone', meaning: goneStory(clamped) }]),
      {
        name: 'significand',
        bits: significandBits,
        meaning: '0 where nothing is left of a product',
      },
      ...(hasTriple
        ? [{ name: 'triple', bits: tripleBits, meaning: 'three times the significand' }]
        : []),
    ],
    assigned: {
      ...(reasons.length === 0 ? {} : { gone: reasons.join(' || ') }),
      significand: reasons.length === 0 ? whole : `gone ? '0 : ${whole}`,
      ...(hasTriple ? { triple: `${extended(1)} + ${extended(0)}` } : {}),
      act_o: concatenation([
        negative,
        ...(distanceBits > 0 ? [distanceOf(depthBits, distanceBits)] : []),
        ...(hasTriple ? [slice('triple', tripleBits - 1, 1)] : []),
        'significand',
      ]),
    },
  };
}

/** Bits of an activation's decoder that nothing reads. */
export function unusedByActAssembly({ hasTriple }: ScaledProduct): string[] {
  return hasTriple ? ['triple[0]'] : [];
}
