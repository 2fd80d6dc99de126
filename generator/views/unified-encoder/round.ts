import { svLiteral } from '../../systemverilog.ts';
import { type RoundingView, roundingSignals, roundingView } from '../encoder/round.ts';
import { RS_WIDTH } from '../format-ports.ts';
import { assignments, declarations, slice } from '../text.ts';
import type { UnifiedEncoder } from './describe.ts';
import { scaledName } from './scaled.ts';

export interface UnifiedRoundView extends RoundingView {
  readonly signals: readonly string[];
  readonly assignments: readonly string[];
}

export function unifiedRoundView(encoder: UnifiedEncoder): UnifiedRoundView {
  const { widths, runTime } = encoder;
  const { tail, shift, scaled } = widths;
  const rounding = roundingView(widths);
  const value = scaledName(encoder);
  return {
    signals: declarations([
      { name: 'ones', meaning: 'the regime run is one of ones' },
      { name: 'run_less_one', width: 'RunWidth', meaning: 'm - 1, not limited by rs' },
      ...(runTime ? [{ name: 'longest', width: 'RunWidth', meaning: 'rs - 1' }] : []),
      ...(tail > 0 ? [{ name: 'tail', width: 'TailWidth', meaning: 'exponent and fraction' }] : []),
      ...(shift > 0
        ? [
            { name: 'full', meaning: 'the run is rs bits long: no terminator' },
            { name: 'shortest', width: 'UnroundedWidth', signed: true, meaning: 'as if m were 1' },
          ]
        : []),
      { name: 'unrounded', width: 'UnroundedWidth', meaning: 'regime run, terminator, tail' },
      ...roundingSignals(rounding),
    ]),
    assignments: assignments({
      ones: `!${value}[${scaled - 1}]`,
      run_less_one: `${slice(value, scaled - 2, tail)} ^ {RunWidth{!ones}}`,
      ...(runTime ? { longest: longestValue(encoder) } : {}),
      ...(tail > 0 ? { tail: slice(value, tail - 1, 0) } : {}),
      ...stringAssignments(encoder),
    }),
    ...rounding,
  };
}

function longestValue({ widths }: UnifiedEncoder): string {
  const less = `rs_i - ${svLiteral(1, RS_WIDTH)}`;
  const zeros = widths.run - RS_WIDTH;
  return `(rs_i == '0) ? '0 : ${zeros > 0 ? `{${svLiteral(0, zeros)}, ${less}}` : less}`;
}

function stringAssignments(encoder: UnifiedEncoder): Record<string, string> {
  const { tail, shift, unrounded } = encoder.widths;
  const string = (...regime: string[]) => {
    const zeros = unrounded - regime.length - tail;
    const below = zeros > 0 ? [svLiteral(0, zeros)] : [];
    return `{${[...regime, ...(tail > 0 ? ['tail'] : []), ...below].join(', ')}}`;
  };
  if (shift === 0) return { unrounded: string('ones') };
  return {
    full: `run_less_one == ${longestOf(encoder)}`,
    shortest: `full ? ${string('ones')} : ${string('ones', '!ones')}`,
    unrounded: `shortest >>> ${slice('run_less_one', shift - 1, 0)}`,
  };
}

/** rs - 1 in as many bits as m - 1. */
export function longestOf({ runTime, format, widths }: UnifiedEncoder): string {
  return runTime ? 'longest' : svLiteral(format.rs - 1, widths.run);
}
