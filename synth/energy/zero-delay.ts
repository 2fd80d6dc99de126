import { COMBINATIONAL, FLOP, type SimulationState } from './state.ts';

/** How a simulation goes through a cycle, whatever its delays. */
export interface Engine {
  /** The clock's edge, then what follows from it; inputs change with the rising edge. */
  riseAndSettle(applyInputs: () => void): void;
  fallAndSettle(): void;
  /** Time that the last net took to settle after its rising edge in this cycle, in ps. */
  readonly settledPs: number;
}

/**
 * Gates without delay, level by level: every net toggles at most once after each edge of the clock.
 * Where several pins of a cell change, the one that comes last, by levels, is the cause.
 */
export function zeroDelayEngine(state: SimulationState): Engine {
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
  const { netlist, level, levels, netLevel, isClockCell, truth, truthStart } = circuit;
  const { loadStart, loadCell, loadBit, loadQuiet } = circuit;
  const { inputStart, inputNet, outputStart, outputNet, cellCount } = netlist;
  const queue = new Int32Array(cellCount);
  const queued = new Int32Array(levels);
  const queueStart = new Int32Array(levels + 1);
  for (const one of level) queueStart[one + 1] = (queueStart[one + 1] as number) + 1;
  for (let at = 0; at < levels; at += 1) {
    queueStart[at + 1] = (queueStart[at + 1] as number) + (queueStart[at] as number);
  }

  /** Level that is being evaluated; registers that count their data may be at one before it. */
  let current = -1;
  const late = new Int32Array(cellCount);
  let lateCount = 0;

  const enqueue = (cell: number) => {
    const at = level[cell] as number;
    if (at <= current) {
      late[lateCount++] = cell;
      return;
    }
    queue[(queueStart[at] as number) + (queued[at] as number)] = cell;
    queued[at] = (queued[at] as number) + 1;
  };

  const lastPin = (cell: number, pins: number): number => {
    if ((pins & (pins - 1)) === 0) return 31 - Math.clz32(pins);
    const start = inputStart[cell] as number;
    let last = 0;
    let latest = -1;
    for (let left = pins; left !== 0; ) {
      const pin = 31 - Math.clz32(left);
      left ^= 1 << pin;
      const arrival = netLevel[inputNet[start + pin] as number] as number;
      if (arrival > latest) {
        latest = arrival;
        last = pin;
      }
    }
    return last;
  };

  const toggleOutput = (net: number) => {
    values[net] = (values[net] as number) ^ 1;
    toggles[net] = (toggles[net] as number) + 1;
    const end = loadStart[net + 1] as number;
    for (let i = loadStart[net] as number; i < end; i += 1) {
      const cell = loadCell[i] as number;
      const bit = loadBit[i] as number;
      index[cell] = (index[cell] as number) ^ bit;
      if (loadQuiet[i] === 1) continue;
      if (changed[cell] === 0) enqueue(cell);
      changed[cell] = (changed[cell] as number) | bit;
    }
  };

  /** The outputs of a cell become what they have to be. */
  const follow = (cell: number, outputs: number, pin: number) => {
    let different = outputs ^ (wanted[cell] as number);
    wanted[cell] = outputs;
    const together = (different & (different - 1)) !== 0;
    while (different !== 0) {
      const output = 31 - Math.clz32(different);
      different ^= 1 << output;
      const way = state.wayOf(cell, output, pin, together);
      ways[way] = (ways[way] as number) + 1;
      toggleOutput(outputNet[(outputStart[cell] as number) + output] as number);
    }
  };

  /** Evaluates the cells that wait, level by level. */
  const sweep = () => {
    for (let at = 0; at < levels; at += 1) {
      current = at;
      const start = queueStart[at] as number;
      const end = start + (queued[at] as number);
      queued[at] = 0;
      for (let place = start; place < end; place += 1) {
        const cell = queue[place] as number;
        const pins = changed[cell] as number;
        changed[cell] = 0;
        const outputs =
          evaluation[cell] === COMBINATIONAL
            ? (truth[(truthStart[cell] as number) + (index[cell] as number)] as number)
            : state.evaluate(cell, pins);
        if (outputs === wanted[cell]) continue;
        if (isClockCell[cell] === 1 && evaluation[cell] !== FLOP) throw state.clockGlitch(cell);
        follow(cell, outputs, lastPin(cell, pins));
      }
    }
    current = -1;
  };

  const settle = () => {
    for (let at = 0; at < state.touchedCount; at += 1) enqueue(touched[at] as number);
    state.touchedCount = 0;
    sweep();
    while (lateCount > 0) {
      const count = lateCount;
      lateCount = 0;
      for (let at = 0; at < count; at += 1) enqueue(late[at] as number);
      sweep();
    }
  };

  const launch = (cell: number, pin: number) => {
    const outputs = truth[(truthStart[cell] as number) + (index[cell] as number)] as number;
    follow(cell, outputs, pin);
  };

  return {
    riseAndSettle(applyInputs) {
      state.clockEdge(launch);
      applyInputs();
      settle();
    },
    fallAndSettle() {
      state.clockEdge(launch);
      settle();
    },
    settledPs: 0,
  };
}
