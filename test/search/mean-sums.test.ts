import { describe, expect, test } from 'vitest';
import { multiplyAccumulate, start } from '../../golden/exact/index.ts';
import { wordProducts } from '../../golden/fast/index.ts';
import { lpFormat } from '../../golden/format.ts';
import { meanSums } from '../../search/mean-sums.ts';
import type { SumInputs } from '../../search/sum-inputs.ts';
import { createRandom } from '../../sim/random.ts';

/** Mean sums of products beside those of the exact golden model, product by product. */

const ALIGNS = ['truncate', 'nearest', 'floor', 'floor-act'] as const;
const CONVERTERS = ['table', 'mitchell'] as const;
const DEPTH = 6;
const CHANNELS = 3;
const SUMS = 40;

/** Random words, and the shares that each has at each of the inputs. */
function stimulus(seed: string, weightBits: number, activationBits: number) {
  const random = createRandom(3, seed);
  const wordsOf = (count: number, n: number) =>
    Uint16Array.from({ length: count }, () => {
      const word = random.below(2 ** n);
      return word === 2 ** (n - 1) ? 0 : word;
    });
  const weights = wordsOf(CHANNELS * DEPTH, weightBits);
  const inputs = wordsOf(SUMS * DEPTH, activationBits);
  const size = 2 ** activationBits;
  const shares = new Float64Array(DEPTH * size);
  for (const [at, word] of inputs.entries()) {
    const place = (at % DEPTH) * size + word;
    shares[place] = (shares[place] as number) + 1 / SUMS;
  }
  const group: SumInputs = {
    first: 0,
    channels: CHANNELS,
    shares,
    floatMeans: new Float64Array(DEPTH),
    moments: { depth: DEPTH, covariance: new Float64Array(DEPTH * DEPTH) },
  };
  return { weights, inputs, group };
}

describe.each(ALIGNS)('align %s', (align) => {
  test.each(
    CONVERTERS.flatMap((converter) =>
      [-4, 3, 10, 40].map((accumulatorFraction) => ({ converter, accumulatorFraction })),
    ),
  )('$converter, A = $accumulatorFraction', ({ converter, accumulatorFraction }) => {
    const weight = lpFormat({ n: 6, es: 1, rs: 5, sf: 0 });
    const activation = lpFormat({ n: 5, es: 1, rs: 3, sf: 0 });
    const arithmetic = { converter, converterFraction: 6, align, accumulatorFraction };
    const { weights, inputs, group } = stimulus(`${align} ${converter}`, 6, 5);
    const wide = { ...arithmetic, weight, activation, overflow: 'wrap', accumulatorWidth: 200 };
    const parameters = { ...wide, overflow: 'wrap' as const };
    const found = meanSums(weights, group, wordProducts({ ...arithmetic, weight, activation }));
    for (let channel = 0; channel < CHANNELS; channel++) {
      let total = 0n;
      for (let sum = 0; sum < SUMS; sum++) {
        let state = start(0n);
        for (let k = 0; k < DEPTH; k++) {
          const w = weights[channel * DEPTH + k] as number;
          state = multiplyAccumulate(parameters, state, w, inputs[sum * DEPTH + k] as number);
        }
        total += state.acc;
      }
      const mean = Number(total) / SUMS;
      expect(Math.abs((found[channel] as number) - mean)).toBeLessThanOrEqual(
        1e-9 * Math.max(1, Math.abs(mean)),
      );
    }
  });
});
