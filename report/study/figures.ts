import type { TopLevelSpec } from 'vega-lite';
import type { Combination } from '../../study/combinations.ts';
import type { FinishedRun, SeedSummary, Spread, StudyReport } from '../../study/report.ts';
import { figureOf } from '../../study/summary.ts';
import { historySeries } from './histories.ts';
import { bitsName, chooserName, freeThreeName } from './names.ts';
import { type Series, seriesChart } from './series-chart.ts';
import { spreadChart } from './spread-chart.ts';

/** A chart of a network with what the page says of it. */
export interface StudyFigure {
  readonly title: string;
  readonly caption: string;
  /** For those who do not see it. */
  readonly label: string;
  readonly legend: readonly LegendEntry[];
  readonly spec: TopLevelSpec;
}

export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly look: Series['look'];
}

/** How good a plan is: points against float where there are labels, else agreement in percent. */
interface Quality {
  readonly figure: 'change' | 'agreement';
  readonly title: string;
  readonly axis: string;
}

const CHANGE: Quality = {
  figure: 'change',
  title: 'Accuracy',
  axis: 'accuracy against float, points',
};
const AGREEMENT: Quality = {
  figure: 'agreement',
  title: 'Agreement',
  axis: 'same answer as float, %',
};

/** All charts of a network that have data. */
export function studyFigures(report: StudyReport, network: string): StudyFigure[] {
  const summary = report.summary.filter((each) => each.network === network && each.runs > 0);
  const rows = report.rows.filter(
    (row): row is FinishedRun => row.network === network && row.state === 'finished',
  );
  if (summary.length === 0) return [];
  const quality = rows.some(({ answers }) => answers !== null) ? CHANGE : AGREEMENT;
  return [
    ...bitsFigures(summary, quality),
    ...tileFigures(summary, quality),
    ...historyFigures(rows),
    ...spreadFigures(summary, rows, quality),
  ];
}

/** Quality against average bits, a chart for each objective. */
function bitsFigures(summary: readonly SeedSummary[], quality: Quality): StudyFigure[] {
  const [tileBits] = plainFirst(summary.map((each) => each.tileBits));
  return distinct(summary.map(({ objective }) => objective)).flatMap((objective) => {
    const own = summary.filter(
      (each) => each.objective === objective && each.tileBits === tileBits,
    );
    const choosers = distinct(own.map(({ chooser }) => chooser));
    const series = distinct(own.map(chooserName)).map((name): Series => {
      const group = own.filter((each) => chooserName(each) === name);
      const [first] = group;
      return {
        name,
        colour: first === undefined ? 0 : choosers.indexOf(first.chooser),
        look: first !== undefined && freeThreeName(first.freeThree) === 'on' ? 'full' : 'broken',
        points: group.flatMap((each) => pointOf(each, 'averageBits', quality)),
      };
    });
    return figureOfSeries(series, {
      title: `${quality.title} and bits`,
      caption: `objective ${objective}${tileText(tileBits)}; bars span the seeds`,
      label: `${quality.title} against average bits of weights`,
      axes: { x: 'average bits a weight', y: quality.axis, spread: 'bars', format: '~f' },
    });
  });
}

/** Quality against P_I, with words chosen for it and without; a chart for each bit limit. */
function tileFigures(summary: readonly SeedSummary[], quality: Quality): StudyFigure[] {
  if (!summary.some(({ tileBits }) => tileBits !== null)) return [];
  const [objective] = summary.map((each) => each.objective);
  const [three] = summary.map((each) => freeThreeName(each.freeThree));
  return distinct(summary.map(({ bits }) => bits)).flatMap((bits) => {
    const own = summary.filter(
      (each) =>
        each.objective === objective &&
        freeThreeName(each.freeThree) === three &&
        each.bits === bits,
    );
    const series = distinct(own.map(({ chooser }) => chooser)).flatMap((chooser, colour) => {
      const group = own.filter((each) => each.chooser === chooser);
      const plain = group.filter((each) => each.tileBits === null);
      const aware: Series = {
        name: `${chooser}, with awareness`,
        colour,
        look: 'full',
        points: group.flatMap((each) => pointOf(each, 'tile', quality)),
      };
      const unaware: Series = {
        name: `${chooser}, for any weights`,
        colour,
        look: 'single',
        points: plain.flatMap((each) => pointOf(each, 'agnosticTile', quality)),
      };
      return [aware, unaware];
    });
    return figureOfSeries(series, {
      title: `${quality.title} and P_I`,
      caption: `${limitText(bits)}, objective ${objective}, free three ${three}; hollow: the sums of plain words sized for any weights`,
      label: `${quality.title} against the bits of tile sums`,
      axes: { x: 'P_I, bits', y: quality.axis, spread: 'bars', format: '~f', whole: true },
    });
  });
}

/** Best score after each iteration, a chart for each objective. */
function historyFigures(rows: readonly FinishedRun[]): StudyFigure[] {
  const choosers = distinct(rows.map(({ chooser }) => chooser));
  return distinct(rows.map(({ objective }) => objective)).flatMap((objective) => {
    const own = rows.filter((row) => row.objective === objective);
    const [bits] = own.map((row) => row.bits);
    const [tileBits] = plainFirst(own.map((row) => row.tileBits));
    const same = own.filter((row) => row.bits === bits && row.tileBits === tileBits);
    return figureOfSeries(historySeries(same, choosers), {
      title: `Search for ${objective}`,
      caption: `${limitText(bits ?? null)}${tileText(tileBits)}; lines are means over seeds, areas span them`,
      label: 'Best score after each iteration',
      axes: { x: 'iteration', y: 'best score', spread: 'band', format: '.3~g', whole: true },
    });
  });
}

/** Quality of every seed, a chart for each bit limit. */
function spreadFigures(
  summary: readonly SeedSummary[],
  rows: readonly FinishedRun[],
  quality: Quality,
): StudyFigure[] {
  const [tileBits] = plainFirst(summary.map((each) => each.tileBits));
  return distinct(summary.map(({ bits }) => bits)).flatMap((bits) => {
    const own = summary.filter(
      (each) => each.bits === bits && each.tileBits === tileBits && each.runs > 1,
    );
    if (own.length === 0) return [];
    const objectives = distinct(own.map(({ objective }) => objective));
    const spreads = own.map((each) => ({
      name: `${each.objective}: ${chooserName(each)}`,
      colour: objectives.indexOf(each.objective),
      values: rows.filter((row) => isOf(row, each)).flatMap((row) => qualityOf(row, quality)),
      mean: scaled(each.figures[quality.figure], quality)?.mean ?? 0,
    }));
    return [
      {
        title: 'Spread over seeds',
        caption: `${limitText(bits)}${tileText(tileBits)}; a dot for each seed, the mean across`,
        label: `${quality.title} of every seed, by objective`,
        legend: [],
        spec: spreadChart(spreads, quality.axis),
      },
    ];
  });
}

function isOf(row: FinishedRun, { chooser, objective, bits, freeThree, tileBits }: Combination) {
  return (
    row.chooser === chooser &&
    row.objective === objective &&
    row.bits === bits &&
    row.tileBits === tileBits &&
    freeThreeName(row.freeThree) === freeThreeName(freeThree)
  );
}

function qualityOf(row: FinishedRun, { figure }: Quality): number[] {
  const value = figureOf(row, figure);
  if (value === null) return [];
  return [figure === 'agreement' ? 100 * value : value];
}

function pointOf(
  { figures }: SeedSummary,
  across: 'averageBits' | 'tile' | 'agnosticTile',
  quality: Quality,
) {
  const x = figures[across];
  const y = scaled(figures[quality.figure], quality);
  if (x === undefined || y === undefined) return [];
  return [{ x: x.mean, y: y.mean, least: y.least, most: y.most }];
}

/** Shares in percent. */
function scaled(spread: Spread | undefined, { figure }: Quality): Spread | undefined {
  if (spread === undefined || figure === 'change') return spread;
  const { mean, least, most, deviation } = spread;
  return { mean: 100 * mean, least: 100 * least, most: 100 * most, deviation: 100 * deviation };
}

interface SeriesFigure extends Pick<StudyFigure, 'title' | 'caption' | 'label'> {
  readonly axes: Parameters<typeof seriesChart>[1];
}

/** Nothing where there is a single place to compare with nothing. */
function figureOfSeries(
  series: readonly Series[],
  { axes, ...texts }: SeriesFigure,
): StudyFigure[] {
  const drawn = series.filter(({ points }) => points.length > 0);
  const places = new Set(drawn.flatMap(({ points }) => points.map(({ x, y }) => `${x} ${y}`)));
  if (places.size < 2) return [];
  const legend = drawn.map(({ name, colour, look }) => ({ name, colour: String(colour), look }));
  return [{ ...texts, legend, spec: seriesChart(drawn, axes) }];
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** Runs without a limit for P_I stand for all others. */
function plainFirst(values: readonly (number | null)[]): (number | null)[] {
  return distinct(values).sort((a, b) => Number(a !== null) - Number(b !== null));
}

function limitText(bits: number | null): string {
  return bits === null ? 'no limit of bits' : `at most ${bitsName(bits)} bits`;
}

function tileText(tileBits: number | null | undefined): string {
  return tileBits === null || tileBits === undefined ? '' : `, P_I of ${tileBits} bits`;
}
