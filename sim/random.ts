/** Reproducible random numbers of one stimulus. */
export interface Random {
  /** Uniform in [0, 2^32). */
  word(): number;
  /** Uniform in [0, limit), limit up to 2^32. */
  below(limit: number): number;
  /** True once in `period` calls on average. */
  once(period: number): boolean;
  /** One of the entries. */
  pick<T>(entries: ArrayLike<T>): T;
}

/** A generator (sfc32) for a seed and the name of its use, so that uses do not share numbers. */
export function createRandom(seed: number, use: string): Random {
  let a = seed >>> 0;
  let b = hash(use);
  let c = 0x9e3779b9;
  let counter = 1;
  for (let warmUp = 0; warmUp < 16; warmUp++) word();
  return { word, below, once: (period) => below(period) === 0, pick };

  function word(): number {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
  }

  function below(limit: number): number {
    return Math.floor((word() / 2 ** 32) * limit);
  }

  function pick<T>(entries: ArrayLike<T>): T {
    return entries[below(entries.length)] as T;
  }
}

/** FNV-1a over the characters. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) as number), 0x01000193);
  }
  return value;
}
