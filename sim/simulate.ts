import { Comparison } from './comparison.ts';
import { exchange, type SimulationLimits, type Simulator } from './exchange.ts';
import type { Difference, Workload } from './workload.ts';

/** How a run ended. Anything but `complete` means that the comparison could not be finished. */
export type SimulationEnd =
  | CompleteEnd
  | { readonly kind: 'short-output'; readonly expected: number; readonly got: number }
  | { readonly kind: 'long-output'; readonly expected: number }
  | { readonly kind: 'crashed'; readonly detail: string; readonly after: number }
  | { readonly kind: 'timeout'; readonly seconds: number; readonly after: number }
  | { readonly kind: 'tool-missing'; readonly detail: string };

export interface CompleteEnd {
  readonly kind: 'complete';
  readonly vectors: number;
  readonly mismatches: number;
  readonly first: Difference | null;
}

/** Runs a workload on a simulator and compares its output while it comes. */
export async function simulate(
  simulator: Simulator,
  workload: Workload,
  limits: SimulationLimits,
): Promise<SimulationEnd> {
  const comparison = new Comparison(workload);
  const end = await exchange(simulator, workload.args, limits, {
    input: inputOf(workload, comparison),
    take: (chunk) => comparison.take(chunk) === chunk.length,
  });
  switch (end.kind) {
    case 'ended':
      return comparisonEnd(comparison);
    case 'refused':
      return { kind: 'long-output', expected: comparison.countAll() };
    case 'crashed':
    case 'timeout':
      return { ...end, after: comparison.received };
    case 'tool-missing':
      return end;
  }
}

function* inputOf({ prologue }: Workload, comparison: Comparison): Iterable<Uint8Array> {
  if (prologue !== undefined) yield prologue();
  for (const { input } of comparison.fedBlocks()) yield input;
}

function comparisonEnd(comparison: Comparison): SimulationEnd {
  return comparison.isComplete()
    ? completeEnd(comparison)
    : { kind: 'short-output', expected: comparison.countAll(), got: comparison.received };
}

/** The result of a comparison that is complete. */
export function completeEnd({ received, mismatches, first }: Comparison): CompleteEnd {
  return { kind: 'complete', vectors: received, mismatches, first };
}
