import type { Resolved } from '../../config/resolve.ts';
import type { ModuleDescription, Port } from '../../design.ts';
import { shapeName } from '../decoder/view.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { input, output, portLines, signedPort } from '../ports.ts';
import { concatenation, localparams } from '../text.ts';
import { type RangeView, rangeView } from './clamp.ts';
import { describeEncoder } from './describe.ts';
import { type LogView, logView } from './log.ts';
import {
  type MagnitudeView,
  magnitudeView,
  type NormaliseView,
  normaliseView,
} from './magnitude.ts';
import { type RoundView, roundView } from './round.ts';
import { encoderParameters, encoderStory } from './story.ts';
import { unusedBits } from './unused.ts';
import { type WordView, wordView } from './word.ts';

export function encoderPorts({ requantise }: Resolved): Port[] {
  const { accumulatorWidth, accumulatorFraction, output: format } = requantise;
  return [
    signedPort(input('acc_i', accumulatorWidth, `finished sum, LSB 2^${-accumulatorFraction}`)),
    input('nar_i', 1, 'an operand of the sum was NaR'),
    output('code_o', format.n, `${shapeName(format)} word`),
  ];
}

/** Sections in dataflow order. */
export interface EncoderView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly magnitude: MagnitudeView;
  readonly normalise: NormaliseView;
  readonly log: LogView;
  readonly range: RangeView;
  readonly round: RoundView;
  readonly word: WordView;
  /** Slices that nothing reads; empty where every bit is used. */
  readonly unused: string;
}

export function encoderView(
  module: ModuleDescription,
  resolved: Resolved,
  provenance: Provenance,
): EncoderView {
  const encoder = describeEncoder(resolved);
  return {
    header: header(encoderStory(resolved), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(encoderParameters(encoder)),
    magnitude: magnitudeView(resolved),
    normalise: normaliseView(encoder),
    log: logView(encoder),
    range: rangeView(encoder),
    round: roundView(encoder),
    word: wordView(resolved),
    unused: concatenation(unusedBits(encoder)),
  };
}
