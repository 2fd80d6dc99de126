import { Comparison } from './comparison.ts';
import { type Dialogue, exchange, type SimulationLimits, type Simulator } from './exchange.ts';
import { bytesOf } from './limbs.ts';
import { type CompleteEnd, completeEnd, type SimulationEnd, simulate } from './simulate.ts';
import type { Workload } from './workload.ts';

/** A workload for one of the modules that a simulator holds. */
export interface ModuleWorkload {
  /** Place of the module in the list that the simulator was built from. */
  readonly module: number;
  readonly workload: Workload;
}

/** First words of what the driver prints after the records of a workload (kTrailer). */
const TRAILER = [0x73646e65, 0x2e657265];
const TRAILER_BYTES = 16;

/**
 * Runs workloads in one process, one after another, and says how each of them ended. From the first
 * one on that does not end as it should, they are run again one at a time, each in a process of its
 * own: how those end is what counts.
 */
export async function simulateAll(
  simulator: Simulator,
  runs: readonly ModuleWorkload[],
  limits: SimulationLimits,
): Promise<SimulationEnd[]> {
  const ends: SimulationEnd[] = await simulateTogether(simulator, runs, limits);
  for (const { module, workload } of runs.slice(ends.length)) {
    ends.push(await simulate(forModule(simulator, module), workload, limits));
  }
  return ends;
}

/** A simulator whose workloads are for one of its modules. */
export function forModule(simulator: Simulator, module: number): Simulator {
  return { ...simulator, args: [...simulator.args, String(module)] };
}

/** Ends of the first workloads: all up to the first one that is not answered exactly. */
async function simulateTogether(
  simulator: Simulator,
  runs: readonly ModuleWorkload[],
  limits: SimulationLimits,
): Promise<CompleteEnd[]> {
  if (runs.length < 2) return [];
  const comparisons = new FramedComparisons(runs.map(({ workload }) => workload));
  const args = runs.flatMap(({ module, workload }) => [String(module), ...workload.args, '--']);
  const totalSeconds = limits.totalSeconds * runs.length;
  const end = await exchange(simulator, args, { ...limits, totalSeconds }, comparisons);
  const { ends } = comparisons;
  // Whoever breaks after its last word, or says more than that, cannot be told from here.
  return end.kind !== 'ended' && ends.length === runs.length ? [] : ends;
}

/** Compares the framed answers of workloads, one after another, with what each must be. */
class FramedComparisons implements Dialogue {
  /** Of the workloads whose records and trailer came whole. */
  readonly ends: CompleteEnd[] = [];
  readonly #workloads: readonly Workload[];
  /** Comparisons begun and not ended: output may be some workloads behind the input. */
  readonly #open = new Map<number, Comparison>();
  readonly #trailer = new Uint8Array(TRAILER_BYTES);
  #trailerFilled = 0;

  constructor(workloads: readonly Workload[]) {
    this.#workloads = workloads;
  }

  get input(): Iterable<Uint8Array> {
    return this.#inputs();
  }

  take(chunk: Uint8Array): boolean {
    let from = 0;
    while (from < chunk.length) {
      const comparison = this.#comparison(this.ends.length);
      if (comparison === undefined) return false;
      if (this.#trailerFilled === 0) from += comparison.take(chunk.subarray(from));
      if (from === chunk.length) return true;
      if (!comparison.isComplete()) return false;
      const part = chunk.subarray(from, from + TRAILER_BYTES - this.#trailerFilled);
      this.#trailer.set(part, this.#trailerFilled);
      this.#trailerFilled += part.length;
      from += part.length;
      if (this.#trailerFilled === TRAILER_BYTES && !this.#finish(comparison)) return false;
    }
    return true;
  }

  *#inputs(): Iterable<Uint8Array> {
    for (const [index, { fed, prologue }] of this.#workloads.entries()) {
      if (prologue !== undefined) yield prologue();
      if (!fed) continue;
      for (const { input, records } of this.#comparison(index)?.fedBlocks() ?? []) {
        yield bytesOf(Uint32Array.of(records));
        yield input;
      }
      yield bytesOf(Uint32Array.of(0));
    }
  }

  #comparison(index: number): Comparison | undefined {
    const workload = this.#workloads[index];
    if (workload === undefined) return undefined;
    const comparison = this.#open.get(index) ?? new Comparison(workload);
    this.#open.set(index, comparison);
    return comparison;
  }

  /** Ends a workload if its trailer is the right one. */
  #finish(comparison: Comparison): boolean {
    const index = this.ends.length;
    const words = comparison.received * (this.#workloads[index]?.recordWords ?? 0);
    const trailer = bytesOf(Uint32Array.of(...TRAILER, index, words));
    if (Buffer.compare(trailer, this.#trailer) !== 0) return false;
    this.ends.push(completeEnd(comparison));
    this.#open.delete(index);
    this.#trailerFilled = 0;
    return true;
  }
}
