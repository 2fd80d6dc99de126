/** What one bit of a product adds to the sum of its lane: 2^position LSBs where it is set. */
export interface Term {
  readonly lane: number;
  readonly position: number;
  /** Of a sign, which adds the 1 that an inverted magnitude lacks: where it is not set, it adds 2^complementAt above that. */
  readonly complementAt?: number;
}

/** The body of a module: its template and what fills it, beside header and ports. */
export interface Body {
  /** Under templates/systolic/. */
  readonly template: string;
  /** Paragraphs of the header comment. */
  readonly story: readonly string[];
  readonly view: object;
}

/**
 * What a datapath puts into the skeleton of a systolic grid. For every pair of words the sum of the terms plus the
 * constant of mode and lane is the product, modulo 2^P: bits of negative weight are inverted, and constants enter once, at the top of a column.
 */
export interface DatapathPlan {
  /**
   * Weights of a product module, each with an activation of its own, the first one's word low; 1 where absent. All
   * that follows is of so many words.
   */
  readonly words?: number;
  /** Bits that a PE stores of one weight word. */
  readonly storedBits: number;
  /** Bits of an activation between the edge and the PEs. */
  readonly busBits: number;
  /** Sums of a column. */
  readonly lanes: number;
  /** Edges from operands to terms: registers inside of the product module. */
  readonly productLatency: 0 | 1;
  /** code_i | weight_o, and nar_o where `hasNar`; mode_i where there are several modes. */
  readonly weightDecoder: Body;
  /** code_i | act_o, and nar_o where `hasNar`. */
  readonly actDecoder: Body;
  /** weight_i, act_i | terms_o; clk_i where there is latency, mode_i where there are several modes. */
  readonly product: Body;
  /** What terms_o[i] is worth. */
  readonly terms: readonly Term[];
  /** In LSBs, by mode and lane. */
  readonly constants: readonly (readonly bigint[])[];
  /** Whether some words are no numbers. */
  readonly hasNar: boolean;
}
