import type { Spread } from '../../study/report.ts';

/** What stands where there is no figure. */
export const MISSING = '–';

/** Points with their sign: "+0.00", "-1.25". */
export function changeText(change: number | undefined): string {
  if (change === undefined) return MISSING;
  return `${change < 0 ? '-' : '+'}${Math.abs(change).toFixed(2)}`;
}

/** A probability with two digits. */
export function pText(p: number | undefined): string {
  if (p === undefined) return MISSING;
  if (p === 0 || p < 1e-99) return '<1e-99';
  return p < 0.001 ? p.toExponential(0) : p.toPrecision(2);
}

/** "-0.52 ± 0.11, -0.60..-0.40". */
export function spreadText(spread: Spread | undefined, digits: number): string {
  if (spread === undefined) return MISSING;
  const { mean, least, most, deviation } = spread;
  const [a = '', b = '', c = '', d = ''] = [mean, deviation, least, most].map((value) =>
    value.toFixed(digits),
  );
  return `${a} ± ${b}, ${c}..${d}`;
}
