import type { TopLevelSpec } from 'vega-lite';
import type { Family } from '../../compare/report.ts';
import { FAMILY_COLOUR, FAMILY_SHAPE } from '../compare/colours.ts';
import { figure } from '../compare/numbers.ts';
import { COLOUR } from '../svg-chart.ts';
import { PIXEL } from './pixels.ts';
import { fitted, textWidth } from './text-width.ts';

/** A bar with its name above it: names of any length leave bars their whole width, on a phone too. */
export interface Row {
  readonly label: string;
  readonly family: Family;
  readonly segments: readonly Segment[];
  /** A thin line across the bar. */
  readonly tick?: number;
  /** Behind the bar, after its length. */
  readonly remark?: string;
}

export interface Segment {
  readonly value: number;
  readonly colour: string;
}

export const ROW_WIDTH = 380;
const PITCH = 36;
const FONT = 11;
const BAR = 11;
/** Pixels from the top of a row to its name and its bar. */
const NAME = 10;
const BAR_MIDDLE = 25;
/** Room left of the name for the mark of its family. */
const MARK = 14;

export function rowChart(rows: readonly Row[]): TopLevelSpec {
  const texts = rows.map((row) =>
    [figure(lengthOf(row)), row.remark ?? ''].filter(Boolean).join(' '),
  );
  const behind = Math.max(...texts.map((text) => textWidth(text, FONT))) + 8;
  const longest = Math.max(...rows.map((row) => Math.max(lengthOf(row), row.tick ?? 0)));
  const width = ROW_WIDTH - 4;
  const perUnit = (width - behind) / (longest || 1);
  const top = (index: number) => index * PITCH;
  const segments = rows.flatMap((row, index) => {
    let from = 0;
    return row.segments.map(({ value, colour }) => {
      const start = from;
      from += value;
      return { x: start * perUnit, x2: from * perUnit, y: top(index) + BAR_MIDDLE, colour };
    });
  });
  const names = rows.map(({ label, family }, index) => ({
    y: top(index) + NAME,
    family,
    text: fitted(label, width - MARK, FONT),
  }));
  const ends = rows.map((row, index) => ({
    x: Math.max(lengthOf(row), row.tick ?? 0) * perUnit,
    y: top(index) + BAR_MIDDLE,
    text: texts[index],
  }));
  const ticks = rows.flatMap(({ tick }, index) =>
    tick === undefined
      ? []
      : [{ x: tick * perUnit, y: top(index) + BAR_MIDDLE - 8, y2: top(index) + BAR_MIDDLE + 8 }],
  );
  return {
    padding: { left: 0, right: 4, top: 2, bottom: 2 },
    width,
    height: rows.length * PITCH,
    layer: [
      {
        data: { values: segments },
        mark: { type: 'bar', height: BAR, stroke: COLOUR.card, strokeWidth: 0.75 },
        encoding: {
          ...PIXEL,
          x2: { field: 'x2' },
          color: { field: 'colour', type: 'nominal', scale: null },
        },
      },
      {
        data: { values: ticks },
        mark: { type: 'rule', stroke: COLOUR.ink, strokeWidth: 1.5 },
        encoding: { ...PIXEL, y2: { field: 'y2' } },
      },
      {
        data: { values: names },
        mark: { type: 'point', filled: true, opacity: 1, size: 48, x: 5 },
        encoding: {
          y: PIXEL.y,
          color: { field: 'family', type: 'nominal', scale: FAMILY_COLOUR, legend: null },
          shape: { field: 'family', type: 'nominal', scale: FAMILY_SHAPE, legend: null },
        },
      },
      {
        data: { values: names },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: FONT, x: MARK },
        encoding: { y: PIXEL.y, text: { field: 'text' } },
      },
      {
        data: { values: ends },
        mark: {
          type: 'text',
          align: 'left',
          baseline: 'middle',
          dx: 5,
          fontSize: FONT,
          color: COLOUR.muted,
        },
        encoding: { ...PIXEL, text: { field: 'text' } },
      },
    ],
  };
}

function lengthOf({ segments }: Row): number {
  return segments.reduce((sum, { value }) => sum + value, 0);
}
