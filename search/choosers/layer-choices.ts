import type { Candidate, LayerChoice } from '../candidate.ts';
import type { LayerSpace } from '../space.ts';

/** The shape of least squared error among words of so many bits. */
export function bestShape(layer: LayerSpace, bits: number, gain = 0): LayerChoice {
  return { ...(layer.shapes(bits)[0] as LayerChoice), gain };
}

/** Squared error of a layer with the best words of so many bits. */
export function errorAt(layer: LayerSpace, bits: number): number {
  return layer.error(bestShape(layer, bits));
}

/** The best words of the greatest width in every layer. */
export function widest(space: readonly LayerSpace[]): Candidate {
  return space.map((layer) => bestShape(layer, layer.widths.at(-1) as number));
}

/** In every layer the best words of the greatest width up to `bits`, or of the least one. */
export function uniform(space: readonly LayerSpace[], bits: number | null): Candidate {
  if (bits === null) return widest(space);
  return space.map((layer) => {
    const width = layer.widths.findLast((one) => one <= bits) ?? (layer.widths[0] as number);
    return bestShape(layer, width);
  });
}

/** A candidate with other choices for some of its layers. */
export function replaced(
  candidate: Candidate,
  ...changes: readonly (readonly [layer: number, choice: LayerChoice])[]
): Candidate {
  const answer = [...candidate];
  for (const [layer, choice] of changes) answer[layer] = choice;
  return answer;
}
