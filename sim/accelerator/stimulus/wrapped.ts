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
    ...layerWrites(randomLoops(subject, random), randomBases(subject, random), random),
  ];
  for (let run = 0; run < RUNS; run++) {
    const held = run % 2 === 1;
    const next = layerWrites(randomLoops(subject, random), randomBases(subject, random), random);
    actions.push(
      { kind: 'fence', of: ['writes'] },
      { kind: 'hold', held },
      write(REGISTER.control, START | IRQ_ENABLE),
      ...next,
      { kind: 'fence', of: ['writes'] },
      { kind: 'hold', held: false },
      { kind: 'wait', by: 'irq' },
      { kind: 'cycles', bounded: !held && gaps.results.chance === 0 },
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
  // A step from vector to vector that is longer than the buffer takes cycles to be brought into it.
  const rowTiles = upTo(Math.min(MOST_ROW_TILES, depths.activations - 1));
  const columnBlocks = upTo(MOST_BLOCKS);
  const vectors = upTo(
    Math.min(MOST_GROUPS * group, Math.floor(mostPasses(shape) / (rowTiles * columnBlocks))),
  );
  const small = filled(subject, { vectors: 1, group: 1, rowTiles: 1, columnBlocks: 1 }, random);
  return { ...small, vectors, group, rowTiles, columnBlocks };
}

function randomBases(subject: AcceleratorSubject, random: Random) {
  const depths = depthsOf(subject);
  return mapStreams((stream) => random.below(depths[stream]));
}
