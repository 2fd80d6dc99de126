import type { MacParameters } from '../../../golden/exact/index.ts';
import type { FixedResolved } from '../../config/resolve.ts';
import type { WeightBounds } from '../../weights/bounds.ts';

/** What the width of the partial sum guarantees, and for which weights and activations. */
export function guarantee(resolved: FixedResolved): string {
  const { derived } = resolved;
  const { P, agnosticP, weights } = derived;
  const { depth } = resolved.config.accumulator;
  if (weights === undefined || (P >= agnosticP && weights.K <= depth)) return anyWeights(resolved);
  return P >= weights.P ? theseWeights(resolved, weights) : tooNarrow(resolved, weights);
}

function anyWeights(resolved: FixedResolved): string {
  const { config, derived } = resolved;
  const { depth } = config.accumulator;
  const start = startText(resolved);
  if (derived.P >= derived.agnosticP) {
    return `no sum of up to ${products(depth)} ${start} overflows, whatever the words`;
  }
  return (
    `beyond them sums ${overflowText(resolved.mac)} ` +
    `(${derived.agnosticP} bits hold any ${products(depth)} ${start})`
  );
}

function theseWeights(resolved: FixedResolved, weights: WeightBounds): string {
  const condition =
    weights.activations === 'both'
      ? 'whatever the activations'
      : 'as long as no activation is negative';
  return (
    `no sum of ${weightsText(weights)} ${startText(resolved)} overflows, ${condition}. ` +
    `With other weights sums may ${overflowText(resolved.mac)}: "logposit widths TENSOR --config ` +
    `${resolved.config.name}.json" tells whether a tensor fits`
  );
}

function tooNarrow(resolved: FixedResolved, weights: WeightBounds): string {
  const activations = weights.activations === 'both' ? 'activations' : 'non-negative activations';
  return (
    `too few for sums of ${weightsText(weights)} ${startText(resolved)}, which take ${weights.P} ` +
    `bits with some ${activations}; beyond ${resolved.derived.P} bits sums ${overflowText(resolved.mac)}`
  );
}

const SHOWN_HASH_DIGITS = 16;

function weightsText({ hash, K, channels }: WeightBounds): string {
  const shape = `${channels} ${channels === 1 ? 'channel' : 'channels'} of ${K}`;
  return `the weights with content hash ${hash.slice(0, SHOWN_HASH_DIGITS)} (${shape})`;
}

function startText({ config }: FixedResolved): string {
  const { startMax } = config.accumulator;
  return startMax === 0 ? 'from 0' : `from start values within +/-${startMax}`;
}

export function overflowText({ overflow }: Pick<MacParameters, 'overflow'>): string {
  return overflow === 'wrap' ? 'wrap around' : 'saturate at every step';
}

export function products(count: number): string {
  return count === 1 ? '1 product' : `${count} products`;
}
