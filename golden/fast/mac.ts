import { type FloatMacParameters, isFloat, type Mac, sumBits } from '../exact/float-parameters.ts';
import type { MacParameters } from '../exact/mac.ts';
import type { Accumulator } from './accumulator.ts';
import { accumulatorLimbs, createAccumulator, recordWordsOf, startWordsOf } from './accumulator.ts';
import { createFloatAccumulator } from './float-accumulator.ts';
import { LARGEST_NARROW_SIGNIFICAND, narrowFloatFiller } from './float-narrow-filler.ts';
import { floatProductTable } from './float-product.ts';
import { narrowFiller } from './narrow-filler.ts';
import { productTable } from './product.ts';
import type { Sweep, SweepOptions } from './sweep.ts';
import { createSweep } from './sweep.ts';
import type { Term } from './term.ts';
import { wideFiller } from './wide-filler.ts';

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
  /**
   * ceil(P / 32) little-endian words per cycle, two's complement; bits from P on are ignored. Where
   * sums float, P is 1 + E + W, a value is the pattern {s, e, M}, and M = 0 is the zero state.
   */
  readonly start: Uint32Array;
}

export interface FastMac {
  /**
   * Words per record: {nar, acc} as one (P + 1)-bit integer, acc in the low P bits, the rest 0.
   * Where sums float, acc is {s, e, M} of P = 1 + E + W bits.
   */
  readonly recordWords: number;
  /** Registered outputs after each cycle's clock edge, from acc = 0 and nar = 0 on. */
  run(stream: MacStream): Uint32Array;
  /**
   * Operand counter: vector i multiplies weight word (i >> na) mod 2^nw and activation word
   * i mod 2^na; every depth vectors a new sum starts from the next start value.
   */
  createSweep(options: SweepOptions): Sweep;
}

/** The multiply-accumulate of one PE on tables and typed arrays (section 3), either kind of sum. */
export function createMac(parameters: Mac): FastMac {
  return isFloat(parameters) ? createFloatMac(parameters) : createFixedMac(parameters);
}

function createFixedMac(parameters: MacParameters): FastMac {
  const width = parameters.accumulatorWidth;
  const table = productTable(parameters, accumulatorLimbs(width));
  const accumulator = () => createAccumulator(parameters, table);
  return {
    recordWords: recordWordsOf(width),
    run: (stream) => runStream(parameters, table.term, accumulator(), stream),
    createSweep: (options) =>
      createSweep(parameters, options, (pageSize) =>
        recordWordsOf(width) === 1
          ? narrowFiller(parameters, table, options, pageSize)
          : wideFiller(parameters, table.term, accumulator(), options, pageSize),
      ),
  };
}

function createFloatMac(parameters: FloatMacParameters): FastMac {
  const table = floatProductTable(parameters);
  const accumulator = () => createFloatAccumulator(parameters, table);
  return {
    recordWords: recordWordsOf(sumBits(parameters)),
    run: (stream) => runStream(parameters, table.term, accumulator(), stream),
    createSweep: (options) =>
      createSweep(parameters, options, (pageSize) =>
        parameters.significand <= LARGEST_NARROW_SIGNIFICAND
          ? narrowFloatFiller(parameters, table, options, pageSize)
          : wideFiller(parameters, table.term, accumulator(), options, pageSize),
      ),
  };
}

/** The registered outputs of a PE whose sums the accumulator forms. */
function runStream(
  parameters: Mac,
  term: Term,
  accumulator: Accumulator,
  stream: MacStream,
): Uint32Array {
  const recordWords = recordWordsOf(sumBits(parameters));
  const startWords = startWordsOf(sumBits(parameters));
  const records = new Uint32Array(stream.length * recordWords);
  for (let cycle = 0; cycle < stream.length; cycle++) {
    const flags = stream.flags[cycle] as number;
    if ((flags & RST_NI) === 0) {
      accumulator.clear();
    } else if ((flags & EN_I) !== 0) {
      if ((flags & FIRST_I) !== 0) accumulator.load(stream.start, cycle * startWords);
      const weight = stream.weight[cycle] as number;
      const activation = stream.activation[cycle] as number;
      accumulator.add(term(weight, activation));
    }
    accumulator.store(records, cycle * recordWords);
  }
  return records;
}
