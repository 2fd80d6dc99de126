import { deepStrictEqual, notStrictEqual, ok, strictEqual } from 'node:assert';
import { weightRow } from '../../generator/index.ts';
import {
  type AccumulatorBounds,
  type ActivationSigns,
  attainingVector,
  bindingSide,
  NO_START,
  rowBounds,
  tileBounds,
  weightTerms,
} from '../../golden/exact/index.ts';
import { widthReport } from '../../quantize/widths.ts';
import type { Layer } from './layers.ts';
import { exactSum, fastSums, macOf, type Sum } from './sums.ts';

/** Sums for a PE of P bits; what must come out is the golden model's. */
export interface RtlTask {
  readonly P: number;
  readonly sums: readonly Sum[];
}

export interface LayerResult {
  /** P for activations of both signs, P for non-negative ones, the agnostic one. */
  readonly both: number;
  readonly oneSided: number;
  readonly agnostic: number;
  readonly tasks: readonly RtlTask[];
}

export const TILES = [8, 16, 64] as const;
const SIDES = ['upper', 'lower'] as const;
const NARROWEST = 2;

/** Checks a layer's widths against both golden models, and returns what to ask the RTL. */
export function checkLayer(layer: Layer): LayerResult {
  const both = checkSigns(layer, 'both');
  const oneSided = checkSigns(layer, 'non-negative');
  ok(oneSided.width <= both.width);
  return {
    both: both.width,
    oneSided: oneSided.width,
    agnostic: both.agnostic,
    tasks: [...both.tasks, ...oneSided.tasks, ...TILES.flatMap((T) => checkTiles(layer, T))],
  };
}

function checkSigns(layer: Layer, activations: ActivationSigns) {
  const { arithmetic, weights } = layer;
  const report = widthReport(weights, { arithmetic, activations, start: NO_START });
  const sums = report.channels.flatMap((bounds, channel) =>
    SIDES.map((side) => ({ side, bounds, sum: attaining(layer, { channel, side, activations }) })),
  );
  const P = Math.max(NARROWEST, report.all.width);
  const reached = sums.map(({ side, bounds }) => boundOf(bounds, side));
  const all = sums.map(({ sum }) => sum);
  const mac = macOf(arithmetic, P);
  deepStrictEqual(fastSums(mac, all), reached, `${layer.name}: fast model at P`);
  deepStrictEqual(
    all.map((sum) => exactSum(mac, sum)),
    reached,
    `${layer.name}: exact model at P`,
  );

  const { channel, side, bounds } = report.widest;
  const widest = attaining(layer, { channel, side, activations });
  const full = [widest, ...startsAtTheEdge(layer, { widest, side, bounds, activations, P })];
  const tasks = [
    { P, sums: [...all, ...full] },
    ...overflowing(layer, { width: report.all.width, sum: widest, exact: boundOf(bounds, side) }),
  ];
  return { width: report.all.width, agnostic: report.agnostic.width, tasks };
}

/** The largest start value that P bits hold is one more term; one LSB more needs another bit. */
function startsAtTheEdge(
  { arithmetic }: Layer,
  edge: {
    readonly widest: Sum;
    readonly side: 'upper' | 'lower';
    readonly bounds: AccumulatorBounds;
    readonly activations: ActivationSigns;
    readonly P: number;
  },
): Sum[] {
  const { widest, side, bounds, activations, P } = edge;
  const limit = 2n ** BigInt(P - 1);
  const end = side === 'upper' ? limit - 1n : -limit;
  const b = end - boundOf(bounds, side);
  const step = side === 'upper' ? 1n : -1n;
  const terms = weightTerms(arithmetic, activations);
  const widthFrom = (value: bigint) =>
    rowBounds(terms, widest.weights, { least: value, most: value }).width;
  strictEqual(Math.max(NARROWEST, widthFrom(b)), P);
  strictEqual(widthFrom(b + step), P + 1);
  const started = { ...widest, start: b };
  strictEqual(exactSum(macOf(arithmetic, P), started), end);
  return [started];
}

/** A sum that needs `width` bits wraps in one bit less, in both models alike. */
function overflowing(
  { arithmetic, name }: Layer,
  { width, sum, exact }: { readonly width: number; readonly sum: Sum; readonly exact: bigint },
): RtlTask[] {
  if (width <= NARROWEST) return [];
  const mac = macOf(arithmetic, width - 1);
  const wrapped = exactSum(mac, sum);
  notStrictEqual(wrapped, exact, `${name}: ${width - 1} bits must overflow`);
  strictEqual(wrapped, BigInt.asIntN(width - 1, exact));
  deepStrictEqual(fastSums(mac, [sum]), [wrapped]);
  return [{ P: width - 1, sums: [sum] }];
}

/** Tiles of the widest row, then the widest tile of all rows in one bit less. */
function checkTiles(layer: Layer, tile: number): RtlTask[] {
  const { arithmetic, weights, name } = layer;
  const question = { arithmetic, activations: 'both', start: NO_START, tile } as const;
  const { widest, tiles } = widthReport(weights, question);
  if (tiles === undefined) throw new Error('tiles were asked for');
  const { inner, outer } = tiles.aware;
  const P_I = Math.max(NARROWEST, inner.width);
  const whole = attaining(layer, { ...widest, activations: 'both' });
  const parts = tilesOf(whole, tile);
  const sums = fastSums(macOf(arithmetic, P_I), parts);
  const total = sums.reduce((sum, part) => BigInt.asIntN(outer.width, sum + part), 0n);
  strictEqual(total, boundOf(widest.bounds, widest.side), `${name}: tiles of ${tile}`);

  const terms = weightTerms(arithmetic, 'both');
  for (let channel = 0; channel < weights.channels; channel += 1) {
    const row = weightRow(weights, channel);
    const at = tileBounds(terms, row, tile).findIndex(({ width }) => width === inner.width);
    if (at === -1) continue;
    const part = row.slice(at * tile, (at + 1) * tile);
    const bounds = rowBounds(terms, part);
    const side = bindingSide(bounds);
    const sum = {
      weights: part,
      activations: attainingVector(arithmetic, part, side, 'both'),
      start: 0n,
    };
    const exact = boundOf(bounds, side);
    strictEqual(exactSum(macOf(arithmetic, P_I), sum), exact);
    return [
      { P: P_I, sums: [...parts, sum] },
      ...overflowing(layer, { width: inner.width, sum, exact }),
    ];
  }
  throw new Error(`${name}: no tile takes ${inner.width} bits`);
}

function tilesOf({ weights, activations }: Sum, tile: number): Sum[] {
  const count = Math.ceil(weights.length / tile);
  return Array.from({ length: count }, (_, index) => ({
    weights: weights.slice(index * tile, (index + 1) * tile),
    activations: activations.slice(index * tile, (index + 1) * tile),
    start: 0n,
  }));
}

function attaining(
  { arithmetic, weights }: Layer,
  {
    channel,
    side,
    activations,
  }: {
    readonly channel: number;
    readonly side: 'upper' | 'lower';
    readonly activations: ActivationSigns;
  },
): Sum {
  const row = weightRow(weights, channel);
  return {
    weights: row,
    activations: attainingVector(arithmetic, row, side, activations),
    start: 0n,
  };
}

function boundOf({ upper, lower }: AccumulatorBounds, side: 'upper' | 'lower'): bigint {
  return side === 'upper' ? upper : -lower;
}
