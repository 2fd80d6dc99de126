import type { GridSubject } from './subject.ts';

/** Words of one mode by what they are. */
export interface ModeWords {
  readonly mode: number;
  /** Activation words that may occur, least first; so are all lists. */
  readonly acts: readonly number[];
  /** The same without those that are no numbers. */
  readonly realActs: readonly number[];
  readonly narActs: readonly number[];
  /** Weight words that may occur: all, those of numbers in every lane, those that are no number in one lane. */
  readonly weights: readonly number[];
  readonly realWeights: readonly number[];
  readonly narWeights: readonly (readonly number[])[];
  /** Words whose products are 0 in every lane. */
  readonly zeroAct: number;
  readonly zeroWeight: number;
}

/** Throws TypeError where a format has no zero. */
export function modeWords({ datapath, shape }: GridSubject, mode: number): ModeWords {
  const acts = upTo(2 ** datapath.activationBits).filter((word) => datapath.isLegal(word));
  const lanes = shape.lanes.map(({ index }) => index);
  const weights = upTo(2 ** datapath.weightBits).filter((word) =>
    lanes.every((lane) => datapath.isLegalWeight(mode, lane, word)),
  );
  const valuesOf = (word: number) => lanes.map((lane) => datapath.weightValue(mode, lane, word));
  const nars = (word: number) => valuesOf(word).filter((value) => value === null).length;
  return {
    mode,
    acts,
    realActs: acts.filter((word) => datapath.activationValue(word) !== null),
    narActs: acts.filter((word) => datapath.activationValue(word) === null),
    weights,
    realWeights: weights.filter((word) => nars(word) === 0),
    narWeights: lanes.map((lane) =>
      weights.filter((word) => nars(word) === 1 && valuesOf(word)[lane] === null),
    ),
    zeroAct: required(acts.find((word) => datapath.activationValue(word) === 0)),
    zeroWeight: required(weights.find((word) => valuesOf(word).every((value) => value === 0))),
  };
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function required(word: number | undefined): number {
  if (word === undefined) throw new TypeError('a format without zero');
  return word;
}
