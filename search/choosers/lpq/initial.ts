import type { Candidate, LayerChoice } from '../../candidate.ts';
import type { LayerSpace } from '../../space.ts';
import { uniform, widest } from '../layer-choices.ts';
import type { Genes } from './genes.ts';
import type { Random } from './random.ts';

/** Most gain either way of first members. */
const FIRST_GAIN = 2;

/**
 * Candidates for the first population, without end: fitted words of one width, fitted words of the greatest width,
 * then random ones. Heaviness of a layer's tails, 0..1, is the logistic function of the mean of its kurtosis (log2)
 * and its peak, both as deviations from the network's mean. A random member takes
 *  - as bits of a layer, the larger of two drawn widths with the probability of its heaviness, else the smaller;
 *  - the shape of least error there, or with even odds one beside it: a step more of es or rs with the probability
 *    of the heaviness, else a step less;
 *  - a gain within two sixteenths of an octave.
 */
export function* firstMembers(
  genes: readonly Genes[],
  random: Random,
  bits: number | null,
): Generator<Candidate, never> {
  const space = genes.map(({ layer }) => layer);
  yield uniform(space, bits);
  yield widest(space);
  const heaviness = heavinessOf(space);
  for (;;) yield genes.map((gene, at) => firstChoice(gene, random, heaviness[at] as number));
}

function firstChoice({ layer, pool }: Genes, random: Random, heaviness: number): LayerChoice {
  const drawn = [random.pick(layer.widths), random.pick(layer.widths)];
  const bits = random.chance(heaviness) ? Math.max(...drawn) : Math.min(...drawn);
  const fitted = layer.shapes(bits)[0] as LayerChoice;
  const step = random.chance(heaviness) ? 1 : -1;
  const beside = pool(bits).filter(
    ({ es, rs }) =>
      es - fitted.es + rs - fitted.rs === step && (es === fitted.es || rs === fitted.rs),
  );
  const shape = random.chance(0.5) && beside.length > 0 ? random.pick(beside) : fitted;
  return { ...shape, gain: random.integer(-FIRST_GAIN, FIRST_GAIN) };
}

function heavinessOf(space: readonly LayerSpace[]): number[] {
  const kurtosis = deviations(space.map(({ statistics }) => Math.log2(statistics.kurtosis)));
  const peak = deviations(space.map(({ statistics }) => statistics.peak));
  return space.map((_, at) => {
    const tail = ((kurtosis[at] as number) + (peak[at] as number)) / 2;
    return 1 / (1 + Math.exp(-tail));
  });
}

/** Distances from the mean in standard deviations, 0 where all are equal or one is no number. */
function deviations(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (variance > 0 ? (value - mean) / Math.sqrt(variance) : 0));
}
