import type { Candidate } from './candidate.ts';
import type { LayerSpace } from './space.ts';

/** Measures candidates on the calibration inputs; a candidate has the same loss whenever it is asked. */
export interface Judge {
  /** Losses, the smaller the better, never NaN; several at once so that threads can share them. */
  losses(candidates: readonly Candidate[]): Promise<readonly number[]>;
}

/** What a chooser chooses from and by. */
export interface ChooserQuestion {
  readonly space: readonly LayerSpace[];
  readonly judge: Judge;
  /** Most average bits that the answer may have, by parameters; null: no limit. */
  readonly bits: number | null;
  readonly seed: number;
  /** Cost of a MAC with weights of so many bits, relative to 8: from synthesis, or the bits themselves. */
  readonly costOf?: (bits: number) => number;
  readonly onProgress?: (progress: ChooserProgress) => void;
}

export interface ChooserProgress {
  /** Share of the work that is done, 0..1. */
  readonly done: number;
  readonly what: string;
  /** The best candidate so far that meets the bit budget. */
  readonly best?: { readonly candidate: Candidate; readonly loss: number; readonly bits: number };
}

export interface Chosen {
  readonly candidate: Candidate;
  readonly loss: number;
  /** Best loss (or fitness, for a genetic search) after each iteration. */
  readonly history: readonly number[];
}

/** Chooses how the weights of every layer become words; the same question has the same answer. */
export type Chooser = (question: ChooserQuestion) => Promise<Chosen>;
