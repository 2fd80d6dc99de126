import { decodeTable } from '../../../golden/fast/index.ts';
import type { LpFormat } from '../../../golden/format.ts';
import type { Random } from '../../random.ts';
import { specialWords } from '../../stimulus/special-words.ts';

/**
 * Which words are drawn: any, half of them special ones; small logs, so that sums are made from many
 * products and not from the largest one; or the largest magnitudes.
 */
export const WORD_STYLES = ['any', 'small logs', 'largest'] as const;
export type WordStyle = (typeof WORD_STYLES)[number];

/** Draws words other than NaR. */
export function wordPicker(format: LpFormat, style: WordStyle, random: Random): () => number {
  const words = wordsOf(format, style);
  if (style !== 'any') return () => random.pick(words);
  const special = wordsOf(format, 'special');
  return () => random.pick(random.once(2) ? special : words);
}

const kept = new Map<string, Uint16Array>();

function wordsOf(format: LpFormat, style: WordStyle | 'special'): Uint16Array {
  const key = `${style} ${format.n},${format.es},${format.rs}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = Uint16Array.from(wordsFor(format, style));
  kept.set(key, made);
  return made;
}

function wordsFor(format: LpFormat, style: WordStyle | 'special'): number[] {
  const { n, narWord, maxWord } = format;
  const words = Array.from({ length: 2 ** n }, (_, word) => word).filter(
    (word) => word !== narWord,
  );
  switch (style) {
    case 'any':
      return words;
    case 'special':
      return specialWords(format).filter((word) => word !== narWord);
    case 'largest':
      return [maxWord, 2 ** n - maxWord];
    case 'small logs': {
      const { log, fractionBits } = { ...decodeTable(format), fractionBits: format.fractionBits };
      return words.filter((word) => Math.abs(log[word] as number) <= 2 ** (fractionBits + 1));
    }
  }
}
