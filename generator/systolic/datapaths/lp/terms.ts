import { assignments, concatenation, declarations } from '../../../views/text.ts';
import type { Term } from '../../datapath.ts';
import { ALONE, type LaneNames, own, ownWidth } from './lane-names.ts';

/**
 * A magnitude that is inverted where the product is negative: the 1 that it then lacks first, its bits, and the inverted
 * sign above them, which the constant makes up for. `isPlain`: the sign is the 1 that lacks, one bit for both.
 */
export function signedTerms(magnitudeBits: number, isPlain: boolean, lane = 0): Term[] {
  const positions = Array.from({ length: magnitudeBits }, (_, position) => ({ lane, position }));
  const top = magnitudeBits;
  if (isPlain) return [{ lane, position: 0, complementAt: top }, ...positions];
  return [{ lane, position: 0 }, ...positions, { lane, position: top }];
}

export function signedConstant(magnitudeBits: number): bigint {
  return -(1n << BigInt(magnitudeBits));
}

interface SignedBits {
  readonly magnitude: string;
  /** Inverts the magnitude. */
  readonly inverts: string;
  /** Signal that says that the product is negative, and its value where it has none yet. */
  readonly negative: string;
  readonly sign: string | null;
  /** What is added at the LSB: the 1 that an inverted magnitude lacks, and what rounding adds. */
  readonly carry: string;
}

/** How a template with a MagnitudeWidth puts the terms together. */
export function signedTermsView(
  { magnitude, inverts, negative, sign, carry }: SignedBits,
  names: LaneNames = ALONE,
) {
  const plain = carry === inverts;
  const width = ownWidth(names, 'MagnitudeWidth');
  const inverted = own(names, 'inverted');
  const carried = plain ? carry : own(names, 'carry');
  return {
    carried: plain
      ? 'the 1 that it then lacks is a term of its own.'
      : 'the 1 that it then lacks, or rounding, is a term.',
    signals: declarations([
      ...(sign === null ? [] : [{ name: negative, meaning: 'sign of the product' }]),
      { name: inverted, width, meaning: 'bits of the magnitude as they add' },
      ...(plain ? [] : [{ name: carried, meaning: 'one LSB' }]),
    ]),
    assignments: assignments({
      ...(sign === null ? {} : { [negative]: sign }),
      [inverted]: `${magnitude} ^ {${width}{${inverts}}}`,
      ...(plain ? {} : { [carried]: carry }),
      [names.terms]: concatenation([
        ...(carried === negative ? [] : [`~${negative}`]),
        inverted,
        carried,
      ]),
    }),
  };
}
