import type { Datapath } from '../golden/datapaths/index.ts';

/** A word, or a joined pair of words, with its value. */
export interface Level {
  readonly value: number;
  readonly word: number;
  /** Of the lower column of a joined pair, else 0. */
  readonly lowWord: number;
}

/** Intervals of the real line, ascending, each with the word that its numbers become. */
export interface Quantiser {
  readonly levels: readonly Level[];
  /** Entry i is between levels i and i + 1. */
  readonly bounds: Float64Array;
  /** 1 where the bound itself belongs to level i + 1. */
  readonly boundIsUpper: Uint8Array;
}

/**
 * How a weight is divided between joined columns: the nearest word and the nearest to what is left
 * (lp-spec section 5), or the pair whose value is nearest.
 */
export type PairChoice = 'successive' | 'nearest';

/** Nearest weights of lane 0 of a mode, its bits lowest; a tie goes to the even word. */
export function weightQuantiser(datapath: Datapath, mode: number): Quantiser {
  const bits = datapath.modes[mode]?.bits ?? datapath.weightBits;
  return nearestWord(bits, (word) =>
    datapath.isLegalWeight(mode, 0, word) ? datapath.weightValue(mode, 0, word) : null,
  );
}

/** Nearest activations that may occur; a tie goes to the even word. */
export function activationQuantiser(datapath: Datapath): Quantiser {
  return nearestWord(datapath.activationBits, (word) =>
    datapath.isLegal(word) ? datapath.activationValue(word) : null,
  );
}

/** Pairs of words w_hi + w_lo * 2^-join. */
export function joinedQuantiser(single: Quantiser, join: number, choice: PairChoice): Quantiser {
  return choice === 'nearest' ? nearestPair(single, join) : successivePair(single, join);
}

/** Index of the level of a number. */
export function levelOf({ bounds, boundIsUpper }: Quantiser, x: number): number {
  let [from, to] = [0, bounds.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const bound = bounds[middle] as number;
    if (bound < x || (bound === x && boundIsUpper[middle] === 1)) from = middle + 1;
    else to = middle;
  }
  return from;
}

function nearestWord(bits: number, valueIn: (word: number) => number | null): Quantiser {
  const levels = new Map<number, Level>();
  for (let word = 0; word < 2 ** bits; word += 1) {
    const value = valueIn(word);
    // Of words of equal value, such as two zeros, the first stands for all.
    if (value !== null && !levels.has(value)) levels.set(value, { value, word, lowWord: 0 });
  }
  return nearestOf([...levels.values()], ({ word }) => word);
}

function nearestPair(single: Quantiser, join: number): Quantiser {
  const unit = 2 ** -join;
  const levels = new Map<number, Level>();
  // From small low words on, so that they stand for pairs of equal value.
  const lows = [...single.levels].sort((a, b) => Math.abs(a.value) - Math.abs(b.value));
  for (const low of lows) {
    for (const high of single.levels) {
      const value = high.value + unit * low.value;
      if (!levels.has(value)) levels.set(value, { value, word: high.word, lowWord: low.word });
    }
  }
  return nearestOf([...levels.values()], ({ lowWord }) => lowWord);
}

/** The interval of each high word, divided by those of the low words. */
function successivePair(single: Quantiser, join: number): Quantiser {
  const unit = 2 ** -join;
  const levels: Level[] = [];
  const bounds: number[] = [];
  const boundIsUpper: number[] = [];
  for (const [index, high] of single.levels.entries()) {
    const [from, to] = interval(single, index);
    for (const [at, low] of single.levels.entries()) {
      const [lowest, highest] = interval(single, at).map((bound) => high.value + unit * bound);
      if ((highest as number) <= from || (lowest as number) >= to) continue;
      const isFirst = (lowest as number) <= from;
      const bound = Math.max(lowest as number, from);
      if (bound > -Infinity) {
        bounds.push(bound);
        boundIsUpper.push(
          (isFirst ? single.boundIsUpper[index - 1] : single.boundIsUpper[at - 1]) ?? 0,
        );
      }
      const value = high.value + unit * low.value;
      levels.push({ value, word: high.word, lowWord: low.word });
    }
  }
  return {
    levels,
    bounds: Float64Array.from(bounds),
    boundIsUpper: Uint8Array.from(boundIsUpper),
  };
}

function interval({ bounds }: Quantiser, level: number): [number, number] {
  return [bounds[level - 1] ?? -Infinity, bounds[level] ?? Infinity];
}

/** Bounds half-way between neighbours, at which the even code wins. */
function nearestOf(unsorted: readonly Level[], codeOf: (level: Level) => number): Quantiser {
  const levels = [...unsorted].sort((a, b) => a.value - b.value);
  const bounds = new Float64Array(levels.length - 1);
  const boundIsUpper = new Uint8Array(levels.length - 1);
  for (const [index, upper] of levels.entries()) {
    const lower = levels[index - 1];
    if (lower === undefined) continue;
    bounds[index - 1] = (lower.value + upper.value) / 2;
    boundIsUpper[index - 1] = codeOf(lower) % 2 === 1 && codeOf(upper) % 2 === 0 ? 1 : 0;
  }
  return { levels, bounds, boundIsUpper };
}
