import type { Cut } from '../../../../golden/datapaths/index.ts';
import { bitLength } from '../../../systemverilog.ts';
import type { Term } from '../../datapath.ts';
import { CutToZero } from '../cut-to-zero.ts';

/** Significands that are shifted to the right, positions counted from the LSB of the sum. */
export interface Shifted {
  readonly significandBits: number;
  /** Position of a significand's lowest bit where its distance is 0. */
  readonly top: number;
  /** Position of the lowest bit that is set in any product; negative below the LSB. */
  readonly least: number;
  /** The largest magnitude, cut. */
  readonly largest: bigint;
  readonly align: Cut;
}

/** The bits of shifted significands that are looked at, and what of them is added. */
export interface Window extends Shifted {
  /** Position of its lowest bit: below 0 where bits below the LSB decide about rounding. */
  readonly low: number;
  /** From there to the top of a significand at distance 0; one at a distance of as much is gone. */
  readonly bits: number;
  /** Position of the first bit that is added. */
  readonly first: number;
  /** Bits of the magnitude that are added. */
  readonly added: number;
}

/** Throws CutToZero. */
export function windowOf(shifted: Shifted): Window {
  const { significandBits, top, least, largest, align } = shifted;
  const low = lowestPosition(align, least);
  const first = Math.max(0, low);
  const bits = top + significandBits - low;
  if (bits <= 0 || (largest === 0n && low === 0)) {
    throw new CutToZero();
  }
  return { ...shifted, low, bits, first, added: Math.max(first, bitLength(largest)) - first };
}

function lowestPosition(align: Cut, least: number): number {
  if (least >= 0 || isExact(align)) return least;
  return align === 'nearest' ? -1 : 0;
}

/** Whether rounding depends on every bit that is cut. */
export function isExact(align: Cut): boolean {
  return align === 'floor' || align === 'floor-act';
}

/** Whether nothing is added but magnitudes, inverted, and the 1 that these then lack: nothing rounds. */
export function isPlain({ low, align }: Window): boolean {
  return low >= 0 || align === 'truncate';
}

/** The carry at the first position, the bits of the magnitude, the inverted sign above them. */
export function windowTerms({ first, added }: Window, lane: number): Term[] {
  const magnitude = Array.from({ length: added + 1 }, (_, bit) => first + bit);
  return [first, ...magnitude].map((position) => ({ lane, position }));
}

/** The same, one bit for the carry and the sign where the carry is the sign. */
export function signedWindowTerms(window: Window, lane: number): Term[] {
  if (!isPlain(window)) return windowTerms(window, lane);
  const { first, added } = window;
  const magnitude = Array.from({ length: added }, (_, bit) => ({ lane, position: first + bit }));
  return [{ lane, position: first, complementAt: first + added }, ...magnitude];
}

/** What makes up for the inverted sign. */
export function windowConstant({ first, added }: Window): bigint {
  return -(1n << BigInt(first + added));
}
