import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import {
  agnosticBounds,
  NO_START,
  type ProductParameters,
  rowBounds,
  tileBounds,
  weightTerms,
  widestOf,
} from '../../golden/exact/index.ts';
import { createQuantizer } from '../../golden/fast/index.ts';
import { lpFormat } from '../../golden/format.ts';
import { createRandom, type Random } from '../../sim/random.ts';

const SEED = 6;
const CHANNELS = 64;
const DEPTHS = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096];
const TILE = 16;
/** Standard deviation of the weights; their scale factor centres the format on the largest one. */
const SIGMA = 0.05;
const FORMAT = { n: 8, es: 1, rs: 7 };

const ANY = 'any weights';
const BOTH = 'known weights';
const ONE_SIDED = 'and no negative activations';
const TILED = `known weights, tiles of ${TILE}`;
const COLOURS = [
  [ANY, '#4c78a8'],
  [BOTH, '#e45756'],
  [ONE_SIDED, '#f2a03d'],
  [TILED, '#72787e'],
] as const;

interface Point {
  readonly depth: number;
  readonly series: string;
  /** P of the widest channel. */
  readonly bits: number;
}

/** The picture of docs/accumulator-width.md as SVG: widths over K for Gaussian weights. */
export async function accumulatorWidthPicture(): Promise<string> {
  const { spec } = compile(chart(DEPTHS.flatMap(pointsOf)));
  const view = new View(parse(spec), { renderer: 'none' });
  return view.toSVG();
}

/** Widths for the weights of a layer with so many products per channel. */
function pointsOf(depth: number): Point[] {
  const random = createRandom(SEED, `weights of depth ${depth}`);
  const values = Float64Array.from({ length: CHANNELS * depth }, () => SIGMA * gaussian(random));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const weight = lpFormat({ ...FORMAT, sf: -Math.floor(Math.log2(largest)) });
  const arithmetic: ProductParameters = {
    weight,
    activation: lpFormat(FORMAT),
    converter: 'table',
    converterFraction: 6,
    align: 'truncate',
    accumulatorFraction: 12,
  };
  const words = values.map(createQuantizer(weight, { rounding: 'log', underflow: 'flush' }));
  const rows = Array.from({ length: CHANNELS }, (_, channel) =>
    Array.from(words.subarray(channel * depth, (channel + 1) * depth)),
  );
  const both = weightTerms(arithmetic, 'both');
  const oneSided = weightTerms(arithmetic, 'non-negative');
  const point = (series: string, bits: number): Point => ({ depth, series, bits });
  return [
    point(ANY, agnosticBounds(arithmetic, depth, NO_START).width),
    point(BOTH, widestOf(rows.map((row) => rowBounds(both, row))).width),
    point(ONE_SIDED, widestOf(rows.map((row) => rowBounds(oneSided, row))).width),
    point(TILED, widestOf(rows.flatMap((row) => tileBounds(both, row, TILE))).width),
  ];
}

/** A standard normal number (Box-Muller). */
function gaussian(random: Random): number {
  const [u, v] = [1 - random.word() / 2 ** 32, random.word() / 2 ** 32];
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}

function chart(points: readonly Point[]): TopLevelSpec {
  const deepest = Math.max(...DEPTHS);
  return {
    width: 460,
    height: 340,
    // Text is not measured without a browser: room for the labels is given, not guessed by Vega.
    autosize: 'none',
    padding: { left: 58, right: 210, top: 14, bottom: 50 },
    background: 'white',
    data: { values: [...points] },
    encoding: {
      x: {
        field: 'depth',
        type: 'quantitative',
        scale: { type: 'log', base: 2, domain: [DEPTHS[0] as number, deepest], nice: false },
        axis: { values: DEPTHS, format: 'd', grid: false, labelFlush: false },
        title: 'K, products per sum',
      },
      y: {
        field: 'bits',
        type: 'quantitative',
        scale: { zero: false, domain: [26, 52] },
        axis: { tickCount: 7 },
        title: 'P, bits that cannot overflow',
      },
      color: {
        field: 'series',
        type: 'nominal',
        scale: {
          domain: COLOURS.map(([series]) => series),
          range: COLOURS.map(([, colour]) => colour),
        },
        legend: null,
      },
    },
    layer: [
      { mark: { type: 'line', strokeWidth: 2, point: { size: 40 } } },
      {
        transform: [{ filter: `datum.depth === ${deepest}` }],
        mark: { type: 'text', align: 'left', dx: 10, fontSize: 12 },
        encoding: { text: { field: 'series' } },
      },
    ],
    config: {
      font: 'sans-serif',
      axis: { labelFontSize: 11, titleFontSize: 12, titleFontWeight: 'normal' },
      view: { stroke: null },
    },
  };
}
