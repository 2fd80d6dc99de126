import { isFloatDesign, type Resolved } from '../../config/resolve.ts';
import type { ModuleDescription, Port } from '../../design.ts';
import { shapeName } from '../decoder/view.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { type NormaliseView, normaliseView } from '../normalise.ts';
import { input, output, portLines, signedPort } from '../ports.ts';
import { localparams, unusedValue } from '../text.ts';
import { type RangeView, rangeView } from './clamp.ts';
import { describeEncoder } from './describe.ts';
import { type LogView, logView } from './log.ts';
import { type MagnitudeView, magnitudeView } from './magnitude.ts';
import { type RoundView, roundView } from './round.ts';
import { encoderParameters, encoderStory } from './story.ts';
import { unusedBits } from './unused.ts';
import { type WordView, wordView } from './word.ts';

export function encoderPorts(resolved: Resolved): Port[] {
  const { output: format } = resolved.requantise;
  return [
    sumPort(resolved),
    input('nar_i', 1, 'an operand of the sum was NaR'),
    output('code_o', format.n, `${shapeName(format)} word`),
  ];
}

function sumPort(resolved: Resolved): Port {
  if (isFloatDesign(resolved)) {
    const { E, W } = resolved.derived;
    return input('acc_i', 1 + E + W, 'finished sum {sign, exponent, significand}');
  }
  const { P, A } = resolved.derived;
  return signedPort(input('acc_i', P, `finished sum, LSB 2^${-A}`));
}

/** Sections in dataflow order. */
export interface EncoderView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly magnitude: MagnitudeView;
  /** Null where the leading one stands at the top already. */
  readonly normalise: NormaliseView | null;
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
    normalise:
      encoder.widths.position > 0
        ? normaliseView('magnitude', 'MagnitudeWidth', encoder.widths.magnitude)
        : null,
    log: logView(encoder),
    range: rangeView(encoder),
    round: roundView(encoder),
    word: wordView(resolved.requantise.output, resolved.requantise.relu ? 'positive' : 'both'),
    unused: unusedValue(unusedBits(encoder)),
  };
}
