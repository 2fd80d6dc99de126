import type { RunningArray } from '../infer/layer-step.ts';
import type { LayerChoice } from './candidate.ts';
import type { GroundLayer } from './ground.ts';
import type { LayerPlanner } from './layer-planner.ts';
import type { LayerSpace } from './space.ts';

/** What may be chosen for a layer on an array: `widths` are the bits that words may have. */
export function createLayerSpace(
  { layer, values, plain }: GroundLayer,
  planner: LayerPlanner,
  { shape }: RunningArray,
  { widths, perChannel }: { readonly widths: readonly number[]; readonly perChannel: boolean },
): LayerSpace {
  const fixed = shape.lanes[0]?.weight.fixed ?? null;
  const ranked = new Map<number, readonly LayerChoice[]>();
  const error = (choice: LayerChoice) => {
    const fitted = planner.scales(choice);
    return perChannel ? fitted.error : fitted.commonError;
  };
  const allows = ({ bits, es, rs }: LayerChoice) =>
    widths.includes(bits) &&
    (fixed === null ? es <= shape.maxEs : es === fixed.es && rs === Math.min(fixed.rs, bits - 1));
  return {
    name: layer.name,
    parameters: values.length,
    macs: plain.macs ?? 0,
    widths: [...widths].sort((a, b) => a - b),
    shapes(bits) {
      const known = ranked.get(bits) ?? rankedShapes(allShapes(bits).filter(allows), error);
      ranked.set(bits, known);
      return known;
    },
    allows,
    error,
    statistics: statisticsOf(values),
  };

  function allShapes(bits: number): LayerChoice[] {
    const most = fixed?.es ?? shape.maxEs;
    return Array.from({ length: most + 1 }, (_, es) =>
      Array.from({ length: bits - 1 }, (_each, run) => ({ bits, es, rs: bits - 1 - run, gain: 0 })),
    ).flat();
  }
}

/** The least squared error first; of equals the simplest. */
function rankedShapes(
  shapes: readonly LayerChoice[],
  error: (choice: LayerChoice) => number,
): LayerChoice[] {
  return shapes
    .map((choice) => ({ choice, error: error(choice) }))
    .sort((a, b) => a.error - b.error)
    .map(({ choice }) => choice);
}

function statisticsOf(values: Float64Array): LayerSpace['statistics'] {
  const count = values.length;
  const mean = values.reduce((sum, w) => sum + w, 0) / count;
  const [second, fourth] = [2, 4].map(
    (power) => values.reduce((sum, w) => sum + (w - mean) ** power, 0) / count,
  ) as [number, number];
  const largest = values.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  const average = values.reduce((sum, w) => sum + Math.abs(w), 0) / count;
  return {
    deviation: Math.sqrt(second),
    kurtosis: second === 0 ? 3 : fourth / second ** 2,
    peak: largest === 0 ? 0 : Math.log2(largest / average),
  };
}
