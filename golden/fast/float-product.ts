import type { FloatMacParameters } from '../exact/float-parameters.ts';
import { converterTable } from './converters.ts';
import { logFractionOf, logReach, pairTerms, type Term } from './term.ts';

/** Products (s, I, M) of a MAC with floating sums, by the index of a term (section 3). */
export interface FloatProductTable {
  /** Index 0 is the product zero; any other is its log sum plus a whole number of octaves. */
  readonly term: Term;
  /** I of an index is (index >> octaveShift) - octaveBias. */
  readonly octaveShift: number;
  readonly octaveBias: number;
  /** M, W bits, by index & octaveMask. */
  readonly octaveMask: number;
  readonly significands: Uint32Array;
}

/** Log sums as they are: 2^Fp significands serve every octave. */
export function floatProductTable(parameters: FloatMacParameters): FloatProductTable {
  const { converter, converterFraction, significand } = parameters;
  if (significand > 32) throw new RangeError('the fast model holds M in a word: W is at most 32');
  const octaveShift = logFractionOf(parameters);
  const octaveBias = Math.ceil(logReach(parameters) / 2 ** octaveShift) + 1;
  const bias = octaveBias * 2 ** octaveShift;
  // At most 51 significant bits, shifted: exact in binary64.
  const scale = 2 ** (significand - 1 - converterFraction);
  const antilogs = converterTable(converter, converterFraction, octaveShift);
  return {
    term: pairTerms(parameters, (logSum) => logSum + bias),
    octaveShift,
    octaveBias,
    octaveMask: 2 ** octaveShift - 1,
    significands: Uint32Array.from(antilogs, (antilog) => Math.floor(antilog * scale)),
  };
}
