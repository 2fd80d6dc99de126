import { buildCircuit, type Circuit } from './circuit.ts';
import { eventDrivenEngine } from './event-driven.ts';
import type { FlatNetlist } from './netlist.ts';
import { SimulationState } from './state.ts';
import { inputDriver, outputSampler, type Stimulus } from './stimulus.ts';
import { zeroDelayEngine } from './zero-delay.ts';

/** zero: no net toggles twice after an edge; liberty: the library's delays, with glitches. */
export const DELAY_MODELS = ['zero', 'liberty'] as const;
export type DelayModel = (typeof DELAY_MODELS)[number];

export interface SimulationOptions {
  readonly model: DelayModel;
  readonly clock: string;
  readonly periodNs: number;
  readonly inputDelayNs: number;
  readonly slewNs: number;
  /** Load of each net in fF. */
  readonly loadFf: Float64Array;
  readonly observe: readonly string[];
}

/** By netlist and clock: other stimuli and delays leave it as it is. */
const circuits = new WeakMap<FlatNetlist, Map<string, Circuit>>();

function circuitOf(netlist: FlatNetlist, clock: string): Circuit {
  const known = circuits.get(netlist) ?? new Map<string, Circuit>();
  circuits.set(netlist, known);
  const circuit = known.get(clock) ?? buildCircuit(netlist, clock);
  known.set(clock, circuit);
  return circuit;
}

/** What happened in the measured cycles. */
export interface SimulationCounts {
  readonly circuit: Circuit;
  readonly cycles: number;
  /** By net; `rises` is the part of `toggles` that ends at 1. */
  readonly toggles: Uint32Array;
  readonly rises: Uint32Array;
  /** By way, see Circuit.wayStart. */
  readonly ways: Uint32Array;
  /** Packed rows of the observed ports at the end of every cycle, warm-up included. */
  readonly outputs: ReadonlyMap<string, Uint8Array>;
  /** Longest time from a rising edge to the last toggle; periodNs where a cycle did not settle. */
  readonly settledNs: number;
}

/**
 * Runs a netlist for some cycles: rising edge, inputs change, falling edge after half the period,
 * outputs are taken just before the next rising edge. Throws Failure (input).
 */
export function simulateNetlist(
  netlist: FlatNetlist,
  stimulus: Stimulus,
  options: SimulationOptions,
): SimulationCounts {
  const circuit = circuitOf(netlist, options.clock);
  const state = new SimulationState(circuit);
  const engine =
    options.model === 'zero'
      ? zeroDelayEngine(state)
      : eventDrivenEngine(state, {
          periodPs: Math.round(options.periodNs * 1000),
          inputDelayPs: Math.round(options.inputDelayNs * 1000),
          slewNs: options.slewNs,
          loadFf: options.loadFf,
        });
  const drive = inputDriver(netlist, options.clock, stimulus, state);
  const { warmUpCycles, measuredCycles } = stimulus;
  const cycles = warmUpCycles + measuredCycles;
  const { rows, sample } = outputSampler(netlist, options.observe, cycles, state);

  let before = state.net.slice();
  let settledPs = 0;
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    if (cycle === warmUpCycles) {
      state.clearCounts();
      before = state.net.slice();
      settledPs = 0;
    }
    engine.riseAndSettle(() => drive(cycle));
    engine.fallAndSettle();
    settledPs = Math.max(settledPs, engine.settledPs);
    sample(cycle);
  }
  const { toggles, ways, net } = state;
  const rises = toggles.map((count, at) => (count + (net[at] ?? 0) - (before[at] ?? 0)) / 2);
  const settledNs = settledPs / 1000;
  return { circuit, cycles: measuredCycles, toggles, rises, ways, outputs: rows, settledNs };
}
