import type { BinaryNumber } from '../../../../golden/datapaths/binary-number.ts';
import type { WordFormat } from '../../../../golden/datapaths/lanes.ts';

/** A number as 2^(top - distance) * (1 + fraction / 2^fractionBits). */
export interface ScaledNumber {
  readonly distance: number;
  readonly fraction: number;
}

/** What hardware has to know of numbers with an exponent. */
export interface ScaledFormat {
  /** E.g. "E4M3". */
  readonly name: string;
  readonly bits: number;
  readonly hasSignBit: boolean;
  /** Bits below the leading one. */
  readonly fractionBits: number;
  /** floor(log2) of the largest number. */
  readonly top: number;
  readonly largest: number;
  /** The word that means it. */
  readonly largestWord: number;
  /** log2 of the lowest bit that is set in any number. */
  readonly least: number;
  /** All positive numbers, each with its leading one. */
  readonly numbers: readonly ScaledNumber[];
  /** Largest distance where subnormals keep the exponent that their words have. */
  readonly depth: number;
}

interface Occurring {
  /** Octaves in which words have no leading one. */
  readonly subnormalOctaves?: number;
  /** The largest word that occurs; all of them where there is none. */
  readonly largest?: number | undefined;
}

/** Reads the format off its words. */
export function scaledFormat(
  named: { readonly name: string; readonly fractionBits: number },
  words: WordFormat<BinaryNumber>,
  { subnormalOctaves = 0, largest: last = 2 ** (words.bits - 1) - 1 }: Occurring,
): ScaledFormat {
  const positive = positiveValues(words, last);
  const largest = Math.max(...positive);
  const top = octaveOf(largest);
  const numbers = positive.map((value): ScaledNumber => {
    const octave = octaveOf(value);
    const fraction = (value / 2 ** octave - 1) * 2 ** named.fractionBits;
    return { distance: top - octave, fraction };
  });
  const deepest = Math.max(...numbers.map(({ distance }) => distance));
  return {
    ...named,
    bits: words.bits,
    hasSignBit: words.hasSignBit ?? false,
    top,
    largest,
    largestWord: positive.length,
    least: Math.min(...positive.map(lowestBit)),
    numbers,
    depth: deepest - subnormalOctaves,
  };
}

/** The same numbers as integers: significands so wide that they need no exponent. */
export function fixedPoint(format: ScaledFormat): ScaledFormat {
  return { ...format, fractionBits: format.fractionBits + format.depth, depth: 0 };
}

function positiveValues(words: WordFormat<BinaryNumber>, last: number): number[] {
  return Array.from({ length: last + 1 }, (_, word) => words.decode(word))
    .map((number) => (number === null ? 0 : words.toValue(number)))
    .filter((value) => value > 0);
}

function octaveOf(value: number): number {
  const estimate = Math.floor(Math.log2(value));
  if (2 ** estimate > value) return estimate - 1;
  return 2 ** (estimate + 1) <= value ? estimate + 1 : estimate;
}

function lowestBit(value: number): number {
  let position = octaveOf(value);
  while (!Number.isInteger(value / 2 ** position)) position -= 1;
  return position;
}
