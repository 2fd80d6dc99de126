import { minifloat, normalWords } from '../../../../golden/datapaths/minifloat.ts';
import type { FloatName } from '../../../../golden/datapaths/options.ts';
import { type ScaledFormat, scaledFormat } from '../scaled/format.ts';

/** Fields of a minifloat: sign, exponent, mantissa. */
export interface FloatLayout {
  readonly format: ScaledFormat;
  readonly exponentBits: number;
  readonly mantissaBits: number;
  /** Exponent, as it is in the word, of the largest number; at least 1. */
  readonly topExponent: number;
  /** Whether an exponent of 0 means no leading one. */
  readonly hasSubnormals: boolean;
  /** Words that are no numbers, without sign: those at this exponent and, where given, this mantissa only. */
  readonly special: 'none' | 'largest word' | 'largest exponent';
}

type Fields = Omit<FloatLayout, 'format' | 'topExponent'>;

const FIELDS: Readonly<Record<FloatName, Fields>> = {
  e4m3: { exponentBits: 4, mantissaBits: 3, hasSubnormals: true, special: 'largest word' },
  e5m2: { exponentBits: 5, mantissaBits: 2, hasSubnormals: true, special: 'largest exponent' },
  e2m1: { exponentBits: 2, mantissaBits: 1, hasSubnormals: true, special: 'none' },
  adaptiv8: { exponentBits: 3, mantissaBits: 4, hasSubnormals: false, special: 'none' },
};

const NAMES: Readonly<Record<FloatName, string>> = {
  e4m3: 'E4M3',
  e5m2: 'E5M2',
  e2m1: 'E2M1',
  adaptiv8: 'AdaptivFloat<8,3>',
};

/** `largest` is the largest word that occurs, one of a normal number. */
export function floatLayout(name: FloatName, largest = normalWords(name).last): FloatLayout {
  const fields = FIELDS[name];
  const { mantissaBits, hasSubnormals } = fields;
  const named = { name: NAMES[name], fractionBits: mantissaBits };
  return {
    ...fields,
    topExponent: largest >> mantissaBits,
    format: scaledFormat(named, minifloat(name), {
      subnormalOctaves: hasSubnormals ? mantissaBits : 0,
      largest,
    }),
  };
}
