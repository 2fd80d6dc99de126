import type { LayerChoice } from '../candidate.ts';
import type { LayerSpace } from '../space.ts';

/** The same space, which works out each shape and each error once: both may take a pass over the weights. */
export function remembered(space: readonly LayerSpace[]): readonly LayerSpace[] {
  return space.map((layer) => {
    const shapes = new Map<number, readonly LayerChoice[]>();
    const errors = new Map<string, number>();
    return {
      ...layer,
      shapes: (bits) => once(shapes, bits, () => layer.shapes(bits)),
      error: (choice) =>
        once(errors, `${choice.bits},${choice.es},${choice.rs},${choice.gain}`, () =>
          layer.error(choice),
        ),
      allows: (choice) => layer.allows?.(choice) ?? true,
    };
  });
}

function once<K, V>(known: Map<K, V>, key: K, compute: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = compute();
  known.set(key, value);
  return value;
}
