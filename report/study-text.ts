import type {
  FailedRun,
  FigureName,
  FinishedRun,
  SeedSummary,
  Spread,
  StudiedNetwork,
  StudyReport,
} from '../study/report.ts';
import { count, percent, printable } from './figures.ts';
import type { Paint } from './paint.ts';
import { bitsName, freeThreeName } from './study/names.ts';
import { changeText, pText, spreadText } from './study/numbers.ts';
import { headed } from './table.ts';

/** For each network its runs, then means and spreads where there are several seeds. */
export function studyLines(report: StudyReport, paint: Paint): string[] {
  return [
    ...report.networks.flatMap((network) => networkLines(report, network, paint)),
    `${count(report.rows.length, 'run')}, ${report.seconds.toFixed(1)} s`,
  ];
}

function networkLines(
  { rows, summary }: StudyReport,
  { name, model, inputs, calibrationInputs, floatAccuracy }: StudiedNetwork,
  paint: Paint,
): string[] {
  const float = floatAccuracy === null ? 'no labels' : `float ${percent(floatAccuracy, 2)}`;
  const own = rows.filter(({ network }) => network === name);
  const finished = own.filter((row) => row.state === 'finished');
  const failed = own.filter((row) => row.state === 'failed');
  const several = summary.filter(({ network, runs }) => network === name && runs > 1);
  return [
    paint.strong(
      `${printable(name)}: ${count(calibrationInputs, 'calibration input')}, judged on ${inputs.toLocaleString('en')}, ${float}`,
    ),
    paint.dim(`  ${printable(model.file)}`),
    '',
    ...(finished.length === 0 ? [] : [...runTable(finished, paint), '']),
    ...failed.map((row) => failedLine(row)),
    ...(failed.length === 0 ? [] : ['']),
    ...(several.length === 0
      ? []
      : [
          paint.strong('over seeds: mean ± standard deviation, least..most'),
          ...seedTable(several, paint),
          '',
        ]),
  ];
}

const HEAD = ['chooser', 'objective', 'bits', 'free three', 'tile', 'seed'];

function keysOf(row: FinishedRun | FailedRun | SeedSummary): string[] {
  const { chooser, objective, bits, freeThree, tileBits } = row;
  return [chooser, objective, bitsName(bits), freeThreeName(freeThree), String(tileBits ?? '–')];
}

function runTable(rows: readonly FinishedRun[], paint: Paint): string[] {
  const head = [
    ...HEAD,
    'avg bits',
    'points',
    'right/wrong',
    'p',
    'agree',
    'SQNR',
    'P_I',
    'loss',
    'measured',
    's',
  ];
  const cells = rows.map((row) => [
    ...keysOf(row),
    String(row.seed ?? '–'),
    row.averageBits.toFixed(2),
    changeText(row.answers?.change),
    row.answers === null ? '–' : `+${row.answers.becameRight}/-${row.answers.becameWrong}`,
    pText(row.answers?.p),
    percent(row.agreement, 2),
    row.sqnr === null ? 'equal' : row.sqnr.toFixed(1),
    `${row.tile}/${row.agnosticTile}`,
    row.loss.toPrecision(3),
    row.evaluations.toLocaleString('en'),
    row.seconds.toFixed(1),
  ]);
  return [
    ...headed([head, ...cells], [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], paint),
    paint.dim(
      '  points: accuracy against float; right/wrong: answers that became so; P_I: these weights / any',
    ),
  ];
}

function failedLine(row: FailedRun): string {
  const [chooser, objective, bits, three, tile] = keysOf(row);
  const seed = row.seed === null ? '' : `, seed ${row.seed}`;
  return `no plan: ${chooser}, ${objective}, ${bits} bits, free three ${three}, tile ${tile}${seed}: ${printable(row.reason)}`;
}

const SHOWN: readonly (readonly [FigureName, string, number])[] = [
  ['change', 'points', 2],
  ['agreement', 'agree, %', 2],
  ['sqnr', 'SQNR', 1],
  ['averageBits', 'avg bits', 2],
  ['evaluations', 'measured', 0],
];

function seedTable(summaries: readonly SeedSummary[], paint: Paint): string[] {
  const shown = SHOWN.filter(([name]) => summaries.some(({ figures }) => figures[name]));
  const head = [...HEAD.slice(0, -1), 'runs', ...shown.map(([, title]) => title)];
  const cells = summaries.map((summary) => [
    ...keysOf(summary),
    String(summary.runs),
    ...shown.map(([name, , digits]) => spreadText(inUnits(name, summary.figures[name]), digits)),
  ]);
  const right = [2, 4, ...shown.map((_, index) => 6 + index), 5];
  return headed([head, ...cells], right, paint);
}

/** Shares in percent. */
function inUnits(name: FigureName, spread: Spread | undefined): Spread | undefined {
  if (spread === undefined || name !== 'agreement') return spread;
  const { mean, least, most, deviation } = spread;
  return { mean: 100 * mean, least: 100 * least, most: 100 * most, deviation: 100 * deviation };
}
