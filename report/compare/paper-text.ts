import type { CompareReport, PaperRow } from '../../compare/report.ts';
import type { Paint } from '../paint.ts';
import { headedWithin } from '../table.ts';
import { notes, WIDTH } from './lines.ts';
import { bothModels, figure, figureOrNone, MISSING, ratioText } from './numbers.ts';
import { grouped, paperMixes, paperStream } from './rows.ts';

/** The paper's table in each library. */
export function paperLines(report: CompareReport, paint: Paint): string[] {
  const tables = grouped(report.paper, ({ library }) => library);
  if (tables.length === 0) return [];
  return [
    ...tables.flatMap((rows) => [...paperTable(report, rows, paint), ...energyTable(rows, paint)]),
    ...notes(
      'density: weight MACs in a second and area unit beside those of the first row; published: TOPS/mm2 in 28 nm, and beside the first row',
      paint,
    ),
    ...(tables.some((rows) => paperStream(rows) !== undefined)
      ? notes('energy: an estimate, without / with glitches', paint)
      : []),
    '',
  ];
}

function paperTable(report: CompareReport, rows: readonly PaperRow[], paint: Paint): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const mixes = paperMixes(rows);
  const unit = report.libraries.find(({ name }) => name === first.library)?.areaUnit ?? '';
  const head = ['  array', 'area', ...mixes.flatMap((mix) => ['MACs', mix]), 'published', ''];
  const table = rows.map((row) => [
    `  ${row.label}`,
    figure(row.area),
    ...mixes.flatMap((mix) => [
      figureOrNone(row.macsPerCycle[mix]),
      ratioText(row.density[mix], first.density[mix]),
    ]),
    row.published === null ? MISSING : figure(row.published),
    ratioText(row.published ?? undefined, first.published ?? undefined),
  ]);
  const right = head.map((_, index) => index).slice(1);
  return [
    paint.strong(
      `arrays of the paper on ${first.library}: area in ${unit}, MACs in a cycle and density by mix`,
    ),
    ...headedWithin(WIDTH, [head, ...table], right, paint),
    '',
  ];
}

/** On one stream, where a design has a figure. */
function energyTable(rows: readonly PaperRow[], paint: Paint): string[] {
  const stream = paperStream(rows);
  if (stream === undefined) return [];
  const mixes = paperMixes(rows);
  const table = rows.map(({ label, energyPerMac }) => [
    `  ${label}`,
    ...mixes.map((mix) => bothModels((model) => energyPerMac[mix]?.[`${stream}/${model}`])),
  ]);
  const right = mixes.map((_, index) => index + 1);
  return [
    paint.strong(
      `energy of the same arrays on ${rows[0]?.library}: fJ per weight MAC on ${stream}`,
    ),
    ...headedWithin(WIDTH, [['  array', ...mixes], ...table], right, paint),
    '',
  ];
}
