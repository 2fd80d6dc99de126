import type { LayerChoice } from '../../candidate.ts';
import type { LayerSpace } from '../../space.ts';

const MOST_ES = 5;

/** One more or less of es or rs. */
const STEPS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/** Shapes that a layer's words of so many bits may have: the space's, and legal ones a step beside them. */
export function shapePool(layer: LayerSpace, bits: number): readonly LayerChoice[] {
  const own = layer.shapes(bits);
  const beside = own.flatMap((shape) =>
    STEPS.map(([es, rs]) => ({ ...shape, es: shape.es + es, rs: shape.rs + rs })),
  );
  const pool = new Map(own.map((shape) => [`${shape.es},${shape.rs}`, shape]));
  for (const shape of beside) {
    const key = `${shape.es},${shape.rs}`;
    if (!pool.has(key) && isLegal(shape) && (layer.allows?.(shape) ?? true)) pool.set(key, shape);
  }
  return [...pool.values()];
}

function isLegal({ bits, es, rs }: LayerChoice): boolean {
  return es >= 0 && es <= MOST_ES && rs >= 1 && rs <= bits - 1;
}

/** The shape of a pool that is the fewest steps from the wanted one, the first of equal ones. */
export function nearestShape(
  pool: readonly LayerChoice[],
  wanted: { readonly es: number; readonly rs: number },
): LayerChoice {
  const steps = (shape: LayerChoice): number =>
    Math.abs(shape.es - wanted.es) + Math.abs(shape.rs - wanted.rs);
  return pool.reduce((nearest, shape) => (steps(shape) < steps(nearest) ? shape : nearest));
}
