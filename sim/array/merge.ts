import { type Check, VERDICT_ORDER, type Verdict } from '../verdict.ts';

/** Checks of one lane for several formats as one: the worst verdict, all vectors and mismatches. */
export function mergeChecks(name: string, checks: readonly Check[]): Check {
  const [first] = checks;
  if (first === undefined) throw new RangeError('no checks to merge');
  return {
    module: first.module,
    name,
    vectors: checks.reduce((sum, { vectors }) => sum + vectors, 0),
    exhaustive: checks.some(({ exhaustive }) => exhaustive),
    verdict: worstVerdict(checks.map(({ verdict }) => verdict)),
  };
}

function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  for (const kind of VERDICT_ORDER) {
    const [worst, ...others] = verdicts.filter((verdict) => verdict.kind === kind);
    if (worst === undefined) continue;
    if (worst.kind !== 'mismatch') return worst;
    const counts = others.map((other) => (other.kind === 'mismatch' ? other.count : 0));
    return { ...worst, count: counts.reduce((sum, count) => sum + count, worst.count) };
  }
  return { kind: 'pass' };
}
