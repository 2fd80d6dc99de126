import type { ProductParameters } from './mac.ts';
import type { ActivationSigns, WeightWords } from './row-width.ts';
import { decodeOnce } from './words.ts';

/**
 * Activation words whose sum with a row's weights, from 0, is U+ or -U-: the largest magnitude with
 * the sign that each weight needs. A weight that cannot pull to that side (zero, NaR, the other sign
 * where activations are never negative) meets the zero word, so that a row padded with zero weights
 * is padded with the word pair (0, 0).
 */
export function attainingVector(
  { weight, activation }: Pick<ProductParameters, 'weight' | 'activation'>,
  words: WeightWords,
  side: 'upper' | 'lower',
  signs: ActivationSigns,
): Uint16Array {
  const largest = activation.maxWord;
  const smallest = signs === 'both' ? 2 ** activation.n - largest : 0;
  return Uint16Array.from(words, (word) => {
    const decoded = decodeOnce(weight, word);
    if (decoded.kind !== 'number') return 0;
    return (decoded.sign === 1) === (side === 'lower') ? largest : smallest;
  });
}
