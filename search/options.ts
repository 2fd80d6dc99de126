/** How words of a layer are chosen once its format is. */
export interface WordOptions {
  /** A gain for each channel, taken back by its log scale c. */
  readonly channelScales: boolean;
  /** Start values that take the mean error of a sum off. */
  readonly biasCorrection: boolean;
  /** Words that make up for the errors of others; off: the nearest. */
  readonly errorFeedback: boolean;
  readonly method: 'optq' | 'gpfq';
  /** Share of the mean variance that is added to every variance. */
  readonly damping: number;
  readonly order: 'curvature' | 'index';
  /** Whether words aim at the float network's sums rather than at those of float weights on the array's inputs. */
  readonly aimAtFloat: boolean;
  /** P_I that tiles must fit; null: what the array has. */
  readonly tileBits: number | null;
  /** P_O that whole sums must fit; null: what the array has. */
  readonly sumBits: number | null;
  /** Whether weights shrink by a threshold before they meet a budget (soft l1). */
  readonly soft: boolean;
}

export const WORD_DEFAULTS: WordOptions = {
  channelScales: true,
  biasCorrection: true,
  errorFeedback: true,
  method: 'optq',
  damping: 0.02,
  order: 'curvature',
  aimAtFloat: true,
  tileBits: null,
  sumBits: null,
  soft: true,
};
