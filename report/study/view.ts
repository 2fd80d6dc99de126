import type {
  FailedRun,
  FinishedRun,
  SeedSummary,
  StudiedNetwork,
  StudyReport,
} from '../../study/report.ts';
import { count, percent, printable } from '../figures.ts';
import type { Tile } from '../infer-tiles.ts';
import { bitsName, freeThreeName } from './names.ts';
import { changeText, MISSING, pText } from './numbers.ts';

/** What report/study.html.hbs shows beside its charts, as texts; it escapes all of them. */
export function studyView(report: StudyReport) {
  const { networks, rows, seconds } = report;
  const names = networks.map(({ name }) => printable(name));
  return {
    title: names.length > 3 ? `${names.slice(0, 3).join(', ')} and more` : names.join(', '),
    subject: `${count(rows.length, 'run')} on ${count(networks.length, 'network')}: words of weights, judged on inputs that they were not chosen for`,
    networks: networks.map((network, index) => networkView(report, network, index)),
    effort: `${seconds.toFixed(1)} s, runs from the cache included`,
  };
}

function networkView(report: StudyReport, network: StudiedNetwork, index: number) {
  const own = report.rows.filter((row) => row.network === network.name);
  const finished = own.filter((row) => row.state === 'finished');
  const failed = own.filter((row) => row.state === 'failed');
  const summary = report.summary.filter((each) => each.network === network.name && each.runs > 0);
  return {
    id: `network-${index}`,
    name: printable(network.name),
    file: printable(network.model.file),
    hash: network.model.hash,
    tiles: tilesOf(network, finished),
    summary: summary.map(summaryView),
    rows: finished.map(rowView),
    failed: failed.map(failedView),
  };
}

/** Lost at most: a point of accuracy, or one answer of a hundred. */
const CLOSE = { change: -1, agreement: 0.99 } as const;

function tilesOf(network: StudiedNetwork, rows: readonly FinishedRun[]): Tile[] {
  const { inputs, calibrationInputs, parameters, floatAccuracy } = network;
  const close = rows.filter(({ answers, agreement }) =>
    answers === null ? agreement >= CLOSE.agreement : answers.change >= CLOSE.change,
  );
  const fewest = least(close, ({ averageBits }) => averageBits);
  const narrowest = least(close, ({ tile }) => tile);
  const what = floatAccuracy === null ? '99 % of the answers kept' : 'a point lost at most';
  return [
    {
      name: 'Right answers of float',
      value: floatAccuracy === null ? 'unknown' : percent(floatAccuracy),
      note: floatAccuracy === null ? 'no labels' : `of ${inputs.toLocaleString('en')} inputs`,
    },
    {
      name: 'Judged on',
      value: inputs.toLocaleString('en'),
      note: `inputs; ${calibrationInputs.toLocaleString('en')} calibrate`,
    },
    { name: 'Weights', value: parameters.toLocaleString('en'), note: 'constants of MAC layers' },
    {
      name: 'Fewest bits',
      value: fewest === undefined ? 'none' : fewest.averageBits.toFixed(2),
      note: fewest === undefined ? `with ${what}` : `${fewest.chooser}; ${what}`,
    },
    {
      name: 'Narrowest P_I',
      value: narrowest === undefined ? 'none' : `${narrowest.tile} bits`,
      note: narrowest === undefined ? `with ${what}` : `${narrowest.chooser}; ${what}`,
    },
    {
      name: 'Searches',
      value: `${rows.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(0)} s`,
      note: `${rows.reduce((sum, { evaluations }) => sum + evaluations, 0).toLocaleString('en')} candidates`,
    },
  ];
}

function least<T>(all: readonly T[], measure: (one: T) => number): T | undefined {
  return all.toSorted((a, b) => measure(a) - measure(b))[0];
}

function keysView({
  chooser,
  objective,
  bits,
  freeThree,
  tileBits,
}: FinishedRun | FailedRun | SeedSummary) {
  return {
    chooser,
    objective,
    limit: bitsName(bits),
    three: freeThreeName(freeThree),
    tileLimit: tileBits === null ? MISSING : String(tileBits),
  };
}

function summaryView(each: SeedSummary) {
  const { change, agreement, sqnr, averageBits, tile, agnosticTile, loss, evaluations, seconds } =
    each.figures;
  return {
    ...keysView(each),
    runs: String(each.runs),
    bits: averageBits?.mean.toFixed(2) ?? MISSING,
    change: changeText(change?.mean),
    changeSpread:
      change === undefined || each.runs < 2
        ? ''
        : `± ${change.deviation.toFixed(2)}, ${changeText(change.least)}..${changeText(change.most)}`,
    agreement: agreement === undefined ? MISSING : percent(agreement.mean, 2),
    agreementSpread:
      agreement === undefined || each.runs < 2
        ? ''
        : `± ${percent(agreement.deviation, 2)}, ${percent(agreement.least, 2)}..${percent(agreement.most, 2)}`,
    sqnr: sqnr === undefined ? 'equal' : sqnr.mean.toFixed(1),
    tile: figureText(tile?.mean),
    anyTile: figureText(agnosticTile?.mean),
    loss: loss?.mean.toPrecision(3) ?? MISSING,
    evaluations: Math.round(evaluations?.mean ?? 0).toLocaleString('en'),
    seconds: seconds?.mean.toFixed(1) ?? MISSING,
  };
}

/** Whole where it is. */
function figureText(value: number | undefined): string {
  if (value === undefined) return MISSING;
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

function rowView(row: FinishedRun) {
  const { answers } = row;
  return {
    ...keysView(row),
    seed: row.seed === null ? MISSING : String(row.seed),
    bits: row.averageBits.toFixed(2),
    macs: row.averageBitsOfMacs.toFixed(2),
    accuracy: answers === null ? MISSING : percent(answers.accuracy, 2),
    change: changeText(answers?.change),
    became: answers === null ? MISSING : `+${answers.becameRight} / -${answers.becameWrong}`,
    p: pText(answers?.p),
    agreement: percent(row.agreement, 2),
    sqnr: row.sqnr === null ? 'equal' : row.sqnr.toFixed(1),
    tile: String(row.tile),
    anyTile: String(row.agnosticTile),
    sum: String(row.sum),
    anySum: String(row.agnosticSum),
    loss: row.loss.toPrecision(3),
    evaluations: row.evaluations.toLocaleString('en'),
    seconds: row.seconds.toFixed(1),
  };
}

function failedView(row: FailedRun) {
  return {
    ...keysView(row),
    seed: row.seed === null ? MISSING : String(row.seed),
    reason: printable(row.reason),
  };
}
