import { contractOf } from '../../array/known-weights.ts';
import type { Random } from '../../random.ts';
import { beatsOfRun, interleaved, layerWrites, STREAMS_TAKEN, write } from '../host.ts';
import { depthsOf, type LayerRun } from '../layer-run.ts';
import { IRQ_ENABLE, REGISTER, START } from '../registers.ts';
import { mapStreams } from '../ring.ts';
import type { Action, HostGaps } from '../script.ts';
import { type AcceleratorSubject, HOST_STREAMS } from '../subject.ts';
import { filled, mostPasses } from './layers.ts';

/** Deeper buffers take too long to be filled. */
const MOST_BEATS = 8192;
const RUNS = 4;
const MOST_GROUPS = 12;
const MOST_ROW_TILES = 6;
const MOST_BLOCKS = 5;
/** One run in so many has a loop of up to so many turns, or so many times what other runs pass. */
const LONG_PERIOD = 4;
const LONGEST = 4096;
const LONGER = 8;
/** Cycles that may pass before the first result: the driver takes a run for dead after more. */
const QUIET_CYCLES = 8192;

/**
 * Runs that read more beats than the buffers hold, all of them filled: places wrap around, several times
 * in small buffers. Every other run is stopped by its results until the next layer is written. None
 * where the buffers are too deep, or made for known weights, of which no other tile may be made.
 */
export function wrappedActions(
  subject: AcceleratorSubject,
  gaps: HostGaps,
  random: Random,
): Action[] {
  const depths = depthsOf(subject);
  if (contractOf(subject) !== null) return [];
  if (HOST_STREAMS.some((stream) => depths[stream] > MOST_BEATS)) return [];
  const beats = beatsOfRun(subject, contents(subject, random), random);
  const actions: Action[] = [
    ...interleaved(
      HOST_STREAMS.map((stream): Action[] => [{ kind: 'send', stream, beats: beats[stream] }]),
      random,
    ),
    STREAMS_TAKEN,
  ];
  const layers = Array.from({ length: RUNS + 1 }, () => randomLoops(subject, random));
  const writes = layers.map((each) => layerWrites(each, randomBases(subject, random), random));
  actions.push(...(writes[0] ?? []));
  for (const [run, layer] of layers.slice(0, RUNS).entries()) {
    const held = run % 2 === 1;
    // A step from vector to vector that is longer than the buffer takes cycles to be brought into it.
    const isInside = layer.rowTiles < depths.activations;
    actions.push(
      { kind: 'fence', of: ['writes'] },
      { kind: 'hold', held },
      write(REGISTER.control, START | IRQ_ENABLE),
      ...(writes[run + 1] ?? []),
      { kind: 'fence', of: ['writes'] },
      { kind: 'hold', held: false },
      { kind: 'wait', by: 'irq' },
      { kind: 'cycles', bounded: isInside && !held && gaps.results.chance === 0 },
    );
  }
  return actions;
}

/** Words for every place of the buffers, as a layer that would be as large as they are. */
function contents(subject: AcceleratorSubject, random: Random): LayerRun {
  const { shape, depths } = subject;
  const layer = (counts: Partial<LayerRun>) =>
    filled(subject, { vectors: 1, group: 1, rowTiles: 1, columnBlocks: 1, ...counts }, random);
  const tiles = layer({ rowTiles: Math.ceil(depths.weightRows / shape.rows) });
  return {
    ...tiles,
    weights: tiles.weights.subarray(0, depths.weightRows * shape.cols),
    activations: layer({ vectors: depths.activations }).activations,
    channels: layer({ columnBlocks: depths.channelSets }).channels,
  };
}

/** A layer's registers: its loops stay within what a run may cost, not within the buffers. */
function randomLoops(subject: AcceleratorSubject, random: Random): LayerRun {
  const { shape, depths } = subject;
  const upTo = (most: number) => 1 + random.below(Math.max(1, most));
  const group = upTo(shape.vectors);
  const rowTiles = upTo(Math.min(MOST_ROW_TILES, depths.activations - 1));
  const columnBlocks = upTo(MOST_BLOCKS);
  const vectors = upTo(
    Math.min(MOST_GROUPS * group, Math.floor(mostPasses(shape) / (rowTiles * columnBlocks))),
  );
  const small = filled(subject, { vectors: 1, group: 1, rowTiles: 1, columnBlocks: 1 }, random);
  const loops = { vectors, group, rowTiles, columnBlocks };
  return { ...small, ...(random.once(LONG_PERIOD) ? longLoop(subject, random) : loops) };
}

/** One loop that is so long that the upper bits of its counter count, the others short. */
function longLoop({ shape }: AcceleratorSubject, random: Random) {
  const most = Math.min(LONGEST, LONGER * mostPasses(shape), QUIET_CYCLES / shape.rows);
  const long = 1 + random.below(most);
  const short = () => 1 + random.below(2);
  const single = { vectors: short(), group: 1, rowTiles: short(), columnBlocks: short() };
  return random.pick([
    { ...single, vectors: long, group: 1 + random.below(shape.vectors) },
    { ...single, rowTiles: long },
    { ...single, columnBlocks: long },
  ]);
}

function randomBases(subject: AcceleratorSubject, random: Random) {
  const depths = depthsOf(subject);
  return mapStreams((stream) => random.below(depths[stream]));
}
