/**
 * A layer of multiply-accumulates with all that is folded into it: with s[m] = scales[m] and
 * o[m] = offsets[m], output channel m is relu?(s[m] * sum over k of weight[m, k] * x[k] + o[m]).
 */
export interface MacLayer {
  /** The node's name, or its operator and place in the graph where it has none; unique. */
  readonly name: string;
  readonly operator: 'Conv' | 'Gemm' | 'MatMul';
  /** Tensor of the activations. */
  readonly input: string;
  readonly weights: ConstantWeights | TensorWeights;
  /** Tensor that it gives: behind the last folded node. */
  readonly output: string;
  readonly form: ConvForm | MatMulForm;
  /** Per output channel, any sign, 0 too; a single one counts for all channels. */
  readonly scales: Float64Array;
  readonly offsets: Float64Array;
  readonly relu: boolean;
}

/** Known weights: Conv has K in the order input channel of the group, kernel row, kernel column. */
export interface ConstantWeights {
  readonly kind: 'constant';
  /** M: output channels, of all groups. */
  readonly channels: number;
  /** K: products of one sum. */
  readonly depth: number;
  /** channels x depth, row by row. */
  readonly values: Float64Array;
}

/** Weights that another step computes: the right operand [..., K, M] of a MatMul. */
export interface TensorWeights {
  readonly kind: 'tensor';
  readonly name: string;
}

/** Input [N, C, H, W] or [N, C, W] (height 1 then); output [N, M, H', W'] or [N, M, W']. */
export interface ConvForm {
  readonly kind: 'conv';
  /** Axes behind N and C. */
  readonly spatial: 1 | 2;
  /** Height and width, as all below. */
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly groups: number;
  /** Zeros around the input, or ONNX's auto_pad. */
  readonly pads: Pads | 'same-upper' | 'same-lower' | 'valid';
}

export interface Pads {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Vectors lie along an axis of the last two; the others are batches. */
export interface MatMulForm {
  readonly kind: 'matmul';
  /** Input [..., V, K] ('rows') or [..., K, V] ('columns'). */
  readonly inputVectors: 'rows' | 'columns';
  /** Output [..., V, M] ('rows') or [..., M, V] ('columns'). */
  readonly outputVectors: 'rows' | 'columns';
}
