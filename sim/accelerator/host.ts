import type { Random } from '../random.ts';
import { channelBeats, wordBeats } from './beats.ts';
import { WRITE_POINTER } from './buffers.ts';
import { type Bases, type LayerRun, layerRegisters } from './layer-run.ts';
import type { Action } from './script.ts';
import { type AcceleratorSubject, HOST_STREAMS, type HostStream } from './subject.ts';

const ALL_STROBES = 15;

/** A write of a whole word. */
export function write(address: number, word: number, posted = false): Action {
  return { kind: 'write', address, word, strobes: ALL_STROBES, posted };
}

export function read(address: number): Action {
  return { kind: 'read', address };
}

/** Every beat of a run, by stream. */
export function beatsOfRun(
  subject: AcceleratorSubject,
  layer: LayerRun,
  random: Random,
): Record<HostStream, Uint32Array[]> {
  return {
    weights: wordBeats(subject, 'weights', layer.weights, random),
    activations: wordBeats(subject, 'activations', layer.activations, random),
    channels: layer.channels.flatMap((set) => channelBeats(subject, set, random)),
  };
}

/** Moves a write pointer; beats under way must have been taken before. */
export function pointTo(stream: HostStream, place: number): Action[] {
  return [{ kind: 'fence', of: [stream] }, write(WRITE_POINTER[stream], place)];
}

/** Waits until all beats have been taken. */
export const STREAMS_TAKEN: Action = { kind: 'fence', of: HOST_STREAMS };

/** Writes of a layer's registers, in any order. */
export function layerWrites(layer: LayerRun, bases: Bases, random: Random): Action[] {
  return shuffled(layerRegisters(layer, bases), random).map(([address, word]) =>
    write(address + random.below(4), word, random.once(2)),
  );
}

/** Entries in a random order. */
export function shuffled<T>(entries: readonly T[], random: Random): T[] {
  const left = [...entries];
  return entries.map(() => left.splice(random.below(left.length), 1)[0] as T);
}

/** Several sequences as one, each in its own order. */
export function interleaved<T>(sequences: readonly (readonly T[])[], random: Random): T[] {
  const left = sequences.filter(({ length }) => length > 0).map((each) => [...each]);
  const merged: T[] = [];
  while (left.length > 0) {
    const at = random.below(left.length);
    const from = left[at] as T[];
    merged.push(from.shift() as T);
    if (from.length === 0) left.splice(at, 1);
  }
  return merged;
}
