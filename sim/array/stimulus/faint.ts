import { lanesOfWord, productMagnitude } from '../../../golden/exact/index.ts';
import { decodeTable } from '../../../golden/fast/index.ts';
import type { LpFormat } from '../../../golden/format.ts';
import { createRandom, type Random } from '../../random.ts';
import type { SentTile } from '../job.ts';
import type { ArraySubject } from '../parameters.ts';
import { equalChannels, scaleFor } from './channels.ts';
import { largestFormats, portsOf, type TileFormats } from './formats.ts';

const TILES = 4;
/** Products are of so many LSBs at most. */
const MOST_LSBS = 3n;

/**
 * A sum of all vectors that fit, from products of a few LSBs: results hang on the lowest bit of every
 * sum that is kept from tile to tile. None where no product of the formats is so small.
 */
export function faintSum(subject: ArraySubject, mode: number, seed: number): SentTile[] {
  const { shape } = subject;
  const formats = largestFormats(shape, mode);
  const words = faintWords(subject, formats);
  if (words === null) return [];
  const random = createRandom(seed, `faint ${mode}`);
  const { weight, activation, output } = formats;
  const { rows, cols, vectors } = shape;
  const lanes = lanesOfWord(weight.n);
  const scale = BigInt(scaleFor(subject, 2));
  return Array.from({ length: TILES }, (_, index) => ({
    ports: portsOf(formats, random),
    tile: {
      weight,
      activation,
      weights: Uint16Array.from({ length: rows * cols }, () => {
        let container = 0;
        for (let lane = 0; lane < lanes; lane++) {
          container |= signed(words.weight, weight, random) << (lane * weight.n);
        }
        return container;
      }),
      activations: Uint16Array.from({ length: vectors * rows }, () =>
        signed(random.pick(words.activations), activation, random),
      ),
      vectors,
      channels: index === 0 ? equalChannels(subject, 0n, scale) : null,
      results: index === TILES - 1 ? { output, relu: false } : null,
    },
  }));
}

/** The positive weight word that has the most faint products, and the activations of these. */
function faintWords(
  { arithmetic }: ArraySubject,
  { weight, activation }: TileFormats,
): { readonly weight: number; readonly activations: readonly number[] } | null {
  const parameters = { ...arithmetic, weight, activation };
  const fraction = Math.max(weight.fractionBits, activation.fractionBits);
  const logs = (format: LpFormat) => {
    const { log } = decodeTable(format);
    return (word: number) => (log[word] as number) * 2 ** (fraction - format.fractionBits);
  };
  const [weightLog, actLog] = [logs(weight), logs(activation)];
  let best: { weight: number; activations: number[] } | null = null;
  for (let word = 1; word <= weight.maxWord; word++) {
    const activations: number[] = [];
    for (let act = 1; act <= activation.maxWord; act++) {
      const lsbs = productMagnitude(parameters, weightLog(word) + actLog(act), false, false);
      if (lsbs >= 1n && lsbs <= MOST_LSBS) activations.push(act);
    }
    if (activations.length > (best?.activations.length ?? 0)) best = { weight: word, activations };
  }
  return best;
}

/** A word, its negative, or zero. */
function signed(word: number, { n }: LpFormat, random: Random): number {
  return random.pick([word, word, 2 ** n - word, 0]);
}
