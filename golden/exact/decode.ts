import type { LpFormat } from '../format.ts';

/** What a word stands for; `log` is L, in units of 2^-F of the word's format (section 1). */
export type ExactWord =
  | { readonly kind: 'zero' }
  | { readonly kind: 'nar' }
  | { readonly kind: 'number'; readonly sign: 0 | 1; readonly log: bigint };

/** Reads a word field by field, as section 1 tells it. Throws RangeError for a word not of n bits. */
export function decode(format: LpFormat, word: number): ExactWord {
  const { n, es, rs, fractionBits } = format;
  if (!Number.isInteger(word) || word < 0 || word >= 2 ** n) {
    throw new RangeError(`word must be an integer from 0 to ${2 ** n - 1}, not ${word}`);
  }
  if (word === 0) return { kind: 'zero' };
  if (word === 2 ** (n - 1)) return { kind: 'nar' };

  const sign = word >> (n - 1) === 0 ? 0 : 1;
  const positive = sign === 0 ? word : 2 ** n - word;
  let left = n - 1;
  const take = (): number => {
    left -= 1;
    return (positive >> left) & 1;
  };

  const regimeBit = take();
  let run = 1;
  while (run < rs) {
    // The run ends at its terminator, which is consumed; a run of rs bits has none.
    if (take() !== regimeBit) break;
    run += 1;
  }
  const regime = regimeBit === 1 ? run - 1 : -run;

  let exponent = 0;
  for (let bit = 0; bit < es; bit += 1) exponent = 2 * exponent + (left > 0 ? take() : 0);

  const remaining = left;
  let fraction = 0;
  while (left > 0) fraction = 2 * fraction + take();

  const whole = BigInt(regime) * (1n << BigInt(es)) + BigInt(exponent);
  const log =
    (whole << BigInt(fractionBits)) + (BigInt(fraction) << BigInt(fractionBits - remaining));
  return { kind: 'number', sign, log };
}
