import type { Candidate, LayerChoice } from './candidate.ts';

/** What may be chosen for one layer with constant weights, and what is known of it before anything is run. */
export interface LayerSpace {
  readonly name: string;
  /** Weights of the layer. */
  readonly parameters: number;
  /** Multiply-accumulates for one input. */
  readonly macs: number;
  /** Bits that words may have, ascending. */
  readonly widths: readonly number[];
  /** Shapes of words of so many bits, those of least squared error first; at least one. Gain 0. */
  shapes(bits: number): readonly LayerChoice[];
  /** Whether the hardware takes words of such a choice, asked for legal shapes beside those above; absent: it does. */
  allows?(choice: LayerChoice): boolean;
  /** Squared error of the weights relative to their energy, summed over channels with their best scales. */
  error(choice: LayerChoice): number;
  /**
   * Statistics of the layer: standard deviation and kurtosis of the weights, log2 of their largest magnitude
   * over their mean one.
   */
  readonly statistics: {
    readonly deviation: number;
    readonly kurtosis: number;
    readonly peak: number;
  };
}

/** Average bits of weight words, weighted by parameters. */
export function averageBits(space: readonly LayerSpace[], candidate: Candidate): number {
  const all = space.reduce((sum, { parameters }) => sum + parameters, 0);
  const bits = space.reduce(
    (sum, { parameters }, layer) => sum + parameters * (candidate[layer] as LayerChoice).bits,
    0,
  );
  return bits / all;
}
