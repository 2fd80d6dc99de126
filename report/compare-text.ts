import type { CompareReport } from '../compare/report.ts';
import { wrap } from '../system/text.ts';
import { claimLines } from './compare/claims-text.ts';
import { libraryLines } from './compare/library-text.ts';
import { notes, WIDTH } from './compare/lines.ts';
import { mixLines } from './compare/mixes-text.ts';
import { figure } from './compare/numbers.ts';
import { paperLines } from './compare/paper-text.ts';
import { planLines } from './compare/plans-text.ts';
import {
  HASH,
  printableReport,
  secondsText,
  subjectText,
  toolsText,
  verificationText,
} from './compare/summary.ts';
import { percent } from './figures.ts';
import type { Paint } from './paint.ts';
import { headedWithin } from './table.ts';

/** What each design costs and keeps, then mixes, plans, claims, the paper's table and what all of it rests on. */
export function compareLines(given: CompareReport, paint: Paint): string[] {
  const report = printableReport(given);
  return [
    ...wrap(subjectText(report), WIDTH).map(paint.strong),
    ...wrap(verificationText(report), WIDTH),
    '',
    ...report.libraries.flatMap((library) => libraryLines(report, library, paint)),
    ...mixLines(report, paint),
    ...planLines(report, paint),
    ...claimLines(report, paint),
    ...paperLines(report, paint),
    ...noiseLines(report, paint),
    ...provenanceLines(report, paint),
  ];
}

function noiseLines({ noise }: CompareReport, paint: Paint): string[] {
  if (noise.length === 0) return [];
  const rows = noise.map(({ library, design, variants, spread }) => {
    const areas = variants.map(({ area }) => area);
    return [
      `  ${library}`,
      design,
      String(variants.length),
      `${figure(Math.min(...areas))} to ${figure(Math.max(...areas))}`,
      percent(spread),
    ];
  });
  const head = ['  noise floor', 'PE of', 'variants', 'areas', 'spread'];
  return [
    ...headedWithin(WIDTH, [head, ...rows], [2, 3, 4], paint),
    ...notes('the same logic written otherwise: ratios are not known better than this', paint),
    '',
  ];
}

function provenanceLines(report: CompareReport, paint: Paint): string[] {
  const libraries = report.libraries.map(
    ({ name, file, hash, scriptHash }) =>
      `${name}: ${file} ${hash.slice(0, HASH)}, script ${scriptHash.slice(0, HASH)}`,
  );
  const seconds = secondsText(report);
  const text = [
    ...libraries,
    `${toolsText(report)}: compare figures within one run only`,
    ...(seconds === '' ? [] : [seconds]),
  ];
  return text.flatMap((line) => wrap(line, WIDTH)).map((line) => paint.dim(line));
}
