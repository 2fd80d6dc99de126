import type { LayerChoice } from '../../candidate.ts';
import type { LayerSpace } from '../../space.ts';
import type { Random } from './random.ts';
import { nearestShape, shapePool } from './shape-pool.ts';

/** What one layer may inherit. */
export interface Genes {
  readonly layer: LayerSpace;
  /** Shapes for words of so many bits. */
  pool(bits: number): readonly LayerChoice[];
}

/** Genes of each layer, their pools worked out once. */
export function genesOf(space: readonly LayerSpace[]): readonly Genes[] {
  return space.map((layer) => {
    const pools = new Map(layer.widths.map((bits) => [bits, shapePool(layer, bits)]));
    return { layer, pool: (bits) => pools.get(bits) as readonly LayerChoice[] };
  });
}

/** Bits, es, rs and gain each from either parent; the shape is the nearest that words of those bits may have. */
export function crossed(
  { pool }: Genes,
  random: Random,
  mother: LayerChoice,
  father: LayerChoice,
): LayerChoice {
  const bits = random.pick([mother, father]).bits;
  const es = random.pick([mother, father]).es;
  const rs = random.pick([mother, father]).rs;
  const gain = random.pick([mother, father]).gain;
  return { ...nearestShape(pool(bits), { es, rs }), gain };
}

/** Largest step of a gain that mutates. */
const GAIN_STEP = 4;

/** Each with its probability: the next width up or down, any shape of the pool, a gain a few steps away. */
export function mutated(
  { layer, pool }: Genes,
  random: Random,
  choice: LayerChoice,
  { mutation, mostGain }: { readonly mutation: number; readonly mostGain: number },
): LayerChoice {
  const bits = random.chance(mutation) ? besideWidth(layer, random, choice.bits) : choice.bits;
  const shape = random.chance(mutation)
    ? random.pick(pool(bits))
    : nearestShape(pool(bits), choice);
  const gain = random.chance(mutation)
    ? choice.gain + random.integer(-GAIN_STEP, GAIN_STEP)
    : choice.gain;
  return { ...shape, gain: Math.max(-mostGain, Math.min(mostGain, gain)) };
}

function besideWidth({ widths }: LayerSpace, random: Random, bits: number): number {
  const at = widths.indexOf(bits) + (random.chance(0.5) ? 1 : -1);
  return widths[Math.max(0, Math.min(widths.length - 1, at))] as number;
}
