import type { MacParameters } from '../exact/mac.ts';
import { accumulatorLimbs, createAccumulator, recordWordsOf } from './accumulator.ts';
import { productTable } from './product.ts';
import type { Sweep, SweepOptions } from './sweep.ts';
import { createSweep } from './sweep.ts';

/** Bits of `MacStream.flags`, named after the ports. */
export const RST_NI = 1;
export const EN_I = 2;
export const FIRST_I = 4;

/** Stimulus of a PE, one entry per clock cycle. */
export interface MacStream {
  /** Cycles. */
  readonly length: number;
  /** Bit 0 rst_ni, bit 1 en_i, bit 2 first_i. */
  readonly flags: Uint8Array;
  /** Weight words in the low bits; bits above n are ignored. */
  readonly weight: Uint16Array;
  /** Activation words in the low bits; bits above n are ignored. */
  readonly activation: Uint16Array;
  /** ceil(P / 32) little-endian words per cycle, two's complement; bits from P on are ignored. */
  readonly start: Uint32Array;
}

export interface FastMac {
  /** Words per record: {nar, acc} as one (P + 1)-bit integer, acc in the low P bits, the rest 0. */
  readonly recordWords: number;
  /** Registered outputs after each cycle's clock edge, from acc = 0 and nar = 0 on. */
  run(stream: MacStream): Uint32Array;
  /**
   * Operand counter: vector i multiplies weight word (i >> na) mod 2^nw and activation word
   * i mod 2^na; every depth vectors a new sum starts from the next start value.
   */
  createSweep(options: SweepOptions): Sweep;
}

/** The multiply-accumulate of one PE on tables and typed arrays (section 3). */
export function createMac(parameters: MacParameters): FastMac {
  const width = parameters.accumulatorWidth;
  const recordWords = recordWordsOf(width);
  const startWords = Math.ceil(width / 32);
  const table = productTable(parameters, accumulatorLimbs(width));

  return {
    recordWords,
    run(stream) {
      const accumulator = createAccumulator(parameters, table);
      const records = new Uint32Array(stream.length * recordWords);
      for (let cycle = 0; cycle < stream.length; cycle++) {
        const flags = stream.flags[cycle] as number;
        if ((flags & RST_NI) === 0) {
          accumulator.clear();
        } else if ((flags & EN_I) !== 0) {
          if ((flags & FIRST_I) !== 0) accumulator.load(stream.start, cycle * startWords);
          const weight = stream.weight[cycle] as number;
          const activation = stream.activation[cycle] as number;
          accumulator.add(table.term(weight, activation));
        }
        accumulator.store(records, cycle * recordWords);
      }
      return records;
    },
    createSweep: (options) => createSweep(parameters, table, options),
  };
}
