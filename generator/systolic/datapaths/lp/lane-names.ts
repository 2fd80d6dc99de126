/** What a lane of a product calls its operands, and what it adds to names of its own. */
export interface LaneNames {
  /** Vectors with the lane's stored weight and its part of the bus. */
  readonly weight: string;
  readonly act: string;
  /** Where the terms go. */
  readonly terms: string;
  /** Number of the lane; null where it is alone. */
  readonly lane: number | null;
}

export const ALONE: LaneNames = { weight: 'weight_i', act: 'act_i', terms: 'terms_o', lane: null };

/** A signal of a lane. */
export function own({ lane }: LaneNames, name: string): string {
  return lane === null ? name : `${name}_${lane}`;
}

/** A localparam of a lane. */
export function ownWidth({ lane }: LaneNames, name: string): string {
  return lane === null ? name : `${name}${lane}`;
}
