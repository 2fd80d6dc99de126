import { COLOUR } from '../svg-chart.ts';
import { roundValues } from './round-values.ts';

export interface ScatterAxis {
  readonly title: string;
  readonly scale: 'linear' | 'log';
}

/** Room for the numbers and names of the axes. */
export const PADDING = { left: 52, right: 12, top: 26, bottom: 40 } as const;
export const FONT = 11;

/** Between values and pixels. */
export interface Projection {
  pixel(value: number): number;
  value(pixel: number): number;
}

/** The least value stands at `start`, the largest at `end`. */
export function project(
  values: readonly number[],
  scale: ScatterAxis['scale'],
  [start, end]: readonly [number, number],
): Projection {
  const [on, back] = scale === 'log' ? [Math.log, Math.exp] : [identity, identity];
  const least = on(Math.min(...values));
  // A single value stands at the start of a range that is made up.
  const range = on(Math.max(...values)) - least || 1;
  const perUnit = (end - start) / range;
  return {
    pixel: (value) => start + (on(value) - least) * perUnit,
    value: (pixel) => back(least + (pixel - start) / perUnit),
  };
}

function identity(value: number): number {
  return value;
}

export function axisOf({ title, scale }: ScatterAxis, domain: readonly number[], side: 'x' | 'y') {
  const common = {
    title,
    titleFontWeight: 'normal',
    titleFontSize: FONT,
    titleColor: COLOUR.muted,
    labelColor: COLOUR.muted,
    grid: true,
    gridColor: COLOUR.line,
    domain: false,
    ticks: false,
    labelPadding: 6,
    format: ',',
    ...(scale === 'log'
      ? { values: roundValues(domain[0] ?? 1, domain[1] ?? 1) }
      : { tickCount: 6 }),
  } as const;
  if (side === 'x') return { ...common, titlePadding: 8, titleAnchor: 'end' } as const;
  const above = {
    titleAngle: 0,
    titleAlign: 'left',
    titleX: -PADDING.left + 4,
    titleY: -14,
  } as const;
  return { ...common, ...above } as const;
}
