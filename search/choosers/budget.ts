import { Failure } from '../../system/failure.ts';
import type { Candidate, LayerChoice } from '../candidate.ts';
import type { LayerSpace } from '../space.ts';

/** Bits that the weights of all layers may take together. */
export interface BitBudget {
  /** Most bits; Infinity: no limit. */
  readonly limit: number;
  /** Bits that the weights of a candidate take. */
  used(candidate: Candidate): number;
  /** Average bits of a candidate, 0 where there are no weights. */
  average(candidate: Candidate): number;
  fits(candidate: Candidate): boolean;
}

/** Budget of so many average bits, null: no limit. Throws a Failure where the narrowest words do not meet it. */
export function bitBudget(space: readonly LayerSpace[], bits: number | null): BitBudget {
  const parameters = space.reduce((sum, layer) => sum + layer.parameters, 0);
  const limit = bits === null ? Number.POSITIVE_INFINITY : mostBits(bits, parameters);
  const used = (candidate: Candidate): number =>
    space.reduce(
      (sum, layer, at) => sum + layer.parameters * (candidate[at] as LayerChoice).bits,
      0,
    );
  const average = (candidate: Candidate): number =>
    parameters === 0 ? 0 : used(candidate) / parameters;
  const least = space.reduce((sum, layer) => sum + layer.parameters * narrowest(layer), 0);
  if (bits !== null && least > limit) throw unreachable(space, bits, least / parameters);
  return { limit, used, average, fits: (candidate) => used(candidate) <= limit };
}

/** The largest whole number of bits whose average does not exceed the one asked for, also after rounding. */
function mostBits(bits: number, parameters: number): number {
  const most = Math.ceil(bits * parameters);
  return most / parameters <= bits || parameters === 0 ? most : most - 1;
}

function unreachable(space: readonly LayerSpace[], bits: number, least: number): Failure {
  const narrow = space.map(narrowest);
  const why = narrow.every((one) => one === narrow[0])
    ? `layers take words of ${narrow[0]} bits and more`
    : `the narrowest words of the layers average ${least.toFixed(2)} bits`;
  return new Failure(
    'input',
    `an average of ${bits} bits cannot be reached: ${why}`,
    'ask for more bits, or allow narrower words',
  );
}

function narrowest({ widths }: LayerSpace): number {
  return widths[0] as number;
}
