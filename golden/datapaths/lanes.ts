import type { Datapath, DatapathMode } from './datapath.ts';
import type { Clip } from './options.ts';

/** A way to read words of some bits as numbers of type N. */
export interface WordFormat<N> {
  readonly bits: number;
  /** Whether negative words are positive ones with a sign bit; else they are their two's complement. */
  readonly hasSignBit?: boolean;
  /** null: not a number. */
  decode(word: number): N | null;
  /** Value without scale. */
  toValue(number: N): number;
}

/** What the lanes of a weight word hold in one mode, and how they are multiplied. */
export interface LaneMode<N> {
  readonly name: string;
  readonly lanes: number;
  readonly weight: WordFormat<N>;
  /** In LSBs of the datapath. */
  multiply(weight: N, activation: N): bigint;
}

export interface LaneParameters<N> {
  readonly weightBits: number;
  readonly fraction: number;
  readonly activation: WordFormat<N>;
  /** No activation word has its sign bit set. */
  readonly nonNegative: boolean;
  /** Largest words that occur, of formats whose positive words are sorted like their values. */
  readonly clip?: Clip | undefined;
  readonly modes: readonly LaneMode<N>[];
}

/** A datapath whose lanes multiply the weights of a word, each decoded, by one decoded activation. */
export function laneDatapath<N>(parameters: LaneParameters<N>): Datapath {
  const { weightBits, fraction, nonNegative, clip } = parameters;
  const activation = decodedOnce(parameters.activation);
  const legalWords = 2 ** (nonNegative ? activation.bits - 1 : activation.bits);
  const modes = parameters.modes.map((mode) => ({ ...mode, weight: decodedOnce(mode.weight) }));

  return {
    weightBits,
    activationBits: activation.bits,
    modes: modes.map(
      ({ name, lanes, weight }): DatapathMode => ({ name, lanes, bits: weight.bits }),
    ),
    fraction,
    isLegal: (word) =>
      Number.isInteger(word) &&
      word >= 0 &&
      word < legalWords &&
      isWithin(activation, word, clip?.activation),
    isLegalWeight(mode, lane, word) {
      const weights = modeOf(mode);
      if (!uses(weights, lane)) return true;
      return isWithin(weights.weight, fieldOf(weights, lane, word), clip?.weight);
    },
    weightValue(mode, lane, word) {
      const weights = modeOf(mode);
      if (!uses(weights, lane)) return 0;
      return valueIn(weights.weight, fieldOf(weights, lane, word));
    },
    activationValue: (word) => valueIn(activation, word),
    product(mode, lane, weightWord, activationWord) {
      const weights = modeOf(mode);
      if (!uses(weights, lane)) return 0n;
      const weight = weights.weight.decode(fieldOf(weights, lane, weightWord));
      const operand = activation.decode(activationWord);
      return weight === null || operand === null ? 0n : weights.multiply(weight, operand);
    },
  };

  function modeOf(index: number): LaneMode<N> {
    const mode = modes[index];
    if (mode === undefined) throw new RangeError(`there is no mode ${index}`);
    return mode;
  }

  function fieldOf({ weight }: LaneMode<N>, lane: number, word: number): number {
    if (!Number.isInteger(word) || word < 0 || word >= 2 ** weightBits) {
      throw new RangeError(`${word} is no weight word of ${weightBits} bits`);
    }
    return (word >> (lane * weight.bits)) & (2 ** weight.bits - 1);
  }
}

/** Whether a word is at most the largest that occurs, in magnitude; what is no number may always occur. */
function isWithin<N>(format: WordFormat<N>, word: number, largest: number | undefined): boolean {
  return largest === undefined || format.decode(word) === null || positive(format, word) <= largest;
}

/** The word of the same magnitude without a sign. */
function positive<N>({ bits, hasSignBit }: WordFormat<N>, word: number): number {
  const middle = 2 ** (bits - 1);
  if (word < middle) return word;
  return hasSignBit === true ? word - middle : 2 * middle - word;
}

/** The one mode of a datapath whose words hold one weight. */
export function soleMode<N>(
  weight: WordFormat<N>,
  multiply: LaneMode<N>['multiply'],
): Pick<LaneParameters<N>, 'weightBits' | 'modes'> {
  const mode = { name: String(weight.bits), lanes: 1, weight, multiply };
  return { weightBits: weight.bits, modes: [mode] };
}

function uses({ lanes }: LaneMode<unknown>, lane: number): boolean {
  return lane < lanes;
}

function valueIn<N>(format: WordFormat<N>, word: number): number | null {
  const number = format.decode(word);
  return number === null ? null : format.toValue(number);
}

/** The same format, every word decoded at its first use. */
function decodedOnce<N>(format: WordFormat<N>): WordFormat<N> {
  const known: (N | null)[] = [];
  return {
    ...format,
    decode(word) {
      const found = known[word];
      if (found !== undefined) return found;
      if (!Number.isInteger(word) || word < 0 || word >= 2 ** format.bits) {
        throw new RangeError(`${word} is no word of ${format.bits} bits`);
      }
      const decoded = format.decode(word);
      known[word] = decoded;
      return decoded;
    },
  };
}
