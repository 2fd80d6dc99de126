import type { Candidate, LayerChoice } from '../candidate.ts';
import type { ChooserQuestion } from '../chooser.ts';
import type { LayerSpace } from '../space.ts';
import type { Score } from './trials.ts';

/** Bits of a weight that costs 1. */
const REFERENCE_BITS = 8;

/** Cost of a layer's MACs with weights of so many bits, as a share of the whole network's with 8-bit weights. */
export function layerCost(
  { space, costOf = (bits) => bits }: ChooserQuestion,
  layer: LayerSpace,
  bits: number,
): number {
  const all = space.reduce((sum, { macs }) => sum + macs, 0) * costOf(REFERENCE_BITS);
  return all === 0 ? 0 : (layer.macs * costOf(bits)) / all;
}

/** Loss plus `costWeight` times the cost of the MACs. */
export function lossAndCost(question: ChooserQuestion, costWeight: number): Score {
  if (costWeight === 0) return (_candidate, loss) => loss;
  return (candidate: Candidate, loss) =>
    question.space.reduce(
      (sum, layer, at) =>
        sum + costWeight * layerCost(question, layer, (candidate[at] as LayerChoice).bits),
      loss,
    );
}
