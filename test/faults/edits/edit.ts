import type { Module } from '../../../generator/index.ts';

/** One fault to plant: changes exactly one place of an emitted file of that role. */
export interface Edit {
  readonly role: Module['role'];
  readonly fault: string;
  /** Finds the place; the first match counts. */
  readonly find: RegExp;
  readonly replace: string;
  /** Why nothing comes of the change in any design, which has to be proven wherever it is planted. */
  readonly harmless?: string;
}

/** Without the role, which a list of edits has in common. */
export type Change = Omit<Edit, 'role'>;
