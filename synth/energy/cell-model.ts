import type { Lookup } from './lookup.ts';

/** What a library says of a cell, in femtofarads, nanoseconds, femtojoules and nanowatts. */
export interface CellModel {
  readonly name: string;
  /** Mean over the cell's states. */
  readonly leakageNw: number;
  readonly inputs: readonly InputPin[];
  readonly outputs: readonly OutputPin[];
  readonly state: StateModel | null;
  /** Each of two outputs tells the energy of the whole event that toggles both. */
  readonly sharedEnergy: boolean;
  /** Why no netlist with this cell can be simulated; null where one can. */
  readonly flaw: string | null;
}

export interface InputPin {
  readonly name: string;
  /** The library says that it takes a clock. */
  readonly clock: boolean;
  readonly capacitanceFf: number;
  /** Spent by the cell whenever the pin toggles. */
  readonly energy: readonly EnergyTable[];
}

export interface OutputPin {
  readonly name: string;
  readonly capacitanceFf: number;
  /** Over input pins and the names of the state; Liberty's syntax. */
  readonly function: string;
  readonly arcs: readonly TimingArc[];
  /** Spent by the cell when the pin toggles, by the pin that caused it. */
  readonly energy: readonly EnergyTable[];
}

export interface EnergyTable {
  /** Empty where the library names none. */
  readonly relatedPins: readonly string[];
  readonly when: string | null;
  readonly rise: Lookup | null;
  readonly fall: Lookup | null;
}

export interface TimingArc {
  readonly relatedPins: readonly string[];
  readonly when: string | null;
  /** The output rises when the pin rises (positive), falls (negative), or either. */
  readonly sense: 'positive' | 'negative' | 'either';
  readonly rise: Lookup | null;
  readonly fall: Lookup | null;
}

/** One bit that a cell stores. */
export interface StateModel {
  readonly kind: 'flop' | 'latch' | 'table';
  /** What the functions call the bit, and its inverse. */
  readonly names: readonly [string, string];
  /** Clock of a flip-flop (takes over when it becomes 1) or enable of a latch; '' for a table. */
  readonly clock: string;
  /** Next value: `next_state` or `data_in`; for a table its rows "inputs : current : next". */
  readonly next: string;
  readonly tableInputs: readonly string[];
  /** Make the bit 0 or 1 whatever the clock; '' where there is none. */
  readonly clear: string;
  readonly preset: string;
}

/** Cells of a library by name. */
export interface LibraryModel {
  readonly name: string;
  readonly voltage: number;
  readonly cells: Readonly<Record<string, CellModel>>;
}
