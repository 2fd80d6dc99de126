import type { LpFormat } from '../format.ts';
import { decode } from './decode.ts';
import {
  type Dyadic,
  dyadicOf,
  floor,
  fractionOf,
  realOfBits,
  shiftDown,
  subtract,
} from './dyadic.ts';
import { encloseFractionalPower } from './enclosure.ts';

/** The binary64 nearest to a word's value 2^(L * 2^-F - sf) (section 1); null for NaR. */
export function wordValue(format: LpFormat, word: number): number | null {
  const decoded = decode(format, word);
  if (decoded.kind === 'nar') return null;
  if (decoded.kind === 'zero') return 0;
  const log = { numerator: decoded.log, fractionBits: format.fractionBits };
  const bits = nearestBits(subtract(log, dyadicOf(format.sf)));
  return realOfBits((BigInt(decoded.sign) << 63n) | bits);
}

const infinityBits = 0x7ffn << 52n;

/** Bits of the binary64 nearest to 2^log, ties to even; from 2^1024 - 2^970 upwards infinity. */
function nearestBits(log: Dyadic): bigint {
  const octave = floor(log);
  if (octave > 1023n) return infinityBits;
  if (octave < -1075n) return 0n;
  // The last place of a significand in this octave weighs 2^ulp; subnormals share the lowest.
  const ulp = Math.max(Number(octave) - 52, -1074);
  const places = Number(octave) - ulp;
  const significand = nearestInteger(log, places);
  return (BigInt(ulp + 1074) << 52n) + significand;
}

/** The integer nearest to 2^(log - floor(log) + places), places >= -1. */
function nearestInteger(log: Dyadic, places: number): bigint {
  // 2^places is an integer, or for places = -1 the tie between 0 and the even choice, which is 0.
  if (fractionOf(log) === 0n) return shiftDown(1n, -places);
  // Terminates: 2 to a fraction that is not whole is irrational, never halfway between integers.
  for (let precision = 128; ; precision *= 2) {
    const { low, high } = encloseFractionalPower(log, precision);
    const half = 1n << BigInt(precision - places - 1);
    const nearest = shiftDown(low + half, precision - places);
    if (shiftDown(high + half, precision - places) === nearest) return nearest;
  }
}
