import type { CompareReport, MixRow } from '../../compare/report.ts';
import type { Paint } from '../paint.ts';
import { headedWithin } from '../table.ts';
import { notes, WIDTH } from './lines.ts';
import { bothModels, figure, sqnrText } from './numbers.ts';
import { designName, mixesIn, mixStreams, sqnrStreams } from './rows.ts';
import { sharesText } from './summary.ts';

/** A table for each mix in each library. */
export function mixLines(report: CompareReport, paint: Paint): string[] {
  const tables = report.libraries.flatMap(({ name }) => mixesIn(report, name));
  if (tables.length === 0) return [];
  const [stream = ''] = sqnrStreams(report);
  const note = `per weight MAC on average, at the clock; SQNR on ${stream}; energy is an estimate, without / with glitches`;
  return [...tables.flatMap((rows) => mixTable(report, rows, paint)), ...notes(note, paint), ''];
}

function mixTable(report: CompareReport, rows: readonly MixRow[], paint: Paint): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const [quality = ''] = sqnrStreams(report);
  const measured = mixStreams(rows);
  const table = rows.map((row) => [
    `  ${designName(report, row.design)}`,
    figure(row.areaPerMac),
    sqnrText(row.sqnr[quality]),
    ...measured.map((stream) => bothModels((model) => row.energyPerMac[`${stream}/${model}`])),
  ]);
  const head = ['  design', 'area', 'SQNR dB', ...measured.map((stream) => `fJ ${stream}`)];
  const right = head.map((_, index) => index).slice(1);
  const { mix, shares, library } = first;
  return [
    paint.strong(`mix ${mix} on ${library}: ${sharesText(shares)}`),
    ...headedWithin(WIDTH, [head, ...table], right, paint),
    '',
  ];
}
