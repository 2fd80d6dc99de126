import type { Claim } from '../../compare/report.ts';
import { count, percent } from '../figures.ts';
import { MISSING } from './numbers.ts';
import { grouped } from './rows.ts';

/** Ratios are quoted without a remark down to this: dB. */
export const SQNR_TOLERANCE = -0.3;

export interface Verdict {
  readonly met: boolean;
  readonly word: 'met' | 'missed';
  /** The target is less far away than equal logic spreads, as far as that is known. */
  readonly close: boolean;
  /** "SQNR 1.2 dB below the peer's", or ''. */
  readonly gap: string;
}

export function claimVerdict({ met, ratio, target, noise, sqnrGap }: Claim): Verdict {
  return {
    met,
    word: met ? 'met' : 'missed',
    close: noise !== null && Math.abs(ratio / target - 1) < noise,
    gap: sqnrGap < SQNR_TOLERANCE ? `SQNR ${Math.abs(sqnrGap).toFixed(1)} dB below the peer's` : '',
  };
}

/** More is better for density, less for energy. */
export function targetText({ quantity, target }: Claim): string {
  return `${quantity === 'density' ? '≥' : '≤'} ${target.toFixed(2)}`;
}

/** How far areas of equal logic lie apart, where that was measured. */
export function noiseText({ noise }: Pick<Claim, 'noise'>): string {
  return noise === null ? MISSING : percent(noise);
}

/** Claims with the same id in several libraries belong together. */
export function claimGroups(claims: readonly Claim[]): Claim[][] {
  return grouped(claims, ({ id }) => id);
}

/** "5 of 9 targets met". */
export function claimsText(claims: readonly Claim[]): string {
  const met = claims.filter((claim) => claim.met).length;
  return `${met} of ${count(claims.length, 'target')} met`;
}
