import type { LayerProducts } from '../network/mapping/product.ts';
import type { LayerArithmetic } from '../network/mapping/tiles.ts';
import type { StreamBeats } from './report.ts';

/** Carries out the products of layers on an array, or on what stands for one. */
export interface Engine {
  run(products: LayerProducts, arithmetic: LayerArithmetic): Promise<Executed>;
}

/** What came of one layer. */
export interface Executed {
  /** The filled buffer of results. */
  readonly results: Uint16Array;
  /** By the cycle model. */
  readonly cycles: number;
  readonly beats: StreamBeats;
  /** What the RTL did, where it ran. */
  readonly simulated: Simulated | null;
}

export interface Simulated {
  readonly cycles: number;
  readonly beats: StreamBeats;
  /** The buffer as the golden model fills it. */
  readonly expected: Uint16Array;
  /** Result words that differ, those in columns without a channel too. */
  readonly mismatches: number;
}
