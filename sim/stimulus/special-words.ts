import type { LpFormat } from '../../golden/format.ts';

/**
 * Words where decoders and multipliers go wrong: zero, NaR, the ends, 1.0, every length of regime
 * run with nothing and with ones behind it, alternating bits; the words next to each, and the same
 * with the other sign.
 */
export function specialWords(format: LpFormat): number[] {
  const { n, narWord, maxWord } = format;
  const count = 2 ** n;
  const one = 2 ** (n - 2);
  const bases = [0, narWord, maxWord, 1, one, alternating(n), ...regimeRuns(n)];
  const words = bases
    .flatMap((word) => [word - 1, word, word + 1])
    .flatMap((word) => [word, -word]);
  return [...new Set(words.map((word) => ((word % count) + count) % count))];
}

/** Positive words whose run below the sign is 1, 2, ... n - 1 long, of ones and of zeros. */
function regimeRuns(n: number): number[] {
  const words: number[] = [];
  for (let below = 0; below < n - 1; below++) {
    const ones = 2 ** (n - 1) - 2 ** below;
    const tail = below === 0 ? 0 : 2 ** (below - 1) - 1;
    words.push(ones, ones + tail, 2 ** below, 2 ** (below + 1) - 1);
  }
  return words;
}

/** 0101...: a positive word. */
function alternating(n: number): number {
  return Math.floor((2 ** n - 1) / 3) % 2 ** (n - 1);
}
