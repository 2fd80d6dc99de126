import type { Claim, CompareReport } from '../../compare/report.ts';
import { claimGroups, claimsText, claimVerdict, noiseText, targetText } from './claims.ts';
import { designName, grouped } from './rows.ts';

/** A row for each claim, a column for each library. */
export function claimsView(report: CompareReport) {
  const { claims } = report;
  const libraries = grouped(claims, ({ library }) => library).flatMap(([first]) => first ?? []);
  const rows = claimGroups(claims).map((group) => {
    const pairs = group.map((claim) => pairText(report, claim));
    const same = pairs.every((pair) => pair === pairs[0]);
    const [first] = group;
    return {
      text: first?.text ?? '',
      pair: same ? (pairs[0] ?? '') : '',
      target: first === undefined ? '' : targetText(first),
      cells: libraries.map(({ library }) => {
        const index = group.findIndex((claim) => claim.library === library);
        const claim = group[index];
        return claim === undefined ? null : claimView(claim, same ? '' : (pairs[index] ?? ''));
      }),
    };
  });
  const heads = libraries.map((claim) => ({ library: claim.library, noise: noiseText(claim) }));
  const banded = claims.some(({ noise }) => noise !== null);
  return { summary: claimsText(claims), banded, heads, rows };
}

/** Who stands against whom: the best peer may be another one in another library. */
function pairText(report: CompareReport, { ours, peer }: Claim): string {
  return `${designName(report, ours)} against ${designName(report, peer)}`;
}

function claimView(claim: Claim, pair: string) {
  const { met, word, close, gap } = claimVerdict(claim);
  return {
    ratio: claim.ratio.toFixed(2),
    tone: met ? 'good' : 'bad',
    result: `${met ? '✓' : '✗'} ${word}`,
    close,
    gap: gap === '' ? '' : `SQNR ${signed(claim.sqnrGap)} dB`,
    pair,
  };
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}
