import type { RunningArray } from '../infer/layer-step.ts';
import type { Inputs } from '../network/inputs.ts';
import type { Network } from '../network/network.ts';
import type { HostLimits } from '../network/runtime.ts';
import type { ChooserName } from './choosers/index.ts';
import type { ObjectiveName, ObjectiveOptions } from './objectives/objective.ts';
import type { WordOptions } from './options.ts';

/** What losses of candidates depend on. */
export interface JudgeRequest {
  readonly network: Network;
  /** Calibration inputs; no labels are needed. */
  readonly inputs: Inputs;
  readonly array: RunningArray;
  readonly objective: ObjectiveName;
  readonly objectiveOptions: ObjectiveOptions;
  readonly words: WordOptions;
  readonly limits?: HostLimits;
}

/** A search for the words of a network. */
export interface QuantizeRequest extends JudgeRequest {
  readonly chooser: ChooserName;
  /** Options of the chooser, by name. */
  readonly chooserOptions: Readonly<Record<string, unknown>>;
  /** Most average bits of weights; null: no limit. */
  readonly bits: number | null;
  /** Bits that the words of a layer may have. */
  readonly widths: readonly number[];
  readonly seed: number;
  /** Cost of a MAC by the bits of its weight, relative to 8 bits. */
  readonly costOf?: (bits: number) => number;
  readonly threads: number;
  /** Whether losses that earlier runs measured are used. */
  readonly fresh: boolean;
}
