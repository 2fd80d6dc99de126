import type { Clip, DatapathOptions, OptionsOf } from '../../golden/datapaths/index.ts';
import { normalWords } from '../../golden/datapaths/minifloat.ts';
import { optionFailure } from './option-failure.ts';

type Clippable = Extract<DatapathOptions, { readonly clip?: Clip | undefined }>;

/** What no schema says of one option alone. */
export function requireDatapath(options: DatapathOptions): void {
  if (options.kind === 'lp-linear') requireLinear(options);
  if ('clip' in options && options.clip !== undefined) requireClip(options, options.clip);
  if (options.kind === 'lp-fused') requireFused(options);
}

function requireLinear({ weight, align, bus, nonNegative }: OptionsOf<'lp-linear'>): void {
  if (fractionBits(weight) > 1) {
    throw optionFailure(
      'datapath.weight',
      'must have at most one fraction bit for "lp-linear"',
      JSON.stringify(weight),
      'take "lp-log", or a larger es, or fewer bits',
    );
  }
  const aligns = nonNegative
    ? ['truncate', 'nearest', 'floor-act']
    : bus === 'twos-complement'
      ? ['floor-act']
      : ['truncate', 'nearest'];
  if (aligns.includes(align)) return;
  const activations = nonNegative ? 'activations that are never negative' : `a ${bus} bus`;
  const allowed = aligns.map((name) => JSON.stringify(name)).join(' or ');
  throw optionFailure('datapath.align', `must be ${allowed} for ${activations}`, align);
}

function requireFused(options: OptionsOf<'lp-fused'>): void {
  const bits = options.weights.map(({ n }) => n);
  if (bits.some((n, index) => ![8, 4, 2].includes(n) || n >= (bits[index - 1] ?? 9))) {
    throw optionFailure('datapath.weights', 'must have n of 8, 4 or 2, falling', bits.join(', '));
  }
  const fine = options.weights.find((weight) => weight.n < 8 && fractionBits(weight) > 1);
  if (fine !== undefined) {
    throw optionFailure(
      'datapath.weights',
      'must have at most one fraction bit where n is 4 or 2',
      JSON.stringify(fine),
    );
  }
  if (options.align === 'floor' && bits.some((n) => n < 8)) {
    throw optionFailure('datapath.align', 'must not be "floor" where n is 4 or 2', options.align);
  }
}

function requireClip(options: Clippable, clip: Clip): void {
  if (options.kind === 'float') requireFloatClip(options, clip);
  // Words of 8 bits may be clipped anywhere.
  else if (options.kind !== 'posit-fused') requireWordClip(options, clip);
}

/** Subnormals alone have no exponent that tells them apart. */
function requireFloatClip(options: OptionsOf<'float'>, clip: Clip): void {
  for (const side of ['weight', 'activation'] as const) {
    const { first, last } = normalWords(options[side]);
    if (clip[side] >= first && clip[side] <= last) continue;
    throw optionFailure(
      `datapath.clip.${side}`,
      `must be a positive, normal word of ${options[side]}, from ${first} to ${last}`,
      clip[side],
    );
  }
}

function requireWordClip(
  options: Exclude<Clippable, OptionsOf<'float' | 'posit-fused'>>,
  { weight: largestWeight, activation: largestActivation }: Clip,
): void {
  const weight = options.kind === 'lp-fused' ? options.weights[0] : options.weight;
  const sides = [
    ['weight', weight?.n ?? 0, largestWeight],
    ['activation', options.activation.n, largestActivation],
  ] as const;
  for (const [name, n, largest] of sides) {
    const most = 2 ** (n - 1) - 1;
    if (largest <= most) continue;
    throw optionFailure(
      `datapath.clip.${name}`,
      `must be a positive word of ${n} bits, at most ${most}`,
      largest,
    );
  }
}

/** F of lp-spec 1. */
function fractionBits({ n, es, rs }: { n: number; es: number; rs: number }): number {
  return Math.max(0, n - 1 - Math.min(2, rs) - es);
}
