/** Why a format was refused: the parameter at fault and what it may be. */
export class FormatError extends Error {
  override readonly name = 'FormatError';

  constructor(
    readonly parameter: keyof LpParameters,
    readonly value: unknown,
    readonly allowed: string,
  ) {
    super(`${parameter} must be ${allowed}, not ${String(value)}`);
  }
}

export interface LpParameters {
  /** Word length in bits. */
  readonly n: number;
  /** Exponent field width in bits. */
  readonly es: number;
  /** Longest regime run in bits. */
  readonly rs: number;
  /** Scale factor, subtracted from the base-2 log of every word. */
  readonly sf: number;
}

/** A validated, frozen LP<n, es, rs, sf>: everything that holds one may trust it (specification, section 1). */
export interface LpFormat extends LpParameters {
  /** F: fraction bits that hold the log of every word exactly. */
  readonly fractionBits: number;
  /** Lmax: log of the largest word, in units of 2^-F; the smallest positive word has -Lmax. */
  readonly maxLog: number;
  /** The word that stands for NaR, 10...0. */
  readonly narWord: number;
  /** The word of the largest value, 01...1. */
  readonly maxWord: number;
}

/** Validates the parameters of a format once. Throws FormatError. */
export function lpFormat(parameters: { n: number; es: number; rs: number; sf?: number }): LpFormat {
  const { n, es, rs, sf = 0 } = parameters;
  if (!isIntegerWithin(n, 2, 16)) throw new FormatError('n', n, 'an integer from 2 to 16');
  if (!isIntegerWithin(es, 0, 5)) throw new FormatError('es', es, 'an integer from 0 to 5');
  if (!isIntegerWithin(rs, 1, n - 1)) {
    throw new FormatError('rs', rs, `an integer from 1 to n - 1 = ${n - 1}`);
  }
  if (!Number.isFinite(sf)) throw new FormatError('sf', sf, 'a finite number');
  const fractionBits = Math.max(0, n - 1 - Math.min(2, rs) - es);
  return Object.freeze({
    n,
    es,
    rs,
    sf,
    fractionBits,
    maxLog: largestLog(n, es, rs, fractionBits),
    narWord: 2 ** (n - 1),
    maxWord: 2 ** (n - 1) - 1,
  });
}

/** Name of a format as the documentation writes it, sf only where it is not 0. */
export function formatName(format: LpParameters): string {
  const scale = format.sf === 0 ? '' : `,${format.sf}`;
  return `LP<${format.n},${format.es},${format.rs}${scale}>`;
}

/** L(01...1): the regime run is rs long without terminator, all bits after it are ones. */
function largestLog(n: number, es: number, rs: number, fractionBits: number): number {
  const tailBits = n - 1 - rs;
  const tailOnes = (2 ** tailBits - 1) * 2 ** (es + fractionBits - tailBits);
  return (rs - 1) * 2 ** (es + fractionBits) + tailOnes;
}

function isIntegerWithin(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}
