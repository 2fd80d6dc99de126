/** How a datapath is asked for: plain values, checked by the config's schema. */

/** Posit or LP shapes without a scale: that is applied after the sums. */
export interface LpShape {
  readonly n: number;
  readonly es: number;
  readonly rs: number;
}

export interface PositShape {
  readonly n: number;
  readonly es: number;
}

/** Minifloats: OCP FP8 and FP4, and AdaptivFloat<8,3>. */
export type FloatName = 'e4m3' | 'e5m2' | 'e2m1' | 'adaptiv8';

/** How a product is cut to the LSB of the sum, lp-spec 3 step 4. */
export type Cut = 'truncate' | 'nearest' | 'floor' | 'floor-act';

interface IntOptions {
  readonly kind: 'int';
  readonly weightBits: number;
  readonly activationBits: number;
  readonly multiplier: 'array' | 'booth' | 'pairs';
  /** No activation is negative, as after a ReLU. */
  readonly nonNegative: boolean;
}

interface FusedIntOptions {
  readonly kind: 'int-fused';
  readonly modes: readonly (8 | 4 | 2)[];
}

interface UnitsOptions {
  readonly kind: 'int-units';
  readonly types: 'int' | 'ant';
}

/** What products that do not end at an LSB of the sum need. */
interface CutOptions {
  /** A: the LSB of the sum is 2^-A. */
  readonly fraction: number;
  readonly align: Cut;
}

/**
 * Largest words that occur, as positive words: what quantises tensors clips there. Zero, what is no number and the negative words
 * of the same magnitudes may occur too.
 */
export interface Clip {
  readonly weight: number;
  readonly activation: number;
}

interface FloatOptions extends CutOptions {
  readonly kind: 'float';
  readonly weight: FloatName;
  readonly activation: FloatName;
  readonly clip?: Clip | undefined;
}

interface PreparedFp4Options {
  readonly kind: 'fp4-prepared';
  readonly nonNegative: boolean;
}

interface PositOptions extends CutOptions {
  readonly kind: 'posit';
  readonly weight: PositShape;
  readonly activation: PositShape;
  readonly clip?: Clip | undefined;
}

interface FusedPositOptions extends CutOptions {
  readonly kind: 'posit-fused';
  /** Of activations, and of weights of 8 bits. */
  readonly clip?: Clip | undefined;
}

interface PotOptions {
  readonly kind: 'pot';
  readonly nonNegative: boolean;
}

interface FlintOptions {
  readonly kind: 'flint';
  readonly activation: 'flint4' | 'int8';
}

interface LmulOptions extends CutOptions {
  readonly kind: 'lmul';
}

interface LpOptions extends CutOptions {
  readonly activation: LpShape;
  /** G: fraction bits of the table converter. */
  readonly converterFraction: number;
  /** No activation is negative, as after a ReLU. */
  readonly nonNegative: boolean;
}

interface LpLogOptions extends LpOptions {
  readonly kind: 'lp-log';
  readonly weight: LpShape;
  readonly clip?: Clip | undefined;
  /** Registers between the log sum and the shift. */
  readonly pipeline: 0 | 1;
}

interface LpLinearOptions extends LpOptions {
  readonly kind: 'lp-linear';
  readonly weight: LpShape;
  readonly clip?: Clip | undefined;
  /** Form of the linear activation on its way through the grid. */
  readonly bus: 'sign-magnitude' | 'twos-complement';
}

/** A format of weights, all of whose logs are less by the integer `sf`: one LSB then suits the products of every mode. */
export interface ScaledLpShape extends LpShape {
  readonly sf?: number | undefined;
}

interface LpFusedOptions extends LpOptions {
  readonly kind: 'lp-fused';
  /** Formats of the modes, n = 8, 4 or 2, widest first. */
  readonly weights: readonly ScaledLpShape[];
  /** Of activations, and of weights of the widest mode. */
  readonly clip?: Clip | undefined;
}

export type DatapathOptions =
  | IntOptions
  | FusedIntOptions
  | UnitsOptions
  | FloatOptions
  | PreparedFp4Options
  | PositOptions
  | FusedPositOptions
  | PotOptions
  | FlintOptions
  | LmulOptions
  | LpLogOptions
  | LpLinearOptions
  | LpFusedOptions;

export type DatapathKind = DatapathOptions['kind'];

/** The options of one kind. */
export type OptionsOf<K extends DatapathKind> = Extract<DatapathOptions, { readonly kind: K }>;
