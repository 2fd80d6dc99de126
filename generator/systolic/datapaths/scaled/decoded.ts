import { svLiteral, svZeroExtend } from '../../../systemverilog.ts';
import { concatenation, type Signal, slice } from '../../../views/text.ts';
import type { ScaledProduct } from './product.ts';

/** The end of a decoder: the fields of a word put together as PEs take them. */
export interface Assembly {
  readonly signals: readonly Signal[];
  readonly assigned: Readonly<Record<string, string>>;
}

/** Names of what a decoder has made of a word. */
interface Decoded {
  readonly negative: string;
  /** Bits of `depth`, the octaves below the largest number; 0 where there is no such signal. */
  readonly depthBits: number;
  /** Conditions under which the word counts as 0. */
  readonly zero: readonly string[];
}

/** {sign, distance, fraction} of `depth` and `fraction`. */
export function weightAssembly(
  { weightCode }: ScaledProduct,
  decoded: Decoded,
  target = 'weight_o',
): Assembly {
  const { distanceBits, fractionBits, zero } = weightCode;
  const number = [distanceOf(decoded, distanceBits), ...(fractionBits > 0 ? ['fraction'] : [])];
  const gone = goneOf(decoded, weightCode);
  const none = svLiteral(zero, distanceBits + fractionBits, 'binary');
  return {
    signals: gone.signals,
    assigned: {
      ...gone.assigned,
      [target]: concatenation([
        decoded.negative,
        ...(gone.test === null ? number : [`${gone.test} ? ${none} : ${concatenation(number)}`]),
      ]),
    },
  };
}

interface DecodedActivation extends Decoded {
  /** Leading bit and those below. */
  readonly fields: readonly string[];
}

/** What else is made of an activation, from its significand too. */
export interface Above extends Assembly {
  readonly field: string;
}

/** {sign, distance, triple, significand} of `depth` and a significand, and what is above. */
export function actAssembly(
  product: ScaledProduct,
  decoded: DecodedActivation,
  above?: Above,
): Assembly {
  const { actCode, hasTriple } = product;
  const { distanceBits, significandBits } = actCode;
  const gone = goneOf(decoded, actCode);
  const significand = significandOf(product, decoded);
  const tripleBits = significandBits + 2;
  const extended = (zeros: number) =>
    svZeroExtend('significand', significandBits, tripleBits, zeros);
  return {
    signals: [
      ...gone.signals,
      { name: 'significand', bits: significandBits, meaning: '0 where no product is left' },
      ...(hasTriple
        ? [{ name: 'triple', bits: tripleBits, meaning: 'three times the significand' }]
        : []),
      ...(above?.signals ?? []),
    ],
    assigned: {
      ...gone.assigned,
      significand: gone.test === null ? significand : `${gone.test} ? '0 : ${significand}`,
      ...(hasTriple ? { triple: `${extended(1)} + ${extended(0)}` } : {}),
      ...above?.assigned,
      act_o: concatenation([
        ...(above === undefined ? [] : [above.field]),
        decoded.negative,
        ...(distanceBits > 0 ? [distanceOf(decoded, distanceBits)] : []),
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

function significandOf({ shiftedAtEdge }: ScaledProduct, { fields }: DecodedActivation): string {
  if (shiftedAtEdge === 0) return concatenation(fields);
  return `${concatenation([...fields, svLiteral(0, shiftedAtEdge)])} >> depth`;
}

/** Whether a word counts as 0: a condition, by name where it is a composed one, or null for none. */
function goneOf(
  { zero, depthBits }: Decoded,
  { clamped, deepest }: { readonly clamped: boolean; readonly deepest: number },
) {
  const reasons = [...zero, ...(clamped ? [`depth > ${svLiteral(deepest, depthBits)}`] : [])];
  const [only] = reasons;
  if (reasons.length < 2 && !clamped) return { signals: [], assigned: {}, test: only ?? null };
  const meaning = clamped ? 'zero, or too small for any product' : 'zero, or no number';
  return {
    signals: [{ name: 'gone', meaning }],
    assigned: { gone: reasons.join(' || ') },
    test: 'gone',
  };
}

function distanceOf({ depthBits }: Decoded, bits: number): string {
  if (depthBits === 0) return svLiteral(0, bits);
  if (depthBits > bits) return slice('depth', bits - 1, 0);
  return svZeroExtend('depth', depthBits, bits);
}
