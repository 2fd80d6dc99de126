import type { TopLevelSpec } from 'vega-lite';
import type { Family } from '../../compare/report.ts';
import { FAMILY_COLOUR, FAMILY_SHAPE } from '../compare/colours.ts';
import { COLOUR } from '../svg-chart.ts';
import type { Line } from './geometry.ts';
import { type LabelPlace, placeLabels } from './label-places.ts';
import { PIXEL } from './pixels.ts';
import { axisOf, FONT, PADDING, project, type ScatterAxis } from './scatter-axis.ts';
import { textWidth } from './text-width.ts';

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  readonly family: Family;
  /** What may stand beside it, the best first. */
  readonly texts: readonly string[];
  /** Smaller ones keep their text where there is no room for all. */
  readonly rank: number;
  /** Other end of a line to the point. */
  readonly from?: number;
}

/** Points that a line joins, of a family or of all. */
export interface Front {
  readonly family: Family | typeof ALL;
  readonly points: readonly ScatterPoint[];
}

const ALL = 'all';

export interface Scatter {
  readonly points: readonly ScatterPoint[];
  readonly fronts: readonly Front[];
  readonly x: ScatterAxis;
  readonly y: ScatterAxis;
  /** Pixels of the whole chart. */
  readonly width: number;
  readonly height: number;
}

const LINE_HEIGHT = 14;
const RADIUS = 5;
/** Pixels between the ends of an axis and the points; on the right there is room for a text. */
const MARGIN = 22;
const RIGHT_SHARE = 0.17;
/** More texts than this are a grey cloud: the tables have them all. */
const MOST_TEXTS = 80;

const COLOURS = {
  domain: [...FAMILY_COLOUR.domain, ALL],
  range: [...FAMILY_COLOUR.range, COLOUR.muted],
};

/** Points with their names beside them, marked by family. */
export function scatterChart({ points, fronts, x, y, width, height }: Scatter): TopLevelSpec {
  const inner = {
    width: width - PADDING.left - PADDING.right,
    height: height - PADDING.top - PADDING.bottom,
  };
  const longest = Math.max(...points.map(({ texts: [text = ''] }) => textWidth(text, FONT)));
  const right = Math.min(longest + 2 * RADIUS, RIGHT_SHARE * inner.width);
  const across = project(valuesOf(points), x.scale, [MARGIN, inner.width - right]);
  const down = project(
    points.map((point) => point.y),
    y.scale,
    [inner.height - MARGIN, MARGIN],
  );
  const domains = {
    x: [across.value(0), across.value(inner.width)],
    y: [down.value(inner.height), down.value(0)],
  };
  const spot = (point: ScatterPoint) => ({ x: across.pixel(point.x), y: down.pixel(point.y) });
  const lines = [
    ...fronts.flatMap((front) => segmentsOf(front.points.map(spot))),
    ...points.flatMap((point) => {
      const { from } = point;
      return from === undefined ? [] : [{ from: spot(point), to: spot({ ...point, x: from }) }];
    }),
  ];
  const named = points.toSorted((a, b) => a.rank - b.rank).slice(0, MOST_TEXTS);
  const places = placeLabels(
    named.map((point) => ({ ...spot(point), texts: point.texts, rank: point.rank })),
    {
      ...inner,
      lines,
      lineHeight: LINE_HEIGHT,
      radius: RADIUS,
      widthOf: (text) => textWidth(text, FONT),
    },
  );
  const xScale = { type: x.scale, domain: domains.x, nice: false } as const;
  const yScale = { type: y.scale, domain: domains.y, nice: false } as const;
  const encoding = {
    x: { field: 'x', type: 'quantitative', scale: xScale, axis: axisOf(x, domains.x, 'x') },
    y: { field: 'y', type: 'quantitative', scale: yScale, axis: axisOf(y, domains.y, 'y') },
  } as const;
  const colour = { field: 'family', type: 'nominal', scale: COLOURS, legend: null } as const;
  return {
    padding: PADDING,
    ...inner,
    layer: [
      {
        data: { values: points.map(plain) },
        mark: { type: 'rule', strokeWidth: 1.5, opacity: 0.6 },
        encoding: {
          ...encoding,
          x2: { field: 'from' },
          color: colour,
        },
      },
      {
        data: {
          values: fronts.flatMap(({ family, points: front }) =>
            front.map(({ x, y }) => ({ x, y, family })),
          ),
        },
        mark: { type: 'line', strokeWidth: 1.75, opacity: 0.55 },
        encoding: {
          ...encoding,
          color: colour,
          order: { field: 'x', type: 'quantitative' },
        },
      },
      {
        data: { values: leadersOf(named.map(spot), places) },
        mark: { type: 'rule', stroke: COLOUR.muted, strokeWidth: 0.75 },
        encoding: { ...PIXEL, x2: { field: 'toX' }, y2: { field: 'toY' } },
      },
      {
        data: { values: points.map(plain) },
        mark: {
          type: 'point',
          filled: true,
          opacity: 1,
          size: 76,
          stroke: COLOUR.card,
          strokeWidth: 1,
        },
        encoding: {
          ...encoding,
          color: colour,
          shape: { field: 'family', type: 'nominal', scale: FAMILY_SHAPE, legend: null },
        },
      },
      ...textLayers(places),
    ],
  };
}

/** Each text twice: in front of a rim in the colour of the card, that lines end at. */
function textLayers(places: readonly (LabelPlace | null)[]) {
  const texts = places.filter((place) => place !== null);
  return [{ stroke: COLOUR.card, strokeWidth: 4, strokeJoin: 'round' } as const, {}].flatMap(
    (look) =>
      (['left', 'center', 'right'] as const).map((align) => {
        const values = texts
          .filter((place) => place.align === align)
          .map(({ text, x, y }) => ({ text, x, y }));
        return {
          data: { values },
          mark: { type: 'text', align, baseline: 'middle', fontSize: FONT, ...look } as const,
          encoding: { x: PIXEL.x, y: PIXEL.y, text: { field: 'text' } },
        };
      }),
  );
}

function plain({ x, y, family, from }: ScatterPoint) {
  return { x, y, family, from: from ?? x };
}

function valuesOf(points: readonly ScatterPoint[]): number[] {
  return points.flatMap(({ x, from }) => (from === undefined ? [x] : [x, from]));
}

function segmentsOf(spots: readonly { readonly x: number; readonly y: number }[]): Line[] {
  return spots.slice(1).flatMap((to, index) => {
    const from = spots[index];
    return from === undefined ? [] : [{ from, to }];
  });
}

function leadersOf(
  spots: readonly { readonly x: number; readonly y: number }[],
  places: readonly (LabelPlace | null)[],
) {
  return spots.flatMap(({ x, y }, index) => {
    const leader = places[index]?.leader;
    return leader ? [{ x, y, toX: leader.x, toY: leader.y }] : [];
  });
}
