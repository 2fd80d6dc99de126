import type { TopLevelSpec } from 'vega-lite';
import { axisOf, FONT } from '../chart/scatter-axis.ts';
import { fitted } from '../chart/text-width.ts';
import { COLOUR } from '../svg-chart.ts';
import { seriesColour } from './series-chart.ts';

/** The runs of a combination, a dot for each seed. */
export interface SpreadRow {
  readonly name: string;
  readonly colour: number;
  readonly values: readonly number[];
  readonly mean: number;
}

/** Pixels. */
const WIDTH = 380;
const SIDE = 14;
const PITCH = 42;
const NAME = 12;
const MIDDLE = 28;
const BOTTOM = 40;
const ROOM = 0.06;

/** Rows below each other: a name, below it a line from the least to the largest, its dots and the mean. */
export function spreadChart(rows: readonly SpreadRow[], title: string): TopLevelSpec {
  const all = rows.flatMap(({ values }) => values);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = ROOM * (most - least) || 1;
  const domain = [least - room, most + room];
  const width = WIDTH - 2 * SIDE;
  const x = {
    field: 'value',
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: { ...axisOf({ title, scale: 'linear' }, domain, 'x'), format: '~f' },
  } as const;
  const y = { field: 'y', type: 'quantitative', scale: null, axis: null } as const;
  const colour = { field: 'colour', type: 'nominal', scale: null } as const;
  const middle = (index: number) => index * PITCH + MIDDLE;
  const dots = rows.flatMap(({ values, colour: own }, index) =>
    values.map((value) => ({ value, y: middle(index), colour: seriesColour(own) })),
  );
  const ranges = rows.map(({ values, colour: own }, index) => ({
    value: Math.min(...values),
    to: Math.max(...values),
    y: middle(index),
    colour: seriesColour(own),
  }));
  const means = rows.map(({ mean }, index) => ({
    value: mean,
    y: middle(index) - 9,
    y2: middle(index) + 9,
  }));
  const names = rows.map(({ name }, index) => ({
    y: index * PITCH + NAME,
    text: fitted(name, width, FONT),
  }));
  return {
    padding: { left: SIDE, right: SIDE, top: 2, bottom: BOTTOM },
    width,
    height: rows.length * PITCH + 4,
    layer: [
      {
        data: { values: ranges },
        mark: { type: 'rule', strokeWidth: 2, opacity: 0.5 },
        encoding: { x, x2: { field: 'to' }, y, color: colour },
      },
      {
        data: { values: dots },
        mark: { type: 'point', filled: true, size: 50, opacity: 0.75 },
        encoding: { x, y, color: colour },
      },
      {
        data: { values: means },
        mark: { type: 'rule', stroke: COLOUR.ink, strokeWidth: 2 },
        encoding: { x, y, y2: { field: 'y2' } },
      },
      {
        data: { values: names },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: FONT, x: 0 },
        encoding: { y, text: { field: 'text' } },
      },
    ],
  };
}
