import type { SimulationEnd } from './simulate.ts';
import { type Check, VERDICT_ORDER, type Verdict } from './verdict.ts';
import type { Workload } from './workload.ts';

/** What a run says of the module under test. */
export function checkOf(module: string, workload: Workload, end: SimulationEnd): Check {
  const common = { module, name: workload.name, exhaustive: workload.exhaustive };
  if (end.kind !== 'complete') {
    return { ...common, vectors: vectorsOf(end), verdict: end };
  }
  const { vectors, mismatches, first } = end;
  if (first === null) return { ...common, vectors, verdict: { kind: 'pass' } };
  const mismatch = {
    module,
    check: workload.name,
    index: first.index,
    ...workload.explain(first),
  };
  return { ...common, vectors, verdict: { kind: 'mismatch', count: mismatches, first: mismatch } };
}

/** A pass needs checks that passed: none at all is no pass. */
export function worstOf(checks: readonly Check[]): Verdict['kind'] {
  if (checks.length === 0) throw new RangeError('a verification needs at least one check');
  const kinds = new Set(checks.map(({ verdict }) => verdict.kind));
  return VERDICT_ORDER.find((kind) => kinds.has(kind)) ?? 'pass';
}

/** A check of all inputs that was carried to its end. */
export function isWhole({ exhaustive, verdict }: Check): boolean {
  return exhaustive && (verdict.kind === 'pass' || verdict.kind === 'mismatch');
}

/** Vectors that were answered before a run broke off. */
function vectorsOf(verdict: Verdict): number {
  switch (verdict.kind) {
    case 'short-output':
      return verdict.got;
    case 'long-output':
      return verdict.expected;
    case 'crashed':
    case 'timeout':
      return verdict.after;
    default:
      return 0;
  }
}
