import type { TopLevelSpec } from 'vega-lite';
import {
  type CompareReport,
  FAMILIES,
  type MixRow,
  PARTS,
  type Part,
} from '../../compare/report.ts';
import { paretoFront } from '../chart/pareto.ts';
import { ROW_WIDTH, type Row, rowChart } from '../chart/row-chart.ts';
import { type Front, type ScatterPoint, scatterChart } from '../chart/scatter-chart.ts';
import { fitted } from '../chart/text-width.ts';
import { FAMILY_MARKS, partColour } from './colours.ts';
import { sqnrText } from './numbers.ts';
import { areaPerMac, designName, energyPerMac, type ModeFigures, modeFigures } from './rows.ts';

/** Bars of one chart: beyond this the tables say more. */
export const MOST_BARS = 48;

/** Widths of the chart of areas against SQNR; the style sheet shows the one that fits. */
export const HERO_SIZES = {
  wide: { width: 1180, height: 640 },
  middle: { width: 740, height: 560 },
  narrow: { width: ROW_WIDTH, height: 430 },
} as const;
export type HeroSize = keyof typeof HERO_SIZES;

/** Names longer than this many pixels end in "…". */
const NAMES = { wide: 250, middle: 190, narrow: 0 } as const;

/** Area per weight MAC against SQNR, every mode a point, with the front of each family. */
export function heroChart(
  report: CompareReport,
  library: string,
  {
    stream,
    unit,
    size,
  }: { readonly stream: string; readonly unit: string; readonly size: HeroSize },
): TopLevelSpec | null {
  const points = modeFigures(report, library).flatMap((row) => {
    const area = areaPerMac(row.clock, row.mode);
    const sqnr = row.mode.sqnr[stream];
    if (area === undefined || sqnr === undefined || !Number.isFinite(sqnr)) return [];
    const number = String(row.place);
    const name = fitted(`${number} ${row.design.label}`, NAMES[size], 11) + modeSuffix(row);
    const texts = size === 'narrow' ? [number] : [name, number];
    return [{ x: sqnr, y: area, family: row.design.family, texts, rank: 1 }];
  });
  if (points.length === 0) return null;
  const fronts = FAMILIES.map((family) => ({
    family,
    points: paretoFront(
      points.filter((point) => point.family === family),
      ({ x, y }) => [-x, y],
    ),
  }));
  const inFront = new Set(fronts.flatMap((front) => front.points));
  return scatterChart({
    points: points.map((point) => ({ ...point, rank: inFront.has(point) ? 0 : 1 })),
    fronts: fronts.filter((front) => front.points.length > 1),
    x: { title: `SQNR in dB, ${stream}: more exact to the right`, scale: 'linear' },
    y: { title: `${unit} per weight MAC, log scale: smaller is lower`, scale: 'log' },
    ...HERO_SIZES[size],
  });
}

/** Modes of one design lie apart: each says which it is. */
function modeSuffix({ design, mode }: ModeFigures): string {
  return design.modes.length === 1 ? '' : ` · ${mode.name}`;
}

/** Which streams a chart shows, and in what unit areas are. */
export interface Measured {
  readonly sqnr: string;
  readonly energy: string;
  readonly unit: string;
}

/** Charts of the designs with weights of one width. */
export interface WidthCharts {
  readonly scatter: TopLevelSpec | null;
  readonly area: TopLevelSpec;
  readonly energy: TopLevelSpec | null;
}

/** Of rows in the order in which they are shown. */
export function widthCharts(
  rows: readonly ModeFigures[],
  { sqnr, energy, unit }: Measured,
): WidthCharts {
  const shown = rows.slice(0, MOST_BARS);
  const energies = shown.filter((row) => energyPerMac(row, energy, 'liberty') !== undefined);
  return {
    scatter: energies.length === 0 ? null : energyScatter(energies, energy, unit),
    area: rowChart(shown.map((row) => areaRow(row, sqnr))),
    energy: energies.length === 0 ? null : rowChart(energies.map((row) => energyRow(row, energy))),
  };
}

/** Pixels of a small chart: no taller than its points need. */
const SHORTEST = 200;
const PER_POINT = 16;
const TALLEST = 400;

function energyScatter(rows: readonly ModeFigures[], stream: string, unit: string): TopLevelSpec {
  const points = rows.map((row): ScatterPoint => {
    const zero = energyPerMac(row, stream, 'zero');
    return {
      x: energyPerMac(row, stream, 'liberty') ?? 0,
      y: areaPerMac(row.clock, row.mode) ?? 0,
      family: row.design.family,
      texts: [String(row.place)],
      rank: 1,
      ...(zero === undefined ? {} : { from: zero }),
    };
  });
  const front: Front = { family: 'all', points: paretoFront(points, ({ x, y }) => [x, y]) };
  return scatterChart({
    points,
    fronts: front.points.length > 1 ? [front] : [],
    x: { title: `fJ per weight MAC, ${stream}, log scale (estimate)`, scale: 'log' },
    y: { title: `${unit} per weight MAC, log scale`, scale: 'log' },
    width: ROW_WIDTH,
    height: Math.min(TALLEST, SHORTEST + points.length * PER_POINT),
  });
}

/** "7 INT8 x INT8, Booth, dot-8", with the mode where several have this width. */
export function rowLabel({ place, design, mode }: ModeFigures): string {
  const alike = design.modes.filter(({ weightBits }) => weightBits === mode.weightBits);
  return `${place} ${design.label}${alike.length > 1 ? `: ${mode.name}` : ''}`;
}

function areaRow(row: ModeFigures, stream: string): Row {
  const { clock, mode, design } = row;
  const perUnit = clock === undefined ? 0 : clock.areaPerWord / clock.area / mode.weightsPerWord;
  const segments = segmentsOf(clock?.parts, perUnit);
  const remark = decibels(mode.sqnr[stream]);
  return { label: rowLabel(row), family: design.family, segments, remark };
}

/** Exactness beside every area. */
function decibels(sqnr: number | undefined): string {
  return sqnr === undefined ? '' : `· ${sqnrText(sqnr)}${Number.isFinite(sqnr) ? ' dB' : ''}`;
}

function energyRow(row: ModeFigures, stream: string): Row {
  const { energy, mode, design } = row;
  const figure = energy.find((one) => one.stream === stream && one.model === 'liberty');
  const tick = energyPerMac(row, stream, 'zero');
  return {
    label: rowLabel(row),
    family: design.family,
    segments: segmentsOf(figure?.parts, 1 / mode.weightsPerWord),
    ...(tick === undefined ? {} : { tick }),
  };
}

function segmentsOf(parts: Readonly<Record<Part, number>> | undefined, perUnit: number) {
  return PARTS.map((part) => ({ value: (parts?.[part] ?? 0) * perUnit, colour: partColour(part) }));
}

/** Designs on a mix, the smallest first. */
export function mixArea(
  report: CompareReport,
  rows: readonly MixRow[],
  stream: string,
): TopLevelSpec {
  const bars = rows.slice(0, MOST_BARS).map((row) => {
    const remark = decibels(row.sqnr[stream]);
    return { ...mixRow(report, row, row.areaPerMac), remark };
  });
  return rowChart(bars);
}

/** The same designs in the same order; null where none was measured. */
export function mixEnergy(
  report: CompareReport,
  rows: readonly MixRow[],
  stream: string,
): TopLevelSpec | null {
  const bars = rows.slice(0, MOST_BARS).flatMap((row) => {
    const energy = row.energyPerMac[`${stream}/liberty`];
    const tick = row.energyPerMac[`${stream}/zero`];
    if (energy === undefined) return [];
    return [{ ...mixRow(report, row, energy), ...(tick === undefined ? {} : { tick }) }];
  });
  return bars.length === 0 ? null : rowChart(bars);
}

function mixRow(report: CompareReport, { design: id }: MixRow, value: number): Row {
  const family = report.designs.find((design) => design.id === id)?.family ?? 'LP';
  const segments = [{ value, colour: FAMILY_MARKS[family].colour }];
  return { label: designName(report, id), family, segments };
}
