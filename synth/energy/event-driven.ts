import { wayDelay } from './cell-type.ts';
import { outputWays } from './circuit.ts';
import { COMBINATIONAL, FLOP, type SimulationState } from './state.ts';
import type { Engine } from './zero-delay.ts';

/** Times of an event-driven simulation, and what delays depend on. */
export interface DelayOptions {
  readonly periodPs: number;
  /** When inputs change after the rising edge. */
  readonly inputDelayPs: number;
  readonly slewNs: number;
  /** Load of each net in fF. */
  readonly loadFf: Float64Array;
}

/**
 * Gates with the library's delays in whole picoseconds, by the pin that changed and the direction of
 * the output. Inertial: an output that would change back before it has changed does not change.
 * All nets that toggle at the same time do so before any cell looks at them; of several pins of a
 * cell that toggle at the same time, the last in the library's order is the cause.
 */
export function eventDrivenEngine(state: SimulationState, options: DelayOptions): Engine {
  const {
    circuit,
    net: values,
    index,
    wanted,
    changed,
    touched,
    toggles,
    ways,
    evaluation,
  } = state;
  const { netlist, isClockCell, truth, truthStart } = circuit;
  const { loadStart, loadCell, loadBit, loadQuiet } = circuit;
  const { outputStart, outputNet, cellType, types } = netlist;
  const { periodPs, inputDelayPs } = options;
  const delays = wayDelays(state, options);
  /** Delays do not know of shared energy: theirs is the way without it. */
  const shared = Int32Array.from(types, (type) => outputWays(type) - type.ways.length);

  const wheelSize = 2 ** Math.ceil(Math.log2(delays.reduce((a, b) => Math.max(a, b), 31) + 2));
  const mask = wheelSize - 1;
  const filled = new Int32Array(wheelSize / 32);
  const first = new Int32Array(wheelSize).fill(-1);
  /** By output: its neighbours in the list of its time, that time's bucket, and its way. */
  const next = new Int32Array(outputNet.length);
  const previous = new Int32Array(outputNet.length);
  const bucket = new Int32Array(outputNet.length).fill(-1);
  const pendingWay = new Int32Array(outputNet.length);
  let pending = 0;
  /** Bucket of the rising edge of this cycle; times count from it. */
  let origin = 0;
  let settledPs = 0;

  const insert = (output: number, at: number) => {
    const place = at & mask;
    const head = first[place] as number;
    next[output] = head;
    previous[output] = -1;
    if (head >= 0) previous[head] = output;
    first[place] = output;
    bucket[output] = place;
    filled[place >> 5] = (filled[place >> 5] as number) | (1 << (place & 31));
    pending += 1;
  };

  const remove = (output: number) => {
    const before = previous[output] as number;
    const after = next[output] as number;
    if (before >= 0) next[before] = after;
    else first[bucket[output] as number] = after;
    if (after >= 0) previous[after] = before;
    bucket[output] = -1;
    pending -= 1;
  };

  /** The outputs of a cell change later, or not at all if they already were to change. */
  const follow = (cell: number, outputs: number, pin: number, now: number) => {
    let different = outputs ^ (wanted[cell] as number);
    wanted[cell] = outputs;
    const type = cellType[cell] as number;
    const together = (different & (different - 1)) !== 0;
    const start = outputStart[cell] as number;
    while (different !== 0) {
      const output = 31 - Math.clz32(different);
      different ^= 1 << output;
      if (bucket[start + output] !== -1) {
        remove(start + output);
        continue;
      }
      const way = state.wayOf(cell, output, pin, false);
      pendingWay[start + output] = together ? way + (shared[type] as number) : way;
      insert(start + output, origin + now + (delays[way] as number));
    }
  };

  const evaluateTouched = (now: number) => {
    const count = state.touchedCount;
    state.touchedCount = 0;
    for (let at = 0; at < count; at += 1) {
      const cell = touched[at] as number;
      const pins = changed[cell] as number;
      changed[cell] = 0;
      const outputs =
        evaluation[cell] === COMBINATIONAL
          ? (truth[(truthStart[cell] as number) + (index[cell] as number)] as number)
          : state.evaluate(cell, pins);
      if (outputs === wanted[cell]) continue;
      if (isClockCell[cell] === 1 && evaluation[cell] !== FLOP) throw state.clockGlitch(cell);
      follow(cell, outputs, 31 - Math.clz32(pins), now);
    }
  };

  /** Toggles all outputs of one time; the cells behind them are touched. */
  const applyBucket = (place: number) => {
    let count = state.touchedCount;
    let output = first[place] as number;
    first[place] = -1;
    while (output >= 0) {
      bucket[output] = -1;
      pending -= 1;
      const way = pendingWay[output] as number;
      ways[way] = (ways[way] as number) + 1;
      const net = outputNet[output] as number;
      values[net] = (values[net] as number) ^ 1;
      toggles[net] = (toggles[net] as number) + 1;
      const end = loadStart[net + 1] as number;
      for (let i = loadStart[net] as number; i < end; i += 1) {
        const cell = loadCell[i] as number;
        const bit = loadBit[i] as number;
        index[cell] = (index[cell] as number) ^ bit;
        if (loadQuiet[i] === 1) continue;
        if (changed[cell] === 0) touched[count++] = cell;
        changed[cell] = (changed[cell] as number) | bit;
      }
      output = next[output] as number;
    }
    state.touchedCount = count;
  };

  /** Runs the events from one time on and before another. */
  const run = (from: number, to: number) => {
    let now = from;
    while (now < to && pending > 0) {
      const place = (origin + now) & mask;
      const word = (filled[place >> 5] as number) >>> (place & 31);
      if (word === 0) {
        now += 32 - (place & 31);
        continue;
      }
      now += 31 - Math.clz32(word & -word);
      if (now >= to) return;
      const found = (origin + now) & mask;
      filled[found >> 5] = (filled[found >> 5] as number) & ~(1 << (found & 31));
      if (first[found] === -1) continue;
      applyBucket(found);
      evaluateTouched(now);
      settledPs = now;
    }
  };

  const launchAt = (now: number) => (cell: number, pin: number) => {
    const outputs = truth[(truthStart[cell] as number) + (index[cell] as number)] as number;
    follow(cell, outputs, pin, now);
  };
  const half = Math.floor(periodPs / 2);
  const launchAtRise = launchAt(0);
  const launchAtFall = launchAt(half);

  return {
    riseAndSettle(applyInputs) {
      settledPs = 0;
      state.clockEdge(launchAtRise);
      evaluateTouched(0);
      run(0, inputDelayPs);
      applyInputs();
      evaluateTouched(inputDelayPs);
      run(inputDelayPs, half);
    },
    fallAndSettle() {
      state.clockEdge(launchAtFall);
      evaluateTouched(half);
      run(half, periodPs);
      if (pending > 0) settledPs = periodPs;
      origin = (origin + periodPs) & mask;
    },
    get settledPs() {
      return settledPs;
    },
  };
}

/** Delay of each way of each cell at its load, in ps; at least one. */
function wayDelays(state: SimulationState, { slewNs, loadFf }: DelayOptions): Int32Array {
  const { netlist, wayStart, wayCount } = state.circuit;
  const delays = new Int32Array(wayCount);
  for (let cell = 0; cell < netlist.cellCount; cell += 1) {
    const start = wayStart[cell] ?? 0;
    const outputs = netlist.outputStart[cell] ?? 0;
    state.typeOf(cell).ways.forEach((way, at) => {
      const load = loadFf[netlist.outputNet[outputs + way.output] ?? 0] ?? 0;
      delays[start + at] = Math.max(1, Math.round(wayDelay(way, slewNs, load) * 1000));
    });
  }
  return delays;
}
