import type { Claim, CompareReport } from '../../compare/report.ts';
import { wrap } from '../../system/text.ts';
import type { Paint } from '../paint.ts';
import { headed } from '../table.ts';
import { claimGroups, claimsText, claimVerdict, noiseText, targetText } from './claims.ts';
import { notes, WIDTH } from './lines.ts';

/** Each claim with its ratio in every library. */
export function claimLines({ claims }: CompareReport, paint: Paint): string[] {
  if (claims.length === 0) return [];
  return [
    `${paint.strong('claims')}: ${claimsText(claims)}`,
    ...claimGroups(claims).flatMap((group) => claimTable(group, paint)),
    ...notes(
      'density: more is better, energy (an estimate): less; noise: how far areas of equal logic lie apart',
      paint,
    ),
    '',
  ];
}

function claimTable(claims: readonly Claim[], paint: Paint): string[] {
  const head = ['    library', 'ratio', 'target', 'result', 'noise', 'ours', 'against', ''];
  const rows = claims.map((claim) => {
    const { word, close, gap } = claimVerdict(claim);
    return [
      `    ${claim.library}`,
      claim.ratio.toFixed(2),
      targetText(claim),
      close ? `${word}, within noise` : word,
      noiseText(claim),
      claim.ours,
      claim.peer,
      gap,
    ];
  });
  const [top = '', ...lines] = headed([head, ...rows], [1, 2, 4], paint);
  return [
    ...wrap(claims[0]?.text ?? '', WIDTH - 2).map((line) => `  ${line}`),
    top,
    ...lines.flatMap((line, index) => claimLine(line, claims[index], paint)),
  ];
}

/** In the colour of its verdict; what is too wide, remarks mostly, goes below. */
function claimLine(line: string, claim: Claim | undefined, paint: Paint): string[] {
  if (claim === undefined) return [];
  const { met, word, gap } = claimVerdict(claim);
  const tone = met ? paint.good : paint.bad;
  const short = line.length <= WIDTH ? line : line.slice(0, line.length - gap.length).trimEnd();
  const painted = short.replace(word, tone(word));
  return short === line ? [painted] : [painted, `      ${gap}`];
}
