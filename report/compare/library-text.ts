import type { ComparedLibrary, CompareReport } from '../../compare/report.ts';
import type { Paint } from '../paint.ts';
import { headedWithin } from '../table.ts';
import { notes, WIDTH } from './lines.ts';
import { bothModels, figureOrNone, MISSING, sqnrText } from './numbers.ts';
import {
  areaPerMac,
  energyPerMac,
  energyStreams,
  type ModeFigures,
  modeFigures,
  sqnrStreams,
} from './rows.ts';
import { tensorsText, untoldText, verifiedText } from './summary.ts';

/** The tables of one library: area and timing, then energy. */
export function libraryLines(
  report: CompareReport,
  library: ComparedLibrary,
  paint: Paint,
): string[] {
  const rows = modeFigures(report, library.name);
  return [
    paint.strong(`${library.name}: area and timing`),
    ...areaTable(report, rows, paint),
    ...notes(areaNote(report, library), paint),
    '',
    ...energyLines(report, library, rows, paint),
  ];
}

function areaTable(report: CompareReport, rows: readonly ModeFigures[], paint: Paint): string[] {
  const [stream = ''] = sqnrStreams(report);
  const table = rows.map((row) => {
    const { design, mode, clock, smallest, fastest } = row;
    return [
      labelCell(row),
      mode.name,
      sqnrText(mode.sqnr[stream]),
      figureOrNone(areaPerMac(clock, mode)),
      figureOrNone(areaPerMac(smallest, mode)),
      fastest === undefined ? MISSING : fastest.ns.toFixed(2),
      row.index === 0 ? verifiedText(design.verification) : '',
    ];
  });
  const head = ['  design', 'mode', 'SQNR dB', 'at clock', 'smallest', 'fastest ns', 'verified'];
  return headedWithin(WIDTH, [head, ...table], [2, 3, 4, 5], paint);
}

/** The label stands in the first row of a design only. */
function labelCell({ place, design, index }: ModeFigures): string {
  return index === 0 ? `  ${place} ${design.label}` : '';
}

function areaNote(report: CompareReport, { name, areaUnit }: ComparedLibrary): string {
  const clock = report.clocks[name];
  const at = clock === undefined ? 'at the clock' : `at the clock of ${clock} ns`;
  const [stream = '', ...others] = sqnrStreams(report);
  const more = others.length === 0 ? '' : ` (--json has ${others.join(', ')} too)`;
  return `areas in ${areaUnit} per weight MAC in each cycle, whole grid counted, ${at} (${MISSING}: not reached) and of the smallest point; SQNR on ${stream}${more}: ${tensorsText(report)}`;
}

/** Streams that one table has room for. */
const STREAMS_BESIDE = 4;

function energyLines(
  report: CompareReport,
  library: ComparedLibrary,
  rows: readonly ModeFigures[],
  paint: Paint,
): string[] {
  const streams = energyStreams(report).slice(0, STREAMS_BESIDE);
  const measured = rows.filter(({ energy }) => energy.length > 0);
  if (streams.length === 0 || measured.length === 0) return [];
  const table = measured.map((row) => [
    labelCell(row),
    row.mode.name,
    ...streams.map((stream) => bothModels((model) => energyPerMac(row, stream, model))),
  ]);
  const right = streams.map((_, index) => index + 2);
  return [
    paint.strong(`${library.name}: energy, an estimate`),
    ...headedWithin(WIDTH, [['  design', 'mode', ...streams], ...table], right, paint),
    ...notes(
      `fJ per weight MAC at the clock: without / with delays of the cells (glitches)${untoldText(library)}`,
      paint,
    ),
    '',
  ];
}
