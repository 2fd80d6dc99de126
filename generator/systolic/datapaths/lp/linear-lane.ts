import type { Term } from '../../datapath.ts';
import { type FractionName, fractionName, type LinearBus } from './linear-bus.ts';
import { linearWeightCode, type WeightCode, type WordCode } from './linear-weight-code.ts';
import { signedTerms } from './terms.ts';

/** Products of the weights of one lane: shifts of what is on the bus. */
export interface LinearLane {
  readonly bus: LinearBus;
  /** Parts of the bus that the lane reads, fraction 0 first. */
  readonly operands: readonly LaneOperand[];
  /** Bits of the largest product's magnitude, in LSBs of the sum. */
  readonly magnitudeBits: number;
  /** Magnitude and, where it is rounded, the bit below it. */
  readonly windowBits: number;
  readonly code: WeightCode;
  /** What a PE holds of a weight, by its log in halves: beyond the largest, that one. */
  codeOf(log: number): WordCode;
}

/** A part of the bus, less the low bits that are below every product of the lane. */
export interface LaneOperand {
  readonly name: FractionName;
  /** Those low bits: a shift that takes no gates. */
  readonly wired: number;
  readonly low: number;
  readonly bits: number;
}

/** `logs`: those of the lane's weights, in halves, all of them among those of the bus. */
export function linearLane(bus: LinearBus, logs: readonly number[]): LinearLane {
  const largest = new Map<FractionName, number>();
  for (const log of logs) {
    largest.set(fractionName(log), Math.max(log, largest.get(fractionName(log)) ?? -Infinity));
  }
  const operands = operandsOf(bus, largest);
  const windowBits = Math.max(1 + bus.guard, ...operands.map(({ bits }) => bits));
  const codeOf = (log: number): WordCode => {
    const name = fractionName(log);
    const top = bus.classes.find((own) => own.name === name)?.log ?? log;
    const wired = operands.find((own) => own.name === name)?.wired ?? 0;
    const shift = Math.max(0, (top - log) / 2 - wired);
    return { half: name === 'half', shift: Math.min(shift, windowBits) };
  };
  return {
    bus,
    operands,
    windowBits,
    magnitudeBits: windowBits - bus.guard,
    code: linearWeightCode(logs.map(codeOf), windowBits, bus.form !== 'twos-complement'),
    codeOf,
  };
}

/** Bits that products of the lane add. */
export function linearTerms({ bus, magnitudeBits }: LinearLane, index = 0): Term[] {
  const isPlain = bus.form !== 'twos-complement' && bus.guard === 0;
  return signedTerms(magnitudeBits, isPlain, index);
}

function operandsOf({ classes }: LinearBus, largest: ReadonlyMap<FractionName, number>) {
  const operands: LaneOperand[] = [];
  let low = 0;
  for (const { name, log, bits } of classes) {
    const own = largest.get(name);
    if (own !== undefined) {
      const wired = Math.min((log - own) / 2, bits - 1);
      operands.push({ name, wired, low: low + wired, bits: bits - wired });
    }
    low += bits;
  }
  return operands;
}

/** Bits of a weight that a PE holds: sign and code. */
export function storedBits({ code }: LinearLane): number {
  return 1 + code.bits;
}
