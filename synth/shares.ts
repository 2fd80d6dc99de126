import type { Module } from '../generator/design.ts';
import { instanceCounts } from './hierarchy.ts';
import type { Assembly } from './points.ts';
import { roundFigure } from './round.ts';

/**
 * What the area of an array is divided into. `rest` is what no other part names: skew registers of
 * the edges, channel sets and result slots of the feet, wiring.
 */
const AREA_PARTS = [
  'decoders',
  'PEs',
  'accumulators',
  'encoders',
  'control',
  'registers, sequencer',
  'rest',
] as const;
type AreaPart = (typeof AREA_PARTS)[number];

/** A part of an array, all its instances together. */
export interface AreaShare {
  readonly part: AreaPart;
  /** In the library's unit. */
  readonly area: number;
  /** Of the whole array, 0 to 1. */
  readonly share: number;
}

const PART_OF: Readonly<Record<Module['role'], AreaPart>> = {
  decoder: 'decoders',
  antilog: 'PEs',
  product: 'PEs',
  'full-adder': 'PEs',
  tree: 'PEs',
  pe: 'PEs',
  'clock-gate': 'PEs',
  cluster: 'PEs',
  accumulator: 'accumulators',
  encoder: 'encoders',
  control: 'control',
  edge: 'rest',
  grid: 'rest',
  column: 'decoders',
  foot: 'rest',
  array: 'rest',
  registers: 'registers, sequencer',
  sequencer: 'registers, sequencer',
  buffer: 'rest',
  top: 'rest',
};

/** Parts of an array's area: every module's own area counts once for each of its instances. */
export function areaShares(assembly: Assembly): AreaShare[] {
  const counts = instanceCounts(assembly);
  const areaOf = (part: AreaPart) =>
    assembly
      .filter(({ description }) => PART_OF[description.role] === part)
      .reduce((sum, { name, area }) => sum + area * (counts.get(name) ?? 0), 0);
  // Only an accelerator has registers that a host writes.
  const its = assembly.some(({ description }) => description.role === 'top')
    ? AREA_PARTS
    : AREA_PARTS.filter((part) => part !== 'registers, sequencer');
  const areas = its.map((part) => ({ part, area: areaOf(part) }));
  const total = areas.reduce((sum, { area }) => sum + area, 0);
  return areas.map(({ part, area }) => ({
    part,
    area: roundFigure(area),
    share: roundFigure(area / total),
  }));
}
