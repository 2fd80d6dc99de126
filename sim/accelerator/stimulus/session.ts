import { NO_GAPS } from '../../array/job.ts';
import type { Random } from '../../random.ts';
import { WRITE_POINTER } from '../buffers.ts';
import {
  beatsOfRun,
  interleaved,
  layerWrites,
  pointTo,
  read,
  STREAMS_TAKEN,
  write,
} from '../host.ts';
import { depthsOf, sizesOf } from '../layer-run.ts';
import { DONE, IRQ_ENABLE, REGISTER, START } from '../registers.ts';
import { endOf, mapStreams, type Placed, placedBehind, streamsBeside } from '../ring.ts';
import type { Action, HostGaps } from '../script.ts';
import { type AcceleratorSubject, channelsOf, HOST_STREAMS, type HostStream } from '../subject.ts';
import { randomLayer } from './layers.ts';
import { strayAccesses } from './stray.ts';

export interface SessionOptions {
  readonly layers: number;
  readonly gaps: HostGaps;
  /** Whether the next layer's registers are written and buffers filled while a run goes on. */
  readonly ahead: boolean;
  /** Whether runs are stopped by results that nobody takes, and asked about meanwhile. */
  readonly held: boolean;
}

/** Layers one after another in buffers that are used as rings. */
export function sessionActions(
  subject: AcceleratorSubject,
  options: SessionOptions,
  random: Random,
): Action[] {
  const { ahead } = options;
  const actions: Action[] = [];
  let before: Placed | null = null;
  for (let index = 0; index < options.layers; index++) {
    const placed = nextLayer(subject, options, before, random);
    const early =
      before === null ? HOST_STREAMS : ahead ? streamsBeside(subject, before, placed) : [];
    const late = HOST_STREAMS.filter((stream) => !early.includes(stream));
    const prepared = interleaved(
      [
        layerWrites(placed.layer, placed.bases, random),
        strayAccesses(subject, random),
        ...early.map((stream) => sends(subject, before, placed, stream, random)),
      ],
      random,
    );
    // Without a run ahead of it, there is nothing to wait for.
    if (before === null) actions.push(...prepared);
    else if (!ahead) actions.push(...RELEASE, ...ended(options, random), ...prepared);
    // A run that is stopped still while the next layer is prepared keeps to its own.
    else if (random.once(2)) actions.push(...RELEASE, ...prepared, ...ended(options, random));
    else actions.push(...prepared, ...RELEASE, ...ended(options, random));
    for (const stream of late) actions.push(...sends(subject, before, placed, stream, random));
    actions.push(STREAMS_TAKEN, { kind: 'fence', of: ['writes', 'reads'] });
    if (random.once(2)) actions.push(...HOST_STREAMS.map((each) => read(WRITE_POINTER[each])));
    actions.push(...started(options, random));
    before = placed;
  }
  return [...actions, ...RELEASE, ...ended(options, random)];
}

/** Results are taken, whether they were before or not. */
const RELEASE: readonly Action[] = [{ kind: 'hold', held: false }];

function nextLayer(
  subject: AcceleratorSubject,
  { ahead }: SessionOptions,
  before: Placed | null,
  random: Random,
): Placed {
  const depths = depthsOf(subject);
  const half = mapStreams((stream) => Math.floor(depths[stream] / 2));
  const small = ahead && !random.once(6) ? randomLayer(subject, half, random) : null;
  const layer = small ?? randomLayer(subject, depths, random);
  if (layer === null) throw new RangeError('the buffers hold no layer');
  if (before === null) {
    const sizes = sizesOf(subject, layer);
    const bases = mapStreams((each) => firstPlace(depths[each], sizes[each], random));
    return { layer, bases, sizes };
  }
  return placedBehind(subject, before, layer, (_, room) =>
    random.once(3) ? random.below(room + 1) : 0,
  );
}

/** The beginning, anywhere, or where the layer's data wrap. */
function firstPlace(depth: number, size: number, random: Random): number {
  return random.pick([0, random.below(depth), depth - 1 - random.below(Math.min(size, depth))]);
}

/** The write pointer goes where it does not stand already, then beats go out in several parts. */
function sends(
  subject: AcceleratorSubject,
  before: Placed | null,
  { layer, bases }: Placed,
  stream: HostStream,
  random: Random,
): Action[] {
  const stands = before === null ? 0 : endOf(subject, before, stream);
  const beats = beatsOfRun(subject, layer, random)[stream];
  const actions: Action[] = [];
  if (stream === 'channels' && channelsOf(subject) > 1 && random.once(3)) {
    // A set that is never whole: moving the pointer drops it.
    const some = 1 + random.below(channelsOf(subject) - 1);
    actions.push({ kind: 'send', stream, beats: beats.slice(0, some) });
    actions.push({ kind: 'fence', of: [stream] }, read(WRITE_POINTER[stream]));
    actions.push(...pointTo(stream, bases[stream]));
  } else if (stands !== bases[stream] || random.once(4)) {
    actions.push(...pointTo(stream, bases[stream]));
  }
  for (let at = 0; at < beats.length; ) {
    const count = random.once(2) ? beats.length - at : 1 + random.below(beats.length - at);
    actions.push({ kind: 'send', stream, beats: beats.slice(at, at + count) });
    at += count;
  }
  return actions;
}

function started({ held }: SessionOptions, random: Random): Action[] {
  // Posted, it is followed by the first write for the next layer as closely as can be.
  const start = random.once(3)
    ? [write(REGISTER.control, START), write(REGISTER.control, IRQ_ENABLE)]
    : [write(REGISTER.control, START | IRQ_ENABLE, !held && random.once(2))];
  if (!held) return start;
  return [
    { kind: 'hold', held: true },
    ...start,
    { kind: 'idle', cycles: random.below(200) },
    ...interleaved(
      [
        // Refused as a whole: irq_enable stays.
        [write(REGISTER.control, START), read(REGISTER.control)],
        [write(REGISTER.status, random.below(4)), read(REGISTER.status)],
        [{ kind: 'cycles', bounded: false }],
        [{ kind: 'irq', after: 4 }],
      ],
      random,
    ),
  ];
}

/** A run's end and what a host may do about it. */
function ended({ held, gaps }: SessionOptions, random: Random): Action[] {
  const atOnce = !held && gaps.results.chance === NO_GAPS.chance;
  const aftermath: readonly (readonly Action[])[] = [
    [],
    [read(REGISTER.status)],
    [write(REGISTER.status, DONE), read(REGISTER.status), { kind: 'irq', after: 4 }],
    [write(REGISTER.status, 1), read(REGISTER.status), { kind: 'irq', after: 4 }],
    [{ kind: 'write', address: REGISTER.status, word: DONE, strobes: 14 }, read(REGISTER.status)],
    [write(REGISTER.control, 0), { kind: 'irq', after: 4 }, read(REGISTER.control)],
  ];
  return [
    { kind: 'fence', of: ['writes', 'reads'] },
    { kind: 'wait', by: random.pick(['irq', 'polling']) },
    { kind: 'cycles', bounded: atOnce },
    ...random.pick(aftermath),
  ];
}
