import { wordValues } from '../golden/fast/index.ts';
import type { LpFormat } from '../golden/format.ts';
import type { Words } from '../infer/layer-run.ts';
import type { ConstantWeights, MacLayer } from '../network/layer.ts';
import { convProducts } from '../network/mapping/conv.ts';
import { convGeometry } from '../network/mapping/conv-geometry.ts';
import { matmulProducts } from '../network/mapping/matmul.ts';
import type { Elements, LayerProducts, MatrixProduct } from '../network/mapping/product.ts';
import type { InputMoments } from '../quantize/feedback/question.ts';

/** What the K inputs of a layer's sums are over calibration, for channels that share them (a group). */
export interface SumInputs {
  /** First output channel, and how many there are. */
  readonly first: number;
  readonly channels: number;
  /** Of the words' values without their scale factor. */
  readonly moments: InputMoments;
  /** K x 2^n: share of the sums in which input k is a word. */
  readonly shares: Float64Array;
  /** K: means of the float network's inputs. */
  readonly floatMeans: Float64Array;
}

/** A tensor of real numbers. */
export interface RealTensor {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** Sums whose inputs are looked at: more add nothing but time. */
const LEAST_SUMS = 2048;
const SUMS_PER_INPUT = 8;

/**
 * Statistics of the inputs of a layer's sums: the words that the array sees beside the float network's
 * values, C order, with the zeros of a padding. `withCross` also relates the two.
 */
export function sumInputs(
  layer: MacLayer & { readonly weights: ConstantWeights },
  words: Words,
  format: LpFormat,
  float: RealTensor,
  withCross: boolean,
): SumInputs[] {
  const seen = plainProducts(layer, words.dims, words.words);
  const real = plainProducts(layer, float.dims, float.values);
  const values = wordValues({ ...format, sf: 0 });
  const groups = seen.products.length;
  const channels = layer.weights.channels / groups;
  const unit = 2 ** format.sf;
  return seen.products.map((product, group) => {
    const own = real.products[group] as MatrixProduct;
    const shares = wordShares(seen.source, product, format.n);
    const floatMeans = meansOf(real.source, own);
    const rows = someSums(product.vectorBase.length, layer.weights.depth);
    const means = valueMeans(shares, values);
    const array = columns(seen.source, product, rows, (word) => values[word] as number);
    centre(array);
    const covariance = secondMoments(array, array);
    if (!withCross) {
      return {
        first: group * channels,
        channels,
        shares,
        floatMeans,
        moments: { depth: means.length, covariance },
      };
    }
    const floats = columns(real.source, own, rows, (x) => x * unit);
    centre(floats);
    const moments = { depth: means.length, covariance, cross: secondMoments(array, floats) };
    return { first: group * channels, channels, shares, floatMeans, moments };
  });
}

/** A layer as matrix products in the order of its weights, one output a vector. */
function plainProducts<S extends Elements>(
  { form, name, weights }: MacLayer & { readonly weights: ConstantWeights },
  dims: readonly number[],
  values: S,
): LayerProducts<S> {
  const { channels, depth } = weights;
  const none = new Uint16Array(channels * depth);
  if (form.kind === 'matmul') {
    const stationary = { words: none, channels, depth, matrices: 1 };
    return matmulProducts(name, form, { dims, words: values }, stationary);
  }
  const operands = { activations: values, weights: none, channels, nar: Number.NaN };
  // One place for a channel: no room for a patch.
  const single = { rows: 1, cols: 1, lanes: 1, lanesUsed: 1, vectors: 1 };
  return convProducts(form, convGeometry(name, form, dims), operands, single);
}

/** Indices of sums, spread evenly; the same in every run. */
function someSums(count: number, depth: number): Int32Array {
  const taken = Math.min(count, Math.max(LEAST_SUMS, SUMS_PER_INPUT * depth));
  return Int32Array.from({ length: taken }, (_, at) => Math.floor(((at + 0.5) * count) / taken));
}

function wordShares(
  source: Uint16Array,
  { vectorBase, tapOffset, sourceOffset }: MatrixProduct,
  n: number,
): Float64Array {
  const size = 2 ** n;
  const shares = new Float64Array(tapOffset.length * size);
  const share = 1 / vectorBase.length;
  for (let k = 0; k < tapOffset.length; k++) {
    const from = sourceOffset + (tapOffset[k] as number);
    for (let vector = 0; vector < vectorBase.length; vector++) {
      const word = source[from + (vectorBase[vector] as number)] as number;
      const place = k * size + word;
      shares[place] = (shares[place] as number) + share;
    }
  }
  return shares;
}

/** Means of words' values by input. */
function valueMeans(shares: Float64Array, values: Float64Array): Float64Array {
  const means = new Float64Array(shares.length / values.length);
  for (let k = 0; k < means.length; k++) {
    for (let word = 0; word < values.length; word++) {
      const share = shares[k * values.length + word] as number;
      if (share > 0) means[k] = (means[k] as number) + share * (values[word] as number);
    }
  }
  return means;
}

function meansOf(
  source: Float32Array,
  { vectorBase, tapOffset, sourceOffset }: MatrixProduct,
): Float64Array {
  return Float64Array.from(tapOffset, (tap) => {
    let sum = 0;
    for (let vector = 0; vector < vectorBase.length; vector++) {
      sum += source[sourceOffset + tap + (vectorBase[vector] as number)] as number;
    }
    return sum / vectorBase.length;
  });
}

/** K columns of what sums read, one after another. */
interface Columns {
  readonly depth: number;
  readonly rows: number;
  readonly values: Float64Array;
}

function columns(
  source: Elements,
  { vectorBase, tapOffset, sourceOffset }: MatrixProduct,
  rows: Int32Array,
  realOf: (element: number) => number,
): Columns {
  const values = new Float64Array(tapOffset.length * rows.length);
  let at = 0;
  for (const tap of tapOffset) {
    for (const row of rows) {
      values[at++] = realOf(source[sourceOffset + tap + (vectorBase[row] as number)] as number);
    }
  }
  return { depth: tapOffset.length, rows: rows.length, values };
}

function centre({ depth, rows, values }: Columns): void {
  for (let k = 0; k < depth; k++) {
    const column = values.subarray(k * rows, (k + 1) * rows);
    const mean = column.reduce((sum, x) => sum + x, 0) / rows;
    for (let row = 0; row < rows; row++) column[row] = (column[row] as number) - mean;
  }
}

/** Mean products of columns: entry (j, k) is of column j of the first and k of the second. */
function secondMoments(a: Columns, b: Columns): Float64Array {
  const { depth, rows } = a;
  const moments = new Float64Array(depth * depth);
  const isSame = a === b;
  for (let j = 0; j < depth; j++) {
    const left = a.values.subarray(j * rows, (j + 1) * rows);
    for (let k = isSame ? j : 0; k < depth; k++) {
      const moment = dot(left, b.values.subarray(k * rows, (k + 1) * rows)) / rows;
      moments[j * depth + k] = moment;
      if (isSame) moments[k * depth + j] = moment;
    }
  }
  return moments;
}

/** Four sums at a time: additions do not wait for each other. */
function dot(a: Float64Array, b: Float64Array): number {
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  const inFours = a.length & ~3;
  for (let at = 0; at < inFours; at += 4) {
    sum0 += (a[at] as number) * (b[at] as number);
    sum1 += (a[at + 1] as number) * (b[at + 1] as number);
    sum2 += (a[at + 2] as number) * (b[at + 2] as number);
    sum3 += (a[at + 3] as number) * (b[at + 3] as number);
  }
  for (let at = inFours; at < a.length; at++) sum0 += (a[at] as number) * (b[at] as number);
  return sum0 + sum1 + (sum2 + sum3);
}
