/**
 * A product of matrices as the array takes it: for each vector v and channel m the sum over k of
 * weights[m, k] * source[sourceOffset + vectorBase[v] + tapOffset[k]]. Its word goes to
 * results[resultOffset + resultBase[v] + channelOffset[m]].
 */
export interface MatrixProduct {
  /** Words, channels x depth. */
  readonly weights: Uint16Array;
  /** V entries. */
  readonly vectorBase: Int32Array;
  /** K entries. */
  readonly tapOffset: Int32Array;
  readonly sourceOffset: number;
  /** V entries. */
  readonly resultBase: Int32Array;
  /** M entries. */
  readonly channelOffset: Int32Array;
  readonly resultOffset: number;
  /** Of each of the M channels, the output channel of the layer whose start value and scale it has. */
  readonly layerChannel: Int32Array;
}

/** What products are taken of: words, or real numbers. */
export type Elements = Uint16Array | Float32Array;

/** A layer, for as many inputs as are carried out together, as products for the array. */
export interface LayerProducts<S extends Elements = Uint16Array> {
  /** For a person: how outputs are laid on columns. */
  readonly mapping: string;
  /** Activations, with zeros around them where the layer pads. */
  readonly source: S;
  readonly products: readonly MatrixProduct[];
  /** Products of the layer's definition, padding of the layer included, padding of tiles not. */
  readonly macs: number;
  /** Size of the buffer that results are put into. */
  readonly resultWords: number;
  /** Of the layer's output. */
  readonly dims: readonly number[];
  /** The layer's output words, C order, out of the filled buffer. */
  finish(results: Uint16Array): Uint16Array;
}

/** Sizes of an array that a layer is laid out for. */
export interface ArraySize {
  readonly rows: number;
  readonly cols: number;
  /** Lanes that the array has, whatever the mode. */
  readonly lanes: number;
  /** Most vectors of a tile. */
  readonly vectors: number;
}
