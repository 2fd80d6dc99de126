import type { ArrayDesign, ArrayModule } from '../../generator/index.ts';

type Time = 'now' | 'next';

/** A fact, as an expression of SystemVerilog over `now_*` or `next_*` and, now, `in_*`. */
export interface Clause {
  readonly what: string;
  readonly holds: (time: Time) => string;
}

/** A register whose bits are read under a condition only. */
export interface Loose {
  readonly what: string;
  readonly register: string;
  readonly when: (time: Time, bit: number) => string;
}

/** What a module of an array is specified for. */
export interface ArrayContract {
  /** Vectors of the source that the facts name. */
  readonly shows: readonly string[];
  /** Of inputs. */
  readonly assumed: readonly Clause[];
  /** Of states: proven. */
  readonly invariants: readonly Clause[];
  readonly loose: readonly Loose[];
  /** Files of modules that `body` uses. */
  readonly sources: readonly string[];
  readonly body: readonly string[];
  /** Expression by input port, where it is not free. */
  readonly fed: ReadonlyMap<string, string>;
  /** When an output is read; always where it is not there. */
  readonly outputs: ReadonlyMap<string, string>;
}

export const FREE: ArrayContract = {
  shows: [],
  assumed: [],
  invariants: [],
  loose: [],
  sources: [],
  body: [],
  fed: new Map(),
  outputs: new Map(),
};

export function arrayContract(_design: ArrayDesign, _module: ArrayModule): ArrayContract {
  return FREE;
}
