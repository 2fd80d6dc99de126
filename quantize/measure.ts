/** How well a format holds a tensor. */
export interface Quality {
  /** 10 log10(sum x^2 / sum (x - x^)^2) in dB; null where nothing is lost. */
  readonly sqnr: number | null;
  /** Share of values that become zero, 0..1. */
  readonly zeros: number;
  /** Share of values beyond the largest of the format, 0..1. */
  readonly saturated: number;
}

export interface Measured extends Quality {
  /** Sum of squared errors relative to the largest magnitude. */
  readonly error: number;
}

/** Measures a quantiser value by value; `largest` is the largest value of its format. */
export function measure(
  values: Float64Array,
  quantise: (x: number) => number,
  largest: number,
): Measured {
  const unit = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  let signal = 0;
  let error = 0;
  let zeros = 0;
  let saturated = 0;
  for (const x of values) {
    const held = quantise(x);
    const relative = x / unit;
    signal += relative * relative;
    error += ((x - held) / unit) ** 2;
    if (held === 0) zeros++;
    if (Math.abs(x) > largest) saturated++;
  }
  return {
    sqnr: error === 0 ? null : 10 * Math.log10(signal / error),
    zeros: zeros / values.length,
    saturated: saturated / values.length,
    error,
  };
}
