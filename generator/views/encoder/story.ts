import { type RequantiseParameters, requantise } from '../../../golden/exact/index.ts';
import type { Resolved } from '../../config/resolve.ts';
import { svLiteral } from '../../systemverilog.ts';
import { shapeName } from '../decoder/view.ts';
import { lsbText, type Parameter } from '../text.ts';
import type { Encoder } from './describe.ts';

export function encoderStory({ requantise, derived }: Resolved): string[] {
  const { output, relu, underflow, scale } = requantise;
  const { Fo, X, A } = derived;
  return [
    `Encoder: turns a finished sum (${lsbText(A)}) into an ${shapeName(output)} word.`,
    '',
    `The log is the position of the leading one, log2 of the ${X} bits behind it to ${Fo} fraction ` +
      `bits, and the log scale c = ${scale} (${lsbText(Fo)}). It is rounded to the nearest word, ties ` +
      'to the even one; above the largest word it saturates, ' +
      (underflow === 'flush'
        ? 'more than an octave below the smallest it becomes zero.'
        : 'below the smallest it becomes the smallest.') +
      ` NaR stays NaR, a sum of 0 is zero${relu ? ', and so is a negative sum (ReLU)' : ''}.`,
    '',
    'Combinational.',
    exampleSum(requantise),
  ];
}

/** A sum of this very configuration and its word, by the golden model. */
function exampleSum(parameters: RequantiseParameters): string {
  const { accumulatorWidth, accumulatorFraction, output } = parameters;
  const sum = 5n << BigInt(Math.max(0, Math.min(accumulatorWidth - 4, accumulatorFraction)));
  const fitting = accumulatorWidth >= 4 ? sum : 1n;
  const word = svLiteral(requantise(parameters, fitting, false), output.n, 'binary');
  return `Example: acc_i = ${fitting} gives code_o = ${word}.`;
}

export function encoderParameters({ resolved, widths, table }: Encoder): Parameter[] {
  const { Fo, X } = resolved.derived;
  const { relu } = resolved.requantise;
  return [
    { name: 'MagnitudeWidth', value: widths.magnitude, why: relu ? 'P less the sign' : 'P' },
    ...(widths.position > 0
      ? [{ name: 'PositionWidth', value: widths.position, why: `0 to ${widths.magnitude - 1}` }]
      : []),
    ...(table === null
      ? []
      : [
          { name: 'InputBits', value: X, why: 'X: bits read below the leading one' },
          { name: 'FractionLogWidth', value: Fo + 1, why: `0 to 1, Fo = ${Fo} fraction bits` },
        ]),
    { name: 'LogWidth', value: widths.log, why: `every log that a sum can have, ${lsbText(Fo)}` },
    ...(widths.tail > 0
      ? [
          { name: 'TailWidth', value: widths.tail, why: `exponent and ${Fo} fraction bits` },
          { name: 'RegimeWidth', value: widths.regime, why: 'log without its tail' },
        ]
      : []),
    { name: 'UnroundedWidth', value: widths.unrounded, why: 'longest regime and tail' },
    { name: 'BodyWidth', value: widths.body, why: 'word without its sign' },
  ];
}
