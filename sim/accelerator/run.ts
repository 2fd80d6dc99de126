import { arrayCycles, type TileTiming } from '../../golden/array-cycles.ts';
import type { ArrayModel, ArrayTile } from '../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../golden/format.ts';
import type { Buffers } from './buffers.ts';
import { REGISTER } from './registers.ts';
import type { AcceleratorSubject } from './subject.ts';

/** The registers of a layer as they are copied at start. */
export type Snapshot = ReadonlyMap<number, number>;

/** Cycles that registers and buffers may add to what the array takes. */
const CYCLES_AROUND = 16;

/** What a run does, tile by tile: its place in the loops over groups, column blocks and row tiles. */
interface TilePlace {
  /** First vector of the group, and how many there are. */
  readonly from: number;
  readonly size: number;
  readonly block: number;
  readonly row: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Result words of a run, a beat of all channels after another. */
export function runResults(
  subject: AcceleratorSubject,
  model: ArrayModel,
  buffers: Buffers,
  snapshot: Snapshot,
): Uint16Array[] {
  const channels = subject.shape.cols * subject.shape.lanes.length;
  const beats: Uint16Array[] = [];
  for (const place of placesOf(snapshot)) {
    const words = model.run(tileAt(subject, buffers, snapshot, place));
    if (words === null) continue;
    for (let vector = 0; vector < place.size; vector++) {
      beats.push(words.slice(vector * channels, (vector + 1) * channels));
    }
  }
  return beats;
}

/** Most cycles that a run may take if its results are always taken at once. */
export function mostCycles({ shape }: AcceleratorSubject, snapshot: Snapshot): number {
  const tiles = placesOf(snapshot).map(
    ({ size, isFirst, isLast }): TileTiming => ({ vectors: size, first: isFirst, last: isLast }),
  );
  return arrayCycles(shape, tiles).end + CYCLES_AROUND;
}

function placesOf(snapshot: Snapshot): TilePlace[] {
  const vectors = value(snapshot, REGISTER.vectors);
  const group = value(snapshot, REGISTER.group);
  const blocks = value(snapshot, REGISTER.columnBlocks);
  const rows = value(snapshot, REGISTER.rowTiles);
  const places: TilePlace[] = [];
  for (let from = 0; from < vectors; from += group) {
    const size = Math.min(group, vectors - from);
    for (let block = 0; block < blocks; block++) {
      for (let row = 0; row < rows; row++) {
        places.push({ from, size, block, row, isFirst: row === 0, isLast: row === rows - 1 });
      }
    }
  }
  return places;
}

function tileAt(
  { shape }: AcceleratorSubject,
  buffers: Buffers,
  snapshot: Snapshot,
  { from, size, block, row, isFirst, isLast }: TilePlace,
): ArrayTile {
  const { rows, cols, containerBits, activation } = shape;
  const rowTiles = value(snapshot, REGISTER.rowTiles);
  const weightBase = value(snapshot, REGISTER.weightBase) + (block * rowTiles + row) * rows;
  const actBase = value(snapshot, REGISTER.actBase) + row;
  const weights = new Uint16Array(rows * cols);
  for (let beat = 0; beat < rows; beat++) {
    // The bottom row is stored first.
    const containers = buffers.words('weights', weightBase + beat, cols, containerBits);
    weights.set(containers, (rows - 1 - beat) * cols);
  }
  const activations = new Uint16Array(size * rows);
  for (let vector = 0; vector < size; vector++) {
    const address = actBase + (from + vector) * rowTiles;
    activations.set(buffers.words('activations', address, rows, activation.n), vector * rows);
  }
  return {
    weight: weightFormat(shape, snapshot),
    activation: activation.fixed ?? formatIn(snapshot, REGISTER.actFormat, activation.n),
    weights,
    activations,
    vectors: size,
    channels: isFirst ? buffers.channelSet(value(snapshot, REGISTER.channelBase) + block) : null,
    results: isLast
      ? {
          output: shape.output.fixed ?? formatIn(snapshot, REGISTER.resultFormat, shape.output.n),
          relu: value(snapshot, REGISTER.relu) === 1,
        }
      : null,
  };
}

function weightFormat({ lanes }: AcceleratorSubject['shape'], snapshot: Snapshot): LpFormat {
  const fixed = lanes[0]?.weight.fixed;
  return fixed ?? formatIn(snapshot, REGISTER.weightFormat, value(snapshot, REGISTER.mode));
}

/** es and rs of a register; rs acts as max(1, min(rs, n - 1)). */
function formatIn(snapshot: Snapshot, address: number, n: number): LpFormat {
  const word = value(snapshot, address);
  return lpFormat({ n, es: word & 15, rs: Math.max(1, Math.min(word >> 8, n - 1)) });
}

function value(snapshot: Snapshot, address: number): number {
  const found = snapshot.get(address);
  if (found === undefined) throw new RangeError(`no register at ${address}`);
  return found;
}
