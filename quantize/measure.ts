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
  /** The same of errors below 2^-500, times 2^1000: their squares would vanish in `error`. */
  readonly faintError: number;
}

const FAINT = 2 ** -500;
/** 2^1000 in dB. */
const FAINT_DECIBELS = 10_000 * Math.log10(2);

/** Whether less is lost; where one loses more than faint errors, those say nothing. */
export function isBetter(a: Measured, b: Measured): boolean {
  return a.error < b.error || (a.error === b.error && a.faintError < b.faintError);
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
  let faintError = 0;
  let zeros = 0;
  let saturated = 0;
  for (const x of values) {
    const held = quantise(x);
    const relative = x / unit;
    signal += relative * relative;
    const lost = Math.abs(x - held) / unit;
    if (lost >= FAINT) error += lost * lost;
    else faintError += (lost / FAINT) ** 2;
    if (held === 0) zeros++;
    if (Math.abs(x) > largest) saturated++;
  }
  return {
    sqnr: decibels(signal, error, faintError),
    zeros: zeros / values.length,
    saturated: saturated / values.length,
    error,
    faintError,
  };
}

function decibels(signal: number, error: number, faintError: number): number | null {
  if (error > 0) return 10 * Math.log10(signal / error);
  return faintError === 0 ? null : 10 * Math.log10(signal / faintError) + FAINT_DECIBELS;
}
