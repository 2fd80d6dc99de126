import type { TopLevelSpec } from 'vega-lite';
import type { QuantizedLayer, QuantizeReport } from '../../search/report.ts';
import { axisOf, FONT, PADDING } from '../chart/scatter-axis.ts';
import { textWidth } from '../chart/text-width.ts';
import { COLOUR } from '../svg-chart.ts';
import type { WeightHistogram } from './weight-histogram.ts';

/** Pixels, that of a phone's screen across. */
const WIDTH = 380;
const HEIGHT = 230;

const INNER = {
  width: WIDTH - PADDING.left - PADDING.right,
  height: HEIGHT - PADDING.top - PADDING.bottom,
} as const;

/** The best score after each iteration; null where there were none. */
export function historyChart({ history }: Pick<QuantizeReport, 'history'>): TopLevelSpec | null {
  if (history.length < 2) return null;
  const values = history.map((score, iteration) => ({ iteration, score }));
  const domain = [0, history.length - 1];
  const [least, most] = [Math.min(...history), Math.max(...history)];
  const room = (most - least) / 12 || Math.abs(most) / 12 || 1;
  const range = [Math.max(0, least - room), most + room];
  return {
    padding: PADDING,
    ...INNER,
    data: { values },
    encoding: {
      x: {
        field: 'iteration',
        type: 'quantitative',
        scale: { domain, nice: false },
        axis: { ...axisOf({ title: 'iteration', scale: 'linear' }, domain, 'x'), format: 'd' },
      },
      y: {
        field: 'score',
        type: 'quantitative',
        scale: { domain: range, nice: false, zero: false },
        axis: {
          ...axisOf({ title: 'best score', scale: 'linear' }, range, 'y'),
          format: '.3~g',
          tickCount: 5,
        },
      },
    },
    layer: [
      { mark: { type: 'line', interpolate: 'step-after', stroke: COLOUR.bar, strokeWidth: 2 } },
      ...(history.length > MOST_DOTS
        ? []
        : [
            {
              mark: { type: 'point', filled: true, opacity: 1, size: 22, color: COLOUR.bar },
            } as const,
          ]),
    ],
  };
}

const MOST_DOTS = 60;

/** A bar for each layer, as wide as its share of the weights and as high as its words have bits: areas are bits. */
export function bitsChart(layers: readonly QuantizedLayer[], averageBits: number): TopLevelSpec {
  const all = layers.reduce((sum, { parameters }) => sum + parameters, 0) || 1;
  let from = 0;
  const bars = layers.map(({ parameters, choice: { bits } }, place) => {
    const x = from / all;
    from += parameters;
    return { x, x2: from / all, middle: (x + from / all) / 2, bits, name: String(place + 1) };
  });
  const domain = [0, Math.max(...layers.map(({ choice }) => choice.bits)) + 0.6];
  const shares = [0, 1];
  const x = { type: 'quantitative', scale: { domain: shares, nice: false } } as const;
  const y = { type: 'quantitative', scale: { domain, nice: false } } as const;
  const named = bars.filter(
    (bar) => (bar.x2 - bar.x) * INNER.width > textWidth(bar.name, FONT) + 2,
  );
  return {
    padding: PADDING,
    ...INNER,
    data: { values: bars },
    layer: [
      {
        mark: { type: 'rect', fill: COLOUR.soft, stroke: COLOUR.card, strokeWidth: 1 },
        encoding: {
          x: {
            ...x,
            field: 'x',
            axis: {
              ...axisOf({ title: 'share of the weights', scale: 'linear' }, shares, 'x'),
              format: '%',
              grid: false,
            },
          },
          x2: { field: 'x2' },
          y: {
            ...y,
            field: 'bits',
            axis: {
              ...axisOf({ title: 'bits a weight', scale: 'linear' }, domain, 'y'),
              values: Array.from({ length: Math.ceil(domain[1] ?? 0) }, (_, bits) => bits),
              format: 'd',
            },
          },
          y2: { datum: 0 },
        },
      },
      {
        data: { values: [{ averageBits }] },
        mark: { type: 'rule', stroke: COLOUR.warm, strokeWidth: 2, strokeDash: [5, 3] },
        encoding: { y: { ...y, field: 'averageBits' } },
      },
      {
        data: { values: named },
        mark: { type: 'text', baseline: 'bottom', dy: -3, fontSize: FONT },
        encoding: {
          x: { ...x, field: 'middle' },
          y: { ...y, field: 'bits' },
          text: { field: 'name' },
        },
      },
    ],
  };
}

/** Pixels of a small chart and of the strip above the weights in which marks of words stand out. */
const SMALL = { width: 380, height: 126, strip: 18, axis: 22, side: 12 } as const;
/** Lines of more words than this would hide the weights: they stay in the strip. */
const MOST_LINES = 40;

/** Weights of a layer, and a line for each word that they may become. */
export function weightChart({ reach, counts, words }: WeightHistogram): TopLevelSpec {
  const width = SMALL.width - 2 * SMALL.side;
  const height = SMALL.height - SMALL.axis;
  const column = (2 * reach) / counts.length;
  // An outline of steps is one path: bars would be one each.
  const outline = [...counts, counts.at(-1) ?? 0].map((weights, place) => ({
    value: -reach + place * column,
    weights,
  }));
  const domain = [-reach, reach];
  const x = { type: 'quantitative', scale: { domain, nice: false, zero: false } } as const;
  const highest = Math.max(1, ...counts);
  const most = (highest * height) / (height - SMALL.strip);
  const least = words.length > MOST_LINES ? highest + (most - highest) / 4 : 0;
  const heights = [0, most];
  const y = {
    type: 'quantitative',
    scale: { domain: heights, nice: false },
    axis: null,
  } as const;
  return {
    padding: { left: SMALL.side, right: SMALL.side, top: 0, bottom: SMALL.axis },
    width,
    height,
    layer: [
      {
        data: { values: outline },
        mark: { type: 'area', interpolate: 'step-after', fill: COLOUR.soft },
        encoding: {
          x: {
            ...x,
            field: 'value',
            axis: {
              title: null,
              grid: false,
              domainColor: COLOUR.line,
              tickColor: COLOUR.line,
              labelColor: COLOUR.muted,
              tickCount: 7,
              format: '.3~g',
              labelFlush: true,
            },
          },
          y: { ...y, field: 'weights' },
        },
      },
      {
        data: { values: marksOf(words, { least, most, perPixel: (2 * reach) / width }) },
        mark: {
          type: 'line',
          stroke: COLOUR.warm,
          strokeWidth: 1,
          invalid: 'break-paths-filter-domains',
        },
        encoding: {
          x: { ...x, field: 'value' },
          y: { ...y, field: 'weights' },
          order: { field: 'order', type: 'quantitative' },
        },
      },
    ],
  };
}

/** Lines from `least` to `most` as one path with gaps; words that fall on one pixel have one. */
function marksOf(
  words: readonly number[],
  {
    least,
    most,
    perPixel,
  }: { readonly least: number; readonly most: number; readonly perPixel: number },
) {
  const apart = words.filter(
    (value, place) =>
      place === 0 ||
      Math.round(value / perPixel) !== Math.round((words[place - 1] as number) / perPixel),
  );
  return apart
    .flatMap((value) => [
      { value, weights: least },
      { value, weights: most },
      { value, weights: null },
    ])
    .map((mark, order) => ({ ...mark, order }));
}
