import { createArray } from '../../golden/fast/index.ts';
import { arrayParameters } from '../array/parameters.ts';
import { Buffers, WRITE_POINTER } from './buffers.ts';
import {
  BUSY,
  constantRegisters,
  DONE,
  IRQ_ENABLE,
  keptRegisters,
  merged,
  OKAY,
  REGISTER,
  SLVERR,
  START,
} from './registers.ts';
import { mostCycles, runResults } from './run.ts';
import { type AcceleratorSubject, HOST_STREAMS, type HostStream } from './subject.ts';

/** A run that a write began. */
export interface StartedRun {
  /** Result words, one beat of all channels after another. */
  readonly beats: readonly Uint16Array[];
  /** Cycles that it may take if nothing holds its results up. */
  readonly mostCycles: number;
}

/** What a write came to. */
export interface WriteAnswer {
  readonly response: number;
  readonly started: StartedRun | null;
}

/**
 * An accelerator as its host sees it, without time: beats are written when they are sent, a run's
 * results are known when it starts, and it ends when the host has waited for it. So beats that are
 * sent while a run goes on must be for other parts of the buffers.
 */
export class AcceleratorModel {
  readonly #subject: AcceleratorSubject;
  readonly #buffers: Buffers;
  readonly #constants: ReadonlyMap<number, number>;
  readonly #kept: ReturnType<typeof keptRegisters>;
  readonly #array: ReturnType<typeof createArray>;
  #values = new Map<number, number>();
  #busy = false;
  #done = false;
  #irqEnabled = false;

  constructor(subject: AcceleratorSubject) {
    this.#subject = subject;
    this.#buffers = new Buffers(subject);
    this.#constants = constantRegisters(subject);
    this.#kept = keptRegisters(subject);
    this.#array = createArray(arrayParameters(subject));
    this.reset();
  }

  reset(): void {
    this.#buffers.reset();
    this.#values = new Map([...this.#kept].map(([address, { reset }]) => [address, reset]));
    this.#busy = false;
    this.#done = false;
    this.#irqEnabled = false;
  }

  get irq(): boolean {
    return this.#done && this.#irqEnabled;
  }

  /** The last result of the run under way was taken. */
  end(): void {
    if (!this.#busy) throw new RangeError('no run is under way');
    this.#busy = false;
    this.#done = true;
  }

  send(stream: HostStream, beat: Uint32Array): void {
    this.#buffers.take(stream, beat);
  }

  /** RRESP and RDATA; CYCLES reads 0 here, because the model has no time. */
  read(at: number): { readonly response: number; readonly data: number } {
    const address = at & ~3;
    const data = this.#valueAt(address);
    return data === null ? { response: SLVERR, data: 0 } : { response: OKAY, data };
  }

  write(at: number, word: number, strobes: number): WriteAnswer {
    const address = at & ~3;
    const kept = this.#valueAt(address);
    const refused = { response: SLVERR, started: null };
    if (kept === null || this.#constants.has(address) || address === REGISTER.cycles) {
      return refused;
    }
    const value = merged(kept, word, strobes);
    if (address === REGISTER.control) return this.#control(value);
    if (address === REGISTER.status) {
      if (value > (BUSY | DONE)) return refused;
      // A byte without a strobe keeps its value: it clears nothing.
      if ((strobes & 1) === 1 && (word & DONE) !== 0) this.#done = false;
      return { response: OKAY, started: null };
    }
    if (this.#kept.get(address)?.takes(value) !== true) return refused;
    const stream = HOST_STREAMS.find((each) => WRITE_POINTER[each] === address);
    if (stream === undefined) this.#values.set(address, value);
    else this.#buffers.moveTo(stream, value);
    return { response: OKAY, started: null };
  }

  #control(value: number): WriteAnswer {
    const starts = (value & START) !== 0;
    if (value > (START | IRQ_ENABLE) || (starts && this.#busy)) {
      return { response: SLVERR, started: null };
    }
    this.#irqEnabled = (value & IRQ_ENABLE) !== 0;
    if (!starts) return { response: OKAY, started: null };
    this.#busy = true;
    this.#done = false;
    const snapshot = new Map(this.#values);
    return {
      response: OKAY,
      started: {
        beats: runResults(this.#subject, this.#array, this.#buffers, snapshot),
        mostCycles: mostCycles(this.#subject, snapshot),
      },
    };
  }

  /** What a register reads; null where there is none. */
  #valueAt(address: number): number | null {
    const stream = HOST_STREAMS.find((each) => WRITE_POINTER[each] === address);
    if (stream !== undefined) return this.#buffers.pointers[stream];
    switch (address) {
      case REGISTER.control:
        return this.#irqEnabled ? IRQ_ENABLE : 0;
      case REGISTER.status:
        return (this.#busy ? BUSY : 0) + (this.#done ? DONE : 0);
      case REGISTER.cycles:
        return 0;
      default:
        return this.#constants.get(address) ?? this.#values.get(address) ?? null;
    }
  }
}
