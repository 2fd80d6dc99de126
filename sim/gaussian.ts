import type { Random } from './random.ts';

/** Standard normal numbers from a generator, by the transform of Box and Muller. */
export function createGaussian(random: Random): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const second = spare;
      spare = undefined;
      return second;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };

  /** In the open interval (0, 1). */
  function uniform(): number {
    return (random.word() + 0.5) / 2 ** 32;
  }
}
