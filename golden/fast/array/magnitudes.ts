import type { ArrayParameters } from '../../exact/array-parameters.ts';
import { type DecodeTable, decodeTable, NUMBER } from '../decode.ts';
import { exactProducts, roundingsOf } from '../product.ts';
import { logFractionOf, logReach, type PairFormats } from '../term.ts';
import { formatKey } from './format-key.ts';
import type { TileActivations } from './lane-sums.ts';
import { createRecent } from './recent.ts';

/**
 * Magnitudes of a pair of formats, found by adding a weight's place and an activation's: zeros for
 * every sum with a word that counts for nothing, then the magnitudes of all log sums, then, where
 * they differ by sign, those of products that are rounded up.
 */
export interface Magnitudes {
  readonly values: Float64Array;
  /** By weight word; -1 for words that count for nothing. */
  readonly weightPlace: Int32Array;
  /** By activation word. */
  readonly actPlace: Int32Array;
  /** What is added to a place for the values that are rounded up; 0 where there are none. */
  readonly up: number;
  /** 1 for negative words. */
  readonly weightSign: Uint8Array;
  readonly actSign: Uint8Array;
}

/** Tiles take turns through formats, and lanes share them. */
const MOST_FORMATS = 64;
const decodedOf = createRecent<DecodeTable>(MOST_FORMATS);

/** Tabulates them modulo 2^width: for sums that wrap. */
export function magnitudesOf(
  arithmetic: ArrayParameters['arithmetic'],
  formats: PairFormats,
  width: number,
): Magnitudes {
  const { weight, activation } = formats;
  const fraction = logFractionOf(formats);
  const reach = logReach(formats);
  const exactProduct = exactProducts(arithmetic, fraction);
  const roundings = roundingsOf(arithmetic.align);
  const weights = decodedOf(formatKey(weight), () => decodeTable(weight));
  const activations = decodedOf(formatKey(activation), () => decodeTable(activation));
  const weightReach = weight.maxLog * 2 ** (fraction - weight.fractionBits);
  const zeros = 2 * weightReach + 1;
  const span = 2 * reach + 1;
  const values = new Float64Array(zeros + roundings.length * span);
  roundings.forEach((round, table) => {
    for (let log = -reach; log <= reach; log++) {
      values[zeros + table * span + reach + log] = round(exactProduct(log)) % 2 ** width;
    }
  });
  const scaled = (log: number, bits: number) => log * 2 ** (fraction - bits);
  return {
    values,
    weightPlace: weights.log.map((log, word) =>
      weights.kind[word] === NUMBER ? weightReach + scaled(log, weight.fractionBits) : -1,
    ),
    actPlace: activations.log.map((log, word) =>
      activations.kind[word] === NUMBER
        ? zeros + reach - weightReach + scaled(log, activation.fractionBits)
        : 0,
    ),
    up: roundings.length > 1 ? span : 0,
    weightSign: weights.sign,
    actSign: activations.sign,
  };
}

/** A tile's activations as places in the magnitudes, rows x vectors. */
export interface ActivationPlaces {
  /** For positive weights, and for negative ones. */
  readonly places: readonly [Int32Array, Int32Array];
  /** 1 or -1. */
  readonly signs: Float64Array;
}

/** Looks a tile's activations up once for all columns. */
export function activationPlaces(
  { actPlace, actSign, up }: Magnitudes,
  align: ArrayParameters['arithmetic']['align'],
  { words }: TileActivations,
): ActivationPlaces {
  const positive = new Int32Array(words.length);
  const negative = align === 'floor' ? new Int32Array(words.length) : positive;
  const signs = new Float64Array(words.length);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as number;
    const place = actPlace[word] as number;
    const sign = actSign[word] as number;
    signs[at] = 1 - 2 * sign;
    // Places of words that count for nothing must stay among the zeros.
    const counts = place > 0 ? up : 0;
    positive[at] = place + sign * counts;
    if (align === 'floor') negative[at] = place + (1 - sign) * counts;
  }
  return { places: [positive, negative], signs };
}
