import type { ArrayShape, FormatRange } from '../../../generator/index.ts';
import { type LpFormat, lpFormat } from '../../../golden/format.ts';
import type { Random } from '../../random.ts';
import type { TilePorts } from '../job.ts';

/** Formats that a tile may have: fixed ones, or any that the hardware is told. */
export interface TileFormats {
  readonly weight: LpFormat;
  readonly activation: LpFormat;
  readonly output: LpFormat;
}

export function randomFormats(shape: ArrayShape, mode: number, random: Random): TileFormats {
  return {
    weight: weightFormat(shape, mode, random),
    activation: shape.activation.fixed ?? anyFormat(shape.activation, shape, random),
    output: shape.output.fixed ?? anyFormat(shape.output, shape, random),
  };
}

/** The formats whose products are the largest. */
export function largestFormats(shape: ArrayShape, mode: number): TileFormats {
  const fixed = shape.lanes[0]?.weight.fixed;
  return {
    weight: fixed ?? lpFormat({ n: mode, es: shape.maxEs, rs: mode - 1 }),
    activation: shape.activation.largest,
    output: shape.output.largest,
  };
}

/** What the ports may say for these formats; rs acts as max(1, min(rs, n - 1)). */
export function portsOf(formats: TileFormats, random: Random): TilePorts {
  const { weight, activation, output } = formats;
  return {
    mode: weight.n === 2 ? 0 : weight.n === 4 ? 1 : 2 + random.below(2),
    weightRs: rsOnPort(weight, random),
    actRs: rsOnPort(activation, random),
    outRs: rsOnPort(output, random),
  };
}

function weightFormat({ lanes, maxEs }: ArrayShape, n: number, random: Random): LpFormat {
  return lanes[0]?.weight.fixed ?? anyOf(n, maxEs, random);
}

function anyFormat({ n }: FormatRange, { maxEs }: ArrayShape, random: Random): LpFormat {
  return anyOf(n, maxEs, random);
}

function anyOf(n: number, maxEs: number, random: Random): LpFormat {
  return lpFormat({ n, es: random.below(maxEs + 1), rs: 1 + random.below(n - 1) });
}

const LARGEST_RS = 7;

function rsOnPort({ n, rs }: LpFormat, random: Random): number {
  if (rs === n - 1) return rs + random.below(LARGEST_RS - rs + 1);
  return rs === 1 ? random.below(2) : rs;
}
