import { Failure } from '../system/failure.ts';

/** A tensor of the float network over some inputs, C order. */
export interface Sample {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/**
 * By the tensor's name: the network's input, inputs and outputs of every layer, and weights that another
 * step computes.
 */
export type CalibrationSamples = ReadonlyMap<string, Sample>;

/** A fit on this many values is as good as one on all of them. */
const ENOUGH = 2 ** 14;

/**
 * Values of a tensor for a search, the same in every run: all of them, or some 16 thousand with the
 * largest magnitude among them. Throws Failure (input) for values that are not finite.
 */
export function searchValues(tensor: string, { values }: Sample): Float64Array {
  if (!values.every(Number.isFinite)) {
    throw new Failure(
      'input',
      `calibration: tensor ${JSON.stringify(tensor)} has values that are not finite`,
      'calibrate with inputs that the float network can take',
    );
  }
  if (values.length <= ENOUGH) return Float64Array.from(values);
  const stride = strideThrough(values.length);
  const taken = new Float64Array(Math.ceil(values.length / stride));
  for (let at = 0; at < taken.length; at++) taken[at] = values[at * stride] as number;
  taken[0] = values.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0);
  return taken;
}

/** Coprime to the length, and so to every axis: no channel or column is left out. */
function strideThrough(length: number): number {
  let stride = Math.ceil(length / ENOUGH);
  while (commonDivisor(stride, length) > 1) stride++;
  return stride;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** A tensor's sample. Throws Error where the caller took none. */
export function sampleOf(samples: CalibrationSamples, tensor: string): Sample {
  const sample = samples.get(tensor);
  if (sample === undefined) throw new Error(`no sample of tensor ${tensor}`);
  return sample;
}
