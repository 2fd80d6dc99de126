import {
  beatsOfRun,
  interleaved,
  layerWrites,
  read,
  STREAMS_TAKEN,
  write,
} from '../../sim/accelerator/host.ts';
import { fits, type LayerRun, resultBeats } from '../../sim/accelerator/layer-run.ts';
import { IRQ_ENABLE, REGISTER, START } from '../../sim/accelerator/registers.ts';
import {
  type Extent,
  mapStreams,
  type Placed,
  placedBehind,
  streamsBeside,
} from '../../sim/accelerator/ring.ts';
import type { Action } from '../../sim/accelerator/script.ts';
import {
  type AcceleratorSubject,
  HOST_STREAMS,
  type HostStream,
} from '../../sim/accelerator/subject.ts';
import type { Random } from '../../sim/random.ts';

/** An action, the results of the run that it starts, and what its answer means. */
export interface Step {
  readonly action: Action;
  readonly starts: number | null;
  readonly answer: 'done' | 'cycles' | null;
}

/**
 * Carries out layers one after another: while a run goes on, the registers of the next layer are
 * written and its data sent, as far as they have room beside. Throws RangeError for a layer that
 * does not fit the buffers.
 */
export function layerSequence(
  subject: AcceleratorSubject,
  layers: readonly LayerRun[],
  random: Random,
): Step[] {
  const steps: Step[] = [];
  const add = (...actions: Action[]) => steps.push(...actions.map(step));
  let before: Placed | null = null;
  for (const [index, layer] of layers.entries()) {
    if (!fits(subject, layer)) throw new RangeError(`layer ${index} does not fit the buffers`);
    const placed: Placed = placedBehind(subject, before ?? NOTHING, layer);
    const early: HostStream[] = streamsBeside(subject, before ?? NOTHING, placed);
    const beats = beatsOfRun(subject, layer, random);
    const send = (stream: HostStream): Action => ({ kind: 'send', stream, beats: beats[stream] });
    add(
      ...interleaved(
        [layerWrites(layer, placed.bases, random), ...early.map((stream) => [send(stream)])],
        random,
      ),
    );
    if (before !== null) steps.push(...ended());
    add(...HOST_STREAMS.filter((stream) => !early.includes(stream)).map(send), STREAMS_TAKEN);
    add({ kind: 'fence', of: ['writes'] });
    const start = step(write(REGISTER.control, START | IRQ_ENABLE));
    steps.push({ ...start, starts: resultBeats(layer) });
    before = placed;
  }
  return before === null ? steps : [...steps, ...ended()];
}

/** Before the first layer: all places are free, and beats go to the first one. */
const NOTHING: Extent = {
  bases: mapStreams(() => 0),
  sizes: mapStreams(() => 0),
};

function ended(): Step[] {
  return [step({ kind: 'wait', by: 'irq' }), { ...step(read(REGISTER.cycles)), answer: 'cycles' }];
}

function step(action: Action): Step {
  const answered = action.kind === 'write' || action.kind === 'read';
  return { action, starts: null, answer: answered ? 'done' : null };
}
