import type { ArrayDesign } from '../generator/index.ts';
import type { LayerPlan } from '../quantize/plan.ts';

/** What `infer` found; `infer --json` prints it. */
export interface InferReport {
  /** Path and sha256. */
  readonly model: { readonly file: string; readonly hash: string };
  readonly on: 'float' | 'golden' | 'rtl';
  /** Inputs. */
  readonly n: number;
  /** Share of inputs whose largest output is at their label; null without labels. */
  readonly accuracy: number | null;
  /** The same of the float network. */
  readonly floatAccuracy: number | null;
  /** Share of inputs whose largest output is at the same place as in the float network's. */
  readonly agreement: number;
  /** Of the answer against the float network's, dB; null where they are equal. */
  readonly sqnr: number | null;
  /** File with the answers, where one was asked for. */
  readonly outputs?: string;
  /** The array; absent for float. */
  readonly array?: ArraySummary;
  /** Empty for float. */
  readonly layers: readonly LayerReport[];
  readonly cycles: number;
  readonly macs: number;
  /** MACs / (R * C * lanes of the mode * cycles), over all layers. */
  readonly utilisation: number;
  /** `rtl`: result words that differ from the golden model's; 0 is a pass. */
  readonly mismatches: number;
  readonly firstMismatch: Mismatch | null;
  readonly seconds: Readonly<Record<string, number>>;
}

export interface ArraySummary {
  readonly name: string;
  readonly rows: number;
  readonly cols: number;
  readonly lanes: number;
  /** With all defaults filled in. */
  readonly config: ArrayDesign['config'];
}

export interface LayerReport {
  readonly name: string;
  readonly operator: LayerPlan['operator'];
  /** n of the weight words. */
  readonly mode: number;
  readonly formats: Pick<LayerPlan, 'weight' | 'activation' | 'output'>;
  /** Bits needed by these sums, beside those that the array has. */
  readonly widths: {
    readonly tile: number;
    readonly sum: number;
    readonly arrayTile: number;
    readonly arraySum: number;
  };
  /** How outputs were laid on columns, for a person: "dense", "patches of 2 x 4 outputs". */
  readonly mapping: string;
  /** Products that count, over all inputs. */
  readonly macs: number;
  /** By the cycle model, over all inputs; `rtl`: what the simulation took, which is the same. */
  readonly cycles: number;
  /** Beats of each stream. */
  readonly beats: StreamBeats;
  /** `rtl`: the simulation's own counts. */
  readonly simulated: { readonly cycles: number; readonly beats: StreamBeats } | null;
  readonly utilisation: number;
  /** Of the layer's output against the float network's, dB; null where they are equal. */
  readonly sqnr: number | null;
  /** Share of result words that are zero, and that are the largest or smallest word. */
  readonly zeros: number;
  readonly saturated: number;
}

export interface StreamBeats {
  readonly channels: number;
  readonly weights: number;
  readonly activations: number;
  readonly results: number;
}

/** The first result word in which the RTL and the golden model differ. */
export interface Mismatch {
  readonly layer: string;
  /** Of the inputs, from 0. */
  readonly input: number;
  /** Place in the layer's output, C order. */
  readonly place: number;
  readonly expected: number;
  readonly got: number;
}
