import type { Mismatch } from './verdict.ts';

/** A run of consecutive records of one check. */
export interface Block {
  /** Bytes for the simulator's stdin; empty where the workload is not fed. */
  readonly input: Uint8Array;
  /** Records that must come out, one after another. */
  readonly expected: Uint32Array;
  /** Told the records that came out in their place, right or wrong; valid during the call. */
  readonly answered?: (records: Uint32Array) => void;
}

/** A record that is not as it must be. */
export interface Difference {
  /** Index of the record within the check. */
  readonly index: number;
  readonly expected: Uint32Array;
  readonly got: Uint32Array;
}

/** One check of one module: what the simulator is asked, and what it must answer. */
export interface Workload {
  readonly name: string;
  /** Whether every value of the module's (operand) inputs occurs. */
  readonly exhaustive: boolean;
  /** Arguments of the simulator after the seed. */
  readonly args: readonly string[];
  /** Whether blocks carry input; if not, the simulator counts through its inputs itself. */
  readonly fed: boolean;
  /** Bytes for stdin before all blocks, also where the workload is not fed. */
  readonly prologue?: () => Uint8Array;
  /** 32-bit words per record that comes out. */
  readonly recordWords: number;
  /** Blocks in order, made when asked for. Without input, a block is valid until the next one. */
  blocks(): Iterable<Block>;
  /** Says in a person's terms what went in, should have come out, and came out. */
  explain(difference: Difference): Explanation;
}

export type Explanation = Pick<Mismatch, 'inputs' | 'expected' | 'got' | 'differs'>;

/** Input of a block that has none. */
export const NO_INPUT = new Uint8Array();

/** Names of the fields in which two decoded outputs differ. */
export function differingFields(
  expected: Readonly<Record<string, string>>,
  got: Readonly<Record<string, string>>,
): string[] {
  return Object.keys(expected).filter((name) => expected[name] !== got[name]);
}
