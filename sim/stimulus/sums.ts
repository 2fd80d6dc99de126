import type { RequantiseParameters } from '../../golden/exact/requantise.ts';
import type { FastRequantizer } from '../../golden/fast/index.ts';
import { createRandom, type Random } from '../random.ts';
import { SumRecord } from './sum-record.ts';
import { thresholdSums } from './thresholds.ts';

/** Up to so many pairs {position of the leading one, X bits below it}, all of them are used. */
const MOST_MANTISSAS = 2 ** 15;
/** Where they are more, all X bits are used at this many positions. */
const FULL_POSITIONS = 3;
const NAR_PERIOD = 32;

type Parameters = Pick<
  RequantiseParameters,
  'accumulatorWidth' | 'accumulatorFraction' | 'inputBits'
>;

export interface EncoderRecordOptions {
  readonly seed: number;
  /** Random sums after the directed ones. */
  readonly randomSums: number;
  readonly blockRecords: number;
  /** Without sums for every leading one: those at which the word changes, the ends and random ones. */
  readonly brief?: boolean;
}

/** Inputs {nar_i, acc_i} of an encoder in blocks of records, the same for the same seed. */
export function* encoderRecords(
  parameters: RequantiseParameters,
  requantizer: FastRequantizer,
  { seed, randomSums: count, blockRecords, brief = false }: EncoderRecordOptions,
): Iterable<Uint32Array> {
  const { recordWords } = requantizer;
  const record = new SumRecord(parameters.accumulatorWidth, recordWords);
  let block = new Uint32Array(blockRecords * recordWords);
  let at = 0;
  for (const sums of [
    extremes(record, parameters),
    thresholdSums(record, parameters, requantizer),
    ...(brief
      ? []
      : [
          mantissas(record, parameters, createRandom(seed, 'mantissas')),
          gappedSums(record, parameters, createRandom(seed, 'gapped sums')),
        ]),
    randomSums(record, parameters, count, createRandom(seed, 'sums')),
  ]) {
    for (const words of sums) {
      // A loop: TypedArray.set takes ten times as long for a few words.
      for (let word = 0; word < recordWords; word++) block[at++] = words[word] as number;
      if (at < block.length) continue;
      yield block;
      block = new Uint32Array(blockRecords * recordWords);
      at = 0;
    }
  }
  if (at > 0) yield block.subarray(0, at);
}

/** 0, the LSBs around it and both ends, each with and without NaR. */
function* extremes(record: SumRecord, { accumulatorWidth }: Parameters): Iterable<Uint32Array> {
  const half = 1n << BigInt(accumulatorWidth - 1);
  for (const value of [0n, 1n, -1n, 2n, -2n, half - 1n, half - 2n, -half, 1n - half]) {
    yield record.set(value).words;
    yield record.setNar().words;
  }
}

/** Every leading one with the bits below it that are read, and all kinds of bits that are not. */
function* mantissas(
  record: SumRecord,
  parameters: Parameters,
  random: Random,
): Iterable<Uint32Array> {
  const { accumulatorWidth, inputBits } = parameters;
  const few = accumulatorWidth * 2 ** inputBits <= MOST_MANTISSAS;
  const full = few ? undefined : fullPositions(parameters);
  for (let lead = 0; lead < accumulatorWidth - 1; lead++) {
    const bits = Math.min(lead, inputBits);
    const all = full === undefined || full.has(lead);
    const fractions = all ? { length: 2 ** bits } : directedFractions(bits, random);
    for (let index = 0; index < fractions.length; index++) {
      const fraction = Array.isArray(fractions) ? (fractions[index] as number) : index;
      for (const below of ['zeros', 'ones', 'random'] as const) {
        yield record.setMagnitude(lead, bits, fraction, below, random).words;
        yield record.negate().words;
      }
    }
  }
}

/** In the middle of the range, at 1.0, and at the top. */
function fullPositions({ accumulatorWidth, accumulatorFraction }: Parameters): Set<number> {
  const top = accumulatorWidth - 2;
  const one = Math.min(Math.max(accumulatorFraction, 0), top);
  return new Set([top >> 1, one, top].slice(0, FULL_POSITIONS));
}

export function directedFractions(bits: number, random: Random): number[] {
  const top = 2 ** bits - 1;
  const fixed = [0, 1, 2, top >> 1, (top >> 1) + 1, top - 2, top - 1, top, Math.floor(top / 3)];
  const others = Array.from({ length: 64 }, () => random.below(top + 1));
  const inRange = [...fixed, ...others].filter((value) => value >= 0 && value <= top);
  return [...new Set(inRange)];
}

/**
 * Every leading one with every next one: zeros between them, zeros or random bits below. What misses
 * a leading one then takes another position for it, not none.
 */
function* gappedSums(
  record: SumRecord,
  { accumulatorWidth }: Parameters,
  random: Random,
): Iterable<Uint32Array> {
  for (let lead = 1; lead < accumulatorWidth - 1; lead++) {
    for (let next = 0; next < lead; next++) {
      for (const below of ['zeros', 'random'] as const) {
        yield record.setMagnitude(next, 0, 0, below, random).setBit(lead).words;
        yield record.negate().words;
      }
    }
  }
}

/** Random bits below a random leading one, so that every magnitude is as likely. */
function* randomSums(
  record: SumRecord,
  { accumulatorWidth }: Parameters,
  count: number,
  random: Random,
): Iterable<Uint32Array> {
  for (let made = 0; made < count; made++) {
    const lead = random.below(accumulatorWidth - 1);
    record.setMagnitude(lead, 0, 0, 'random', random);
    if (random.once(2)) record.negate();
    if (random.once(NAR_PERIOD)) record.setNar();
    yield record.words;
  }
}
