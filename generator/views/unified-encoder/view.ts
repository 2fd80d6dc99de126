import type { Module } from '../../design.ts';
import type { RangeView } from '../encoder/clamp.ts';
import type { LogView } from '../encoder/log.ts';
import type { MagnitudeView } from '../encoder/magnitude.ts';
import { unusedMagnitude } from '../encoder/unused.ts';
import { type WordView, wordView } from '../encoder/word.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { type NormaliseView, normaliseView } from '../normalise.ts';
import { portLines } from '../ports.ts';
import { declarations, localparams, unusedValue } from '../text.ts';
import type { UnifiedEncoder } from './describe.ts';
import { unifiedLogView } from './log.ts';
import { type SmallestView, smallestView, unifiedRangeView } from './range.ts';
import { type UnifiedRoundView, unifiedRoundView } from './round.ts';
import { type ScaledView, scaledView } from './scaled.ts';
import { unifiedEncoderParameters, unifiedEncoderStory } from './story.ts';

/** Sections in dataflow order. */
export interface UnifiedEncoderView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly magnitude: MagnitudeView;
  readonly normalise: NormaliseView;
  readonly log: LogView;
  readonly scaled: ScaledView | null;
  readonly round: UnifiedRoundView;
  readonly smallest: SmallestView | null;
  readonly range: RangeView;
  readonly word: WordView;
  /** Slices that nothing reads; empty where every bit is used. */
  readonly unused: string;
}

export function unifiedEncoderView(
  module: Module,
  encoder: UnifiedEncoder,
  provenance: Provenance,
): UnifiedEncoderView {
  const { resolved, format, widths, table } = encoder;
  return {
    header: header(unifiedEncoderStory(encoder), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(unifiedEncoderParameters(encoder)),
    magnitude: magnitudeOf(encoder),
    normalise: normaliseView('magnitude', 'MagnitudeWidth', widths.magnitude),
    log: unifiedLogView(encoder),
    scaled: scaledView(encoder),
    round: unifiedRoundView(encoder),
    smallest: smallestView(encoder),
    range: unifiedRangeView(encoder),
    word: wordView(format, 'both'),
    unused: unusedValue(unusedMagnitude(resolved.arithmetic.inputBits, widths, table)),
  };
}

function magnitudeOf({ widths }: UnifiedEncoder): MagnitudeView {
  return {
    story: 'of the sum, and its sign; with ReLU negative sums count as zero.',
    signals: declarations([
      { name: 'negative', meaning: 'sign of the sum' },
      { name: 'zero', meaning: 'the sum is 0, or negative with ReLU' },
      { name: 'magnitude', width: 'MagnitudeWidth', meaning: 'of the sum' },
    ]),
    sign: `acc_i[${widths.magnitude - 1}]`,
    value: 'negative ? -acc_i : acc_i',
    zero: `(acc_i == '0) || (relu_i && negative)`,
  };
}
