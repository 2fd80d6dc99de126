import type { Random } from '../../random.ts';
import { beatsOfRun, layerWrites, pointTo, read, STREAMS_TAKEN, write } from '../host.ts';
import { depthsOf, type LayerRun, sizesOf } from '../layer-run.ts';
import { IRQ_ENABLE, REGISTER, START } from '../registers.ts';
import type { Action } from '../script.ts';
import { type AcceleratorSubject, HOST_STREAMS } from '../subject.ts';
import { randomLayer } from './layers.ts';

/** Every register that a reset brings back. */
const RESET_REGISTERS = Object.values(REGISTER);

/** Cycles in which the first beats of a run move. */
const SOON = 8;

/**
 * A layer that a reset breaks off, now and then with accesses and beats under way; then all registers
 * as after the first reset, and the same layer once more from what the memories kept.
 */
export function resetActions(subject: AcceleratorSubject, random: Random): Action[] {
  const layer = randomLayer(subject, depthsOf(subject), random);
  if (layer === null) throw new RangeError('the buffers hold no layer');
  const depths = depthsOf(subject);
  const bases = {
    weights: random.below(depths.weights),
    activations: random.below(depths.activations),
    channels: random.below(depths.channels),
  };
  const beats = beatsOfRun(subject, layer, random);
  const again = (): Action[] => [
    ...layerWrites(layer, bases, random),
    { kind: 'fence', of: ['writes'] },
    write(REGISTER.control, START | IRQ_ENABLE),
  ];
  const ended: Action[] = [
    { kind: 'wait', by: 'irq' },
    { kind: 'cycles', bounded: false },
  ];
  return [
    ...HOST_STREAMS.flatMap((stream): Action[] => [
      ...pointTo(stream, bases[stream]),
      { kind: 'send', stream, beats: beats[stream] },
    ]),
    STREAMS_TAKEN,
    ...again(),
    // What is under way besides takes longer than many a run.
    ...(random.once(2) ? underWay(subject, layer, bases, random) : []),
    {
      kind: 'reset',
      after: random.below(random.once(2) ? SOON : longestWait(subject, layer)),
      cycles: 1 + random.below(3),
    },
    ...RESET_REGISTERS.map(read),
    ...again(),
    ...ended,
    // Right behind the end of a run, and with nothing under way.
    { kind: 'reset', after: random.below(4), cycles: 1 },
    read(REGISTER.status),
    read(REGISTER.cycles),
    { kind: 'irq', after: 0 },
    ...again(),
    ...ended,
  ];
}

/** Cycles of a run, about. */
function longestWait({ shape }: AcceleratorSubject, layer: LayerRun): number {
  const tiles = layer.rowTiles * layer.columnBlocks * Math.ceil(layer.vectors / layer.group);
  return tiles * Math.max(shape.rows, layer.group) + shape.rows + shape.cols + 16;
}

/** What the reset finds on the channels besides the run: beats for free places, accesses, a full sink. */
function underWay(
  subject: AcceleratorSubject,
  layer: LayerRun,
  bases: Record<(typeof HOST_STREAMS)[number], number>,
  random: Random,
): Action[] {
  const actions: Action[] = [];
  const [depths, sizes] = [depthsOf(subject), sizesOf(subject, layer)];
  const stray = beatsOfRun(subject, layer, random);
  for (const stream of HOST_STREAMS) {
    const room = depths[stream] - sizes[stream];
    if (room === 0 || random.once(2)) continue;
    const place = (bases[stream] + sizes[stream]) % depths[stream];
    const count = stream === 'channels' ? stray[stream].length / sizes[stream] : room;
    actions.push(...pointTo(stream, place));
    actions.push({ kind: 'send', stream, beats: stray[stream].slice(0, count) });
  }
  if (random.once(3)) actions.push({ kind: 'hold', held: true });
  if (random.once(2)) {
    actions.push({ kind: 'swallowed', access: 'write', address: REGISTER.id });
    actions.push({ kind: 'swallowed', access: 'read', address: REGISTER.shape });
  }
  return actions;
}
