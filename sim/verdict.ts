import type { LayerReport } from './layer/check.ts';

/** One disagreement, with the fields that a person needs to see why. */
export interface Mismatch {
  readonly module: string;
  /** Name of the check that found it, e.g. "all operand pairs". */
  readonly check: string;
  /** Index of the vector or clock cycle within the check. */
  readonly index: number;
  /** Inputs, decoded: words in binary with sign, log and value; accumulators in decimal. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly expected: Readonly<Record<string, string>>;
  readonly got: Readonly<Record<string, string>>;
  /** Names of the output fields that differ. */
  readonly differs: readonly string[];
}

/** How one check of one module ended. A missing output is its own variant, never an absent row. */
export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'mismatch'; readonly count: number; readonly first: Mismatch }
  | { readonly kind: 'unknown-state'; readonly detail: string }
  | { readonly kind: 'short-output'; readonly expected: number; readonly got: number }
  | { readonly kind: 'long-output'; readonly expected: number }
  | { readonly kind: 'crashed'; readonly detail: string; readonly after: number }
  | { readonly kind: 'timeout'; readonly seconds: number; readonly after: number }
  | { readonly kind: 'tool-missing'; readonly detail: string };

export interface Check {
  readonly module: string;
  readonly name: string;
  /** Vectors or clock cycles compared. */
  readonly vectors: number;
  /** Whether the check covers every value of the module's (operand) inputs. */
  readonly exhaustive: boolean;
  readonly verdict: Verdict;
}

/** A check that there would be for a smaller design. */
export interface NotRun {
  readonly module: string;
  readonly name: string;
  readonly reason: string;
}

/** The worst kind first: what a report names when several checks fail. */
export const VERDICT_ORDER = [
  'tool-missing',
  'crashed',
  'timeout',
  'short-output',
  'long-output',
  'unknown-state',
  'mismatch',
  'pass',
] as const satisfies readonly Verdict['kind'][];

export interface VerifyReport {
  readonly config: string;
  readonly verdict: Verdict['kind'];
  readonly vectors: number;
  /** Every decoder word and every pair of operand words was compared. */
  readonly exhaustive: boolean;
  readonly seed: number;
  readonly mismatches: number;
  readonly firstMismatch: Mismatch | null;
  readonly checks: readonly Check[];
  /** Absent where nothing was left out. */
  readonly notRun?: readonly NotRun[];
  /** Of the layer that was asked for, where all its sums came out. */
  readonly layer?: LayerReport;
  /** Hash of the verified RTL without comments and with the config's name taken out. */
  readonly rtlHash: string;
  readonly tools: Readonly<Record<string, string>>;
  readonly seconds: Readonly<Record<string, number>>;
}
