import type { PeRole } from '../../generator/design.ts';
import type { Check } from '../../sim/verdict.ts';

/** A module that a pair's process has simulated. */
export interface ModuleResult {
  readonly module: string;
  readonly role: PeRole;
  /** Hash of its RTL, names taken out. */
  readonly rtlHash: string;
  readonly checks: readonly Check[];
}

export interface PairResult {
  readonly index: number;
  readonly name: string;
  readonly group: string;
  /** Modules that no pair before it has verified with the same parameters. */
  readonly modules: readonly ModuleResult[];
  /** Every module of the pair's designs, by RTL and parameters, and those verified here. */
  readonly needs: readonly string[];
  readonly claims: readonly string[];
  /** Hashes of the designs, as `verify` reports them. */
  readonly designs: readonly { readonly config: string; readonly rtlHash: string }[];
}

export function failures({ modules }: PairResult): Check[] {
  return modules.flatMap(({ checks }) => checks.filter(({ verdict }) => verdict.kind !== 'pass'));
}

export function vectorsOf({ modules }: PairResult, role: PeRole): number {
  return modules
    .filter((module) => module.role === role)
    .flatMap(({ checks }) => checks)
    .reduce((sum, { vectors }) => sum + vectors, 0);
}

/** A module that nobody has verified must not pass for one that was. */
export function checkCoverage(results: readonly PairResult[]): void {
  const claimed = new Set(results.flatMap(({ claims }) => claims));
  const missing = results.filter(({ needs }) => needs.some((key) => !claimed.has(key)));
  if (missing.length === 0) return;
  throw new Error(`modules without any check in: ${missing.map(({ name }) => name).join(', ')}`);
}
