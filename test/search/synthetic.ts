import { type Candidate, candidateKey, type LayerChoice } from '../../search/candidate.ts';
import type { ChooserQuestion, Judge } from '../../search/chooser.ts';
import type { LayerSpace } from '../../search/space.ts';

/** A layer of a synthetic network: what its words cost and how much its errors matter. */
export interface SyntheticLayer {
  readonly parameters: number;
  readonly sensitivity: number;
  /** Shape of least error, and the one of least loss where that is another. */
  readonly es?: number;
  readonly bestEs?: number;
  /** Gain of least loss. */
  readonly bestGain?: number;
  readonly kurtosis?: number;
}

export const WIDTHS = [2, 4, 8];

/** Eight layers of unequal sizes and sensitivities; large ones are not the least sensitive throughout. */
export const EIGHT: readonly SyntheticLayer[] = [
  { parameters: 100, sensitivity: 9, bestGain: -2 },
  { parameters: 400, sensitivity: 3, kurtosis: 9 },
  { parameters: 800, sensitivity: 1, bestEs: 1 },
  { parameters: 1600, sensitivity: 0.2 },
  { parameters: 300, sensitivity: 5, bestGain: -4, kurtosis: 12 },
  { parameters: 1200, sensitivity: 0.7 },
  { parameters: 700, sensitivity: 2, bestEs: 1 },
  { parameters: 150, sensitivity: 0.05 },
];

/** Four shapes for each width from 3 bits on, errors that fall by four with each bit. */
export function syntheticSpace(layers: readonly SyntheticLayer[], widths = WIDTHS): LayerSpace[] {
  return layers.map(({ parameters, es = 0, kurtosis = 3 }, at) => {
    const error = (choice: LayerChoice): number =>
      4 ** -choice.bits * (1 + 0.3 * Math.abs(choice.es - es) + 0.1 * Math.abs(choice.rs - 2)) +
      1e-4 * choice.gain ** 2;
    return {
      name: `layer ${at}`,
      parameters,
      macs: parameters * (1 + (at % 3)),
      widths,
      error,
      shapes: (bits) =>
        [0, 1]
          .flatMap((es) => [1, 2].map((rs) => ({ bits, es, rs, gain: 0 })))
          .filter(({ rs }) => rs < bits)
          .sort((a, b) => error(a) - error(b)),
      statistics: { deviation: 1, kurtosis, peak: Math.log2(kurtosis) + 1 },
    };
  });
}

export type Loss = (candidate: Candidate) => number;

/** Loss of one layer: quadratic in its step, with a shape and a gain that suit it best. */
function layerLoss(
  { sensitivity, es = 0, bestEs = es, bestGain = 0 }: SyntheticLayer,
  choice: LayerChoice,
): number {
  const shape = 1 + 0.5 * Math.abs(choice.es - bestEs) + 0.1 * Math.abs(choice.rs - 2);
  return sensitivity * 4 ** -choice.bits * shape * (1 + 0.05 * (choice.gain - bestGain) ** 2);
}

/** Losses of layers that add up. */
export function separable(layers: readonly SyntheticLayer[]): Loss {
  return (candidate) =>
    layers.reduce((sum, layer, at) => sum + layerLoss(layer, candidate[at] as LayerChoice), 0);
}

/** Neighbouring layers' errors amplify each other. */
export function coupled(layers: readonly SyntheticLayer[]): Loss {
  return (candidate) => {
    const losses = layers.map((layer, at) => layerLoss(layer, candidate[at] as LayerChoice));
    const pairs = losses.map((loss, at) => Math.sqrt(loss * (losses[at - 1] ?? 0)));
    return [...losses, ...pairs].reduce((sum, one) => sum + one, 0);
  };
}

/** Alone, narrowing an odd layer looks free; two of them ruin the network. */
export function deceptive(layers: readonly SyntheticLayer[]): Loss {
  const all = coupled(layers);
  return (candidate) => {
    const narrow = candidate.filter(({ bits }, at) => at % 2 === 1 && bits === 2).length;
    return all(candidate) + (narrow > 1 ? narrow : 0);
  };
}

export interface CountingJudge extends Judge {
  /** Keys of all candidates, in the order in which they were asked. */
  readonly asked: string[];
  /** Sizes of the calls. */
  readonly batches: number[];
}

/** A judge that notes what it is asked. */
export function judgeBy(loss: Loss): CountingJudge {
  const asked: string[] = [];
  const batches: number[] = [];
  return {
    asked,
    batches,
    async losses(candidates) {
      batches.push(candidates.length);
      asked.push(...candidates.map(candidateKey));
      return candidates.map(loss);
    },
  };
}

/** A question about layers, with a judge that counts. */
export function synthetic(
  layers: readonly SyntheticLayer[],
  loss: Loss,
  bits: number | null,
  more: Partial<ChooserQuestion> = {},
): ChooserQuestion & { readonly judge: CountingJudge } {
  return { space: syntheticSpace(layers), bits, seed: 1, ...more, judge: judgeBy(loss) };
}

/** Least loss of all widths under the budget, each layer with its best shape and gain for `loss`. */
export function leastOfWidths(
  layers: readonly SyntheticLayer[],
  loss: Loss,
  bits: number,
  choose: (layer: number, bits: number) => LayerChoice,
): number {
  const all = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  const from = (candidate: Candidate, room: number): number => {
    const at = candidate.length;
    const layer = layers[at];
    if (room < 0) return Number.POSITIVE_INFINITY;
    if (layer === undefined) return loss(candidate);
    return Math.min(
      ...WIDTHS.map((width) =>
        from([...candidate, choose(at, width)], room - layer.parameters * width),
      ),
    );
  };
  return from([], bits * all);
}
