import { EN_I, FIRST_I, type MacStream, RST_NI } from '../../golden/fast/index.ts';
import { limbsFor } from '../limbs.ts';

/** Inputs of a PE in one clock cycle. */
export interface Cycle {
  /** RST_NI, EN_I and FIRST_I, or-ed. */
  readonly flags: number;
  readonly weight: number;
  readonly activation: number;
  /** Start value: its bits as little-endian words, the rest 0. */
  readonly start: Uint32Array;
}

/** Reset with everything else asserted: it comes before enable and load. */
export const RESET = EN_I | FIRST_I;

/** Flags of a valid operand set that opens a sum, and of one that continues it. */
export const OPEN = RST_NI | EN_I | FIRST_I;
export const CONTINUE = RST_NI | EN_I;

/** Collects cycles into a stream of fixed length. */
export class CycleWriter {
  readonly stream: MacStream;
  readonly #limbs: number;
  #length = 0;

  constructor(capacity: number, sumBits: number) {
    this.#limbs = limbsFor(sumBits);
    this.stream = {
      length: capacity,
      flags: new Uint8Array(capacity),
      weight: new Uint16Array(capacity),
      activation: new Uint16Array(capacity),
      start: new Uint32Array(capacity * this.#limbs),
    };
  }

  get full(): boolean {
    return this.#length === this.stream.length;
  }

  /** Appends a cycle; one beyond the capacity is dropped. */
  push(cycle: Cycle): void {
    this.append(cycle, cycle.flags, cycle.start);
  }

  /** The same in parts: streams are long, and an object per cycle would be most of their cost. */
  append(operands: Pick<Cycle, 'weight' | 'activation'>, flags: number, start: Uint32Array): void {
    if (this.full) return;
    const { stream } = this;
    const at = this.#length;
    stream.flags[at] = flags;
    stream.weight[at] = operands.weight;
    stream.activation[at] = operands.activation;
    for (let limb = 0; limb < this.#limbs; limb++) {
      stream.start[at * this.#limbs + limb] = start[limb] as number;
    }
    this.#length = at + 1;
  }
}

/** A stream of exactly these cycles. */
export function streamOf(cycles: readonly Cycle[], sumBits: number): MacStream {
  const writer = new CycleWriter(cycles.length, sumBits);
  for (const cycle of cycles) writer.push(cycle);
  return writer.stream;
}
