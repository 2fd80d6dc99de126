import type { TopLevelSpec } from 'vega-lite';
import type { PaperRow } from '../../compare/report.ts';
import { PIXEL } from '../chart/pixels.ts';
import { fitted } from '../chart/text-width.ts';
import { COLOUR } from '../svg-chart.ts';
import { paperMixes } from './rows.ts';

const WIDTH = 380;
const PITCH = 34;
const FONT = 11;
const NAME = 9;
const DOTS = 24;
/** Between the mixes of a row: equal ones stay in sight. */
const LEVEL = 4;

/** Colours of the mixes, in their order. */
export const MIX_COLOURS = ['var(--bar)', 'var(--warm)', 'var(--pot)', 'var(--float)'] as const;

/** Densities beside those of the first row on a log scale, measured by mix and as published. */
export function paperChart(rows: readonly PaperRow[]): TopLevelSpec {
  const [first] = rows;
  const mixes = paperMixes(rows);
  const dots = rows.flatMap((row, index) =>
    mixes.flatMap((mix, place) => {
      const ratio = (row.density[mix] ?? 0) / (first?.density[mix] ?? 0);
      if (!(ratio > 0 && ratio < Infinity)) return [];
      return [
        {
          ratio,
          y: index * PITCH + DOTS + (place - (mixes.length - 1) / 2) * LEVEL,
          colour: MIX_COLOURS[place % MIX_COLOURS.length],
        },
      ];
    }),
  );
  const published = rows.flatMap((row, index) =>
    row.published === null || !first?.published
      ? []
      : [{ ratio: row.published / first.published, y: index * PITCH + DOTS }],
  );
  const names = rows.map(({ label }, index) => ({
    y: index * PITCH + NAME,
    text: fitted(label, WIDTH - 10, FONT),
  }));
  const ratios = [...dots, ...published].map(({ ratio }) => ratio);
  const [low, high] = [Math.min(0.5, ...ratios) / 1.15, Math.max(2, ...ratios) * 1.15];
  const scale = { type: 'log' as const, domain: [low, high], nice: false };
  const x = { field: 'ratio', type: 'quantitative' as const, scale };
  const values = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20].filter(
    (value) => value >= low && value <= high,
  );
  const axis = {
    values,
    title: null,
    format: '~g',
    grid: true,
    gridColor: COLOUR.line,
    domain: false,
    ticks: false,
    labelColor: COLOUR.muted,
    labelPadding: 6,
  } as const;
  return {
    padding: { left: 8, right: 8, top: 2, bottom: 24 },
    width: WIDTH - 16,
    height: rows.length * PITCH,
    layer: [
      {
        data: { values: names.map(({ y }) => ({ y: y + DOTS - NAME })) },
        mark: { type: 'rule', stroke: COLOUR.line, x: 0, x2: WIDTH - 16 },
        encoding: { y: PIXEL.y },
      },
      {
        data: { values: dots },
        mark: {
          type: 'point',
          filled: true,
          opacity: 1,
          size: 56,
          stroke: COLOUR.card,
          strokeWidth: 1,
        },
        encoding: {
          x: { ...x, axis },
          y: PIXEL.y,
          color: { field: 'colour', type: 'nominal', scale: null },
        },
      },
      {
        data: { values: published },
        mark: {
          type: 'point',
          shape: 'diamond',
          filled: false,
          opacity: 1,
          size: 110,
          stroke: COLOUR.ink,
          strokeWidth: 1.75,
        },
        encoding: { x, y: PIXEL.y },
      },
      {
        data: { values: names },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: FONT, x: -4 },
        encoding: { y: PIXEL.y, text: { field: 'text' } },
      },
    ],
  };
}
