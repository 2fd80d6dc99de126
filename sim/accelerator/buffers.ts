import type { ChannelSet } from '../../golden/exact/index.ts';
import { getBits } from '../array/bits.ts';
import { REGISTER } from './registers.ts';
import {
  type AcceleratorSubject,
  beatWords,
  channelsOf,
  HOST_STREAMS,
  type HostStream,
} from './subject.ts';

/** Where a stream's next beat, or set of channels, is written. */
export const WRITE_POINTER: Record<HostStream, number> = {
  weights: REGISTER.weightWrite,
  activations: REGISTER.actWrite,
  channels: REGISTER.channelWrite,
};

/** The three memories, as the beats of their streams fill them. They keep what they hold over a reset. */
export class Buffers {
  readonly pointers: Record<HostStream, number> = { weights: 0, activations: 0, channels: 0 };
  readonly #subject: AcceleratorSubject;
  readonly #memories: Record<HostStream, Map<number, Uint32Array>>;
  /** Beats of a set that is not whole yet. */
  #open: Uint32Array[] = [];

  constructor(subject: AcceleratorSubject) {
    this.#subject = subject;
    this.#memories = { weights: new Map(), activations: new Map(), channels: new Map() };
  }

  reset(): void {
    for (const stream of HOST_STREAMS) this.pointers[stream] = 0;
    this.#open = [];
  }

  /** Moves a pointer; a set of channels under way is dropped. */
  moveTo(stream: HostStream, place: number): void {
    this.pointers[stream] = place;
    if (stream === 'channels') this.#open = [];
  }

  take(stream: HostStream, beat: Uint32Array): void {
    if (stream !== 'channels') {
      this.#write(stream, beat);
      return;
    }
    this.#open.push(beat);
    if (this.#open.length < channelsOf(this.#subject)) return;
    const set = new Uint32Array(2 * this.#open.length);
    for (const [channel, words] of this.#open.entries()) set.set(words, 2 * channel);
    this.#write(stream, set);
    this.#open = [];
  }

  /** Words of a container row or of a vector; addresses wrap behind the last one. */
  words(stream: 'weights' | 'activations', address: number, count: number, width: number) {
    const beat = this.#read(stream, address);
    return Uint16Array.from({ length: count }, (_, at) => getBits(beat, at * width, width));
  }

  channelSet(address: number): ChannelSet {
    const set = this.#read('channels', address);
    const { startWidth, scaleWidth } = this.#subject.shape;
    const values = (half: number, width: number) =>
      Array.from({ length: channelsOf(this.#subject) }, (_, channel) =>
        BigInt.asIntN(width, BigInt(set[2 * channel + half] as number)),
      );
    return {
      scales: values(0, Math.min(32, scaleWidth)),
      starts: startWidth === 0 ? values(1, 0) : values(1, Math.min(32, startWidth)),
    };
  }

  #write(stream: HostStream, beat: Uint32Array): void {
    const place = this.pointers[stream];
    this.#memories[stream].set(place, beat);
    this.pointers[stream] = (place + 1) % this.#depth(stream);
  }

  #read(stream: HostStream, address: number): Uint32Array {
    const beat = this.#memories[stream].get(address % this.#depth(stream));
    if (beat === undefined) throw new RangeError(`nothing was written to ${stream} ${address}`);
    if (stream !== 'channels' && beat.length !== beatWords(this.#subject, stream)) {
      throw new RangeError(`a beat of ${stream} has ${beat.length} words`);
    }
    return beat;
  }

  #depth(stream: HostStream): number {
    const { weightRows, activations, channelSets } = this.#subject.depths;
    return { weights: weightRows, activations, channels: channelSets }[stream];
  }
}
