import type { OptionsOf, PositShape } from '../../../../golden/datapaths/index.ts';
import type { ScaledFormat } from '../scaled/format.ts';
import { type ScaledProduct, scaledProduct, storedBits } from '../scaled/product.ts';
import { type PositLayout, positLayout } from './layout.ts';

/** Weights of a mode, all of which have such a lane from bit 0 of the word on. */
const POSIT8: PositShape = { n: 8, es: 1 };
const POSIT4: PositShape = { n: 4, es: 1 };
const POSIT2: PositShape = { n: 2, es: 0 };

/** What the lanes of a word multiply: an 8-, a 4- or a 2-bit weight, a 4- or a 2-bit one, and two of 2 bits. */
export interface FusedPosits {
  readonly activation: PositLayout;
  readonly weights: Readonly<Record<'8' | '4' | '2', PositLayout>>;
  readonly first: ScaledProduct;
  readonly second: ScaledProduct;
  /** Of both lanes whose weights are 1, -1 or 0: an activation in the window of their sums. */
  readonly ternary: ScaledProduct;
}

/** Throws CutToZero. */
export function fusedPosits(options: OptionsOf<'posit-fused'>): FusedPosits {
  const { clip, fraction, align } = options;
  const activation = positLayout(POSIT8, clip?.activation);
  const weights = {
    '8': positLayout(POSIT8, clip?.weight),
    '4': positLayout(POSIT4),
    '2': positLayout(POSIT2),
  };
  const common = { activation: activation.format, fraction, align };
  const formats = [weights['8'].format, weights['4'].format, weights['2'].format];
  const first = scaledProduct({ ...common, weight: united(formats) });
  const { actCode } = first;
  return {
    activation,
    weights,
    first,
    second: scaledProduct({ ...common, actCode, weight: united(formats.slice(1)) }),
    ternary: scaledProduct({ ...common, actCode, weight: united(formats.slice(2)) }),
  };
}

/** The numbers of several formats, as those of one. */
function united(formats: readonly ScaledFormat[]): ScaledFormat {
  const top = Math.max(...formats.map((format) => format.top));
  const fractionBits = Math.max(...formats.map((format) => format.fractionBits));
  const numbers = formats.flatMap((format) =>
    format.numbers.map(({ distance, fraction }) => ({
      distance: distance + top - format.top,
      fraction: fraction * 2 ** (fractionBits - format.fractionBits),
    })),
  );
  const [widest] = formats;
  if (widest === undefined) throw new TypeError('a lane needs a format');
  return {
    ...widest,
    name: formats.map(({ name }) => name).join(', '),
    fractionBits,
    top,
    largest: Math.max(...formats.map(({ largest }) => largest)),
    least: Math.min(...formats.map(({ least }) => least)),
    numbers,
    depth: Math.max(...numbers.map(({ distance }) => distance)),
  };
}

/** Lowest bits of the lanes' weights among those that a PE holds, and how many there are. */
export function weightPlaces({ first, second }: FusedPosits) {
  const secondLow = storedBits(first);
  const ternaryLow = secondLow + storedBits(second);
  return {
    second: secondLow,
    ternary: [ternaryLow, ternaryLow + 2] as const,
    bits: ternaryLow + 4,
  };
}
