/** How the weights of one layer become words. */
export interface LayerChoice {
  /** n of the words that are used. */
  readonly bits: number;
  readonly es: number;
  readonly rs: number;
  /** Octaves that the scale factor lies above the one with the least squared error, in sixteenths. */
  readonly gain: number;
}

/** A choice for each layer with constant weights, in order of execution. */
export type Candidate = readonly LayerChoice[];

/** Equal for candidates that choose alike. */
export function candidateKey(candidate: Candidate): string {
  return candidate.map(({ bits, es, rs, gain }) => `${bits},${es},${rs},${gain}`).join(' ');
}
