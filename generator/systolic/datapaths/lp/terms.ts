import { assignments, declarations } from '../../../views/text.ts';
import type { DatapathPlan } from '../../datapath.ts';

/**
 * A magnitude that is inverted where the product is negative: the 1 that it then lacks first, its bits, and the inverted
 * sign above them, which the constant makes up for.
 */
export function signedTerms(magnitudeBits: number): Pick<DatapathPlan, 'terms' | 'constants'> {
  const positions = Array.from({ length: magnitudeBits + 1 }, (_, position) => position);
  return {
    terms: [0, ...positions].map((position) => ({ lane: 0, position })),
    constants: [[-(1n << BigInt(magnitudeBits))]],
  };
}

/** How a template with a MagnitudeWidth puts the terms together. */
export function signedTermsView(names: {
  readonly magnitude: string;
  /** Inverts the magnitude. */
  readonly inverts: string;
  /** The product is negative. */
  readonly negative: string;
  /** What is added at the LSB: the 1 that an inverted magnitude lacks, and what rounding adds. */
  readonly carry: string;
}) {
  const { magnitude, inverts, negative, carry } = names;
  const plain = carry === inverts;
  return {
    carried: plain
      ? 'the 1 that it then lacks is a term of its own.'
      : 'the 1 that it then lacks, or rounding, is a term.',
    signals: declarations([
      { name: 'inverted', width: 'MagnitudeWidth', meaning: 'bits of the magnitude as they add' },
      ...(plain ? [] : [{ name: 'carry', meaning: 'one LSB' }]),
    ]),
    assignments: assignments({
      inverted: `${magnitude} ^ {MagnitudeWidth{${inverts}}}`,
      ...(plain ? {} : { carry }),
      terms_o: `{${negated(negative)}, inverted, ${plain ? carry : 'carry'}}`,
    }),
  };
}

function negated(expression: string): string {
  return expression.includes(' ') ? `~(${expression})` : `~${expression}`;
}
