import type { TopLevelSpec } from 'vega-lite';
import { axisOf, PADDING } from '../chart/scatter-axis.ts';
import { COLOUR } from '../svg-chart.ts';

/** Means over seeds, one after another along x. */
export interface Series {
  readonly name: string;
  /** Which of the colours. */
  readonly colour: number;
  /** Hollow points on a broken line, full ones on a whole line, or a hollow point by itself. */
  readonly look: 'full' | 'broken' | 'single';
  readonly points: readonly SeriesPoint[];
}

export interface SeriesPoint {
  readonly x: number;
  readonly y: number;
  /** Over seeds. */
  readonly least: number;
  readonly most: number;
}

export interface SeriesAxes {
  readonly x: string;
  readonly y: string;
  /** Whether the spread is an area between lines, or a bar at each point. */
  readonly spread: 'band' | 'bars';
  /** Format of the numbers of y, as d3 has it. */
  readonly format: string;
  /** Whether x counts something. */
  readonly whole?: boolean;
}

/** Colours of series that a page has: report/study.css gives them values. */
export const SERIES_COLOURS = 6;

/** Pixels, that of a phone's screen across. */
const WIDTH = 380;
const HEIGHT = 260;
const INNER = {
  width: WIDTH - PADDING.left - PADDING.right,
  height: HEIGHT - PADDING.top - PADDING.bottom,
} as const;
/** Room beside the outermost points, as a share. */
const ROOM = 0.05;
/** More points than this on a line are a line. */
const MOST_POINTS = 30;

export function seriesColour(index: number): string {
  return `var(--series-${index % SERIES_COLOURS})`;
}

/** Series as lines with points and spreads; none of them is named in the chart. */
export function seriesChart(series: readonly Series[], axes: SeriesAxes): TopLevelSpec {
  const encoding = encodingOf(series, axes);
  return {
    padding: PADDING,
    ...INNER,
    layer: [
      ...series.flatMap((each) => spreadLayers(each, encoding, axes)),
      ...series.flatMap((each) => lineLayers(each, encoding)),
      ...series.flatMap((each) => pointLayers(each, encoding)),
    ],
  };
}

type Encoding = ReturnType<typeof encodingOf>;

function encodingOf(series: readonly Series[], axes: SeriesAxes) {
  const points = series.flatMap(({ points: own }) => own);
  const across = widened(points.map(({ x }) => x));
  const down = widened(points.flatMap(({ y, least, most }) => [y, least, most]));
  const xAxis = axisOf({ title: axes.x, scale: 'linear' }, across, 'x');
  const yAxis = axisOf({ title: axes.y, scale: 'linear' }, down, 'y');
  const ticks = axes.whole ? { format: 'd', tickMinStep: 1 } : { format: '~f' };
  return {
    x: {
      field: 'x',
      type: 'quantitative',
      scale: { domain: across, nice: false, zero: false },
      axis: { ...xAxis, ...ticks },
    },
    y: {
      field: 'y',
      type: 'quantitative',
      scale: { domain: down, nice: false, zero: false },
      axis: { ...yAxis, format: axes.format },
    },
  } as const;
}

function spreadLayers({ points, colour }: Series, { x, y }: Encoding, { spread }: SeriesAxes) {
  if (!points.some(({ least, most }) => least < most)) return [];
  const paint = seriesColour(colour);
  const mark =
    spread === 'band'
      ? ({ type: 'area', fill: paint, opacity: 0.18 } as const)
      : ({ type: 'rule', stroke: paint, strokeWidth: 1.5, opacity: 0.7 } as const);
  const encoding = { x, y: { ...y, field: 'least' }, y2: { field: 'most' } } as const;
  return [{ data: { values: [...points] }, mark, encoding }];
}

function lineLayers({ points, colour, look }: Series, encoding: Encoding) {
  if (look === 'single' || points.length < 2) return [];
  const dash = look === 'broken' ? { strokeDash: [5, 3] } : {};
  const mark = { type: 'line', stroke: seriesColour(colour), strokeWidth: 2, ...dash } as const;
  const order = { field: 'x', type: 'quantitative' } as const;
  return [{ data: { values: [...points] }, mark, encoding: { ...encoding, order } }];
}

function pointLayers({ points, colour, look }: Series, encoding: Encoding) {
  if (points.length > MOST_POINTS) return [];
  const stroke = seriesColour(colour);
  const fill = look === 'full' ? stroke : COLOUR.card;
  const mark = { type: 'point', opacity: 1, size: 46, stroke, strokeWidth: 1.75, fill } as const;
  return [{ data: { values: [...points] }, mark, encoding }];
}

/** From the least to the largest value, with some room on both sides. */
function widened(values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = ROOM * (most - least) || Math.abs(most) * ROOM || 1;
  return [least - room, most + room];
}
