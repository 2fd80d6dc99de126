/** The state before a cycle, or after it. */
export type Time = 'now' | 'next';

/** What a module of an array, or of a systolic grid, is specified for. */
export interface ArrayContract {
  /** In words. */
  readonly what: string | null;
  /** Vectors of the source that conditions name, as `now_*` and `next_*` (`shownName`). */
  readonly shows: readonly string[];
  /** Conditions on `in_*`. */
  readonly assumed: readonly string[];
  /** What holds in every state from the reset on, of `TIME_*`; proven to go on holding. */
  readonly invariants: readonly string[];
  /**
   * By register, of any instance: when a bit of it is read, told by bits of registers beside it. Where
   * it is not, the copies may differ in it.
   */
  readonly loose: ReadonlyMap<
    string,
    (time: Time, bit: number, bitOf: (name: string) => string) => string
  >;
  /** By bit of a register: bits of others of which any one, if it is 1, keeps it from being read. */
  readonly masked: (name: string) => readonly string[];
  /** Bits of registers of which only is read whether they are all 0. */
  readonly onlyNonzero: readonly string[];
  /**
   * Registers, of no instance, that hold what came in a cycle before, and what came in then: the copies
   * may differ in them, not in what is read of their outputs.
   */
  readonly delayed: {
    readonly registers: readonly string[];
    readonly fed: ReadonlyMap<string, string>;
  };
  /** By output: what of it is read. */
  readonly compared: ReadonlyMap<string, (copy: 'gold' | 'gate') => string>;
  /** Files of modules that `body` uses. */
  readonly sources: readonly string[];
  readonly body: readonly string[];
  /** Expression by input port, where it is not free. */
  readonly fed: ReadonlyMap<string, string>;
}

export const FREE: ArrayContract = {
  what: null,
  shows: [],
  assumed: [],
  invariants: [],
  loose: new Map(),
  masked: () => [],
  onlyNonzero: [],
  delayed: { registers: [], fed: new Map() },
  compared: new Map(),
  sources: [],
  body: [],
  fed: new Map(),
};
