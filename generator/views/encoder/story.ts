import {
  encodeLog,
  logOfSignificand,
  type RequantiseParameters,
  requantise,
} from '../../../golden/exact/index.ts';
import { type FloatResolved, isFloatDesign, type Resolved } from '../../config/resolve.ts';
import { svLiteral } from '../../systemverilog.ts';
import { shapeName } from '../decoder/view.ts';
import { lsbText, type Parameter } from '../text.ts';
import type { Encoder } from './describe.ts';

export function encoderStory(resolved: Resolved): string[] {
  const { output, relu, underflow, scale } = resolved.requantise;
  const { Fo, X } = resolved.derived;
  const { sum, octave, leading } = sumStory(resolved);
  return [
    `Encoder: turns a finished sum (${sum}) into an ${shapeName(output)} word.`,
    '',
    `The log is ${octave}, log2 of the ${X} bits behind ${leading} to ${Fo} fraction ` +
      `bits, and the log scale c = ${scale} (${lsbText(Fo)}). It is rounded to the nearest word, ties ` +
      'to the even one; above the largest word it saturates, ' +
      (underflow === 'flush'
        ? 'more than an octave below the smallest it becomes zero.'
        : 'below the smallest it becomes the smallest.') +
      ` NaR stays NaR, a sum of 0 is zero${relu ? ', and so is a negative sum (ReLU)' : ''}.`,
    '',
    'Combinational.',
    isFloatDesign(resolved) ? exampleFloatSum(resolved) : exampleSum(resolved.requantise),
  ];
}

function sumStory(resolved: Resolved) {
  return isFloatDesign(resolved)
    ? {
        sum: '{sign, exponent, significand}',
        octave: 'the exponent',
        leading: 'the leading one',
      }
    : {
        sum: lsbText(resolved.derived.A),
        octave: 'the position of the leading one',
        leading: 'it',
      };
}

/** A sum of this very configuration and its word, by the golden model. */
function exampleSum(parameters: RequantiseParameters): string {
  const { accumulatorWidth, accumulatorFraction, output } = parameters;
  const sum = 5n << BigInt(Math.max(0, Math.min(accumulatorWidth - 4, accumulatorFraction)));
  const fitting = accumulatorWidth >= 4 ? sum : 1n;
  const word = svLiteral(requantise(parameters, fitting, false), output.n, 'binary');
  return `Example: acc_i = ${fitting} gives code_o = ${word}.`;
}

/** A floating sum of this very configuration and its word, from the golden model's parts. */
function exampleFloatSum({ requantise, derived }: FloatResolved): string {
  const { output, inputBits, fraction, scale, underflow } = requantise;
  const { E, W } = derived;
  // 5 = 1.25 * 2^2: a quarter behind the leading one.
  const [e, M] = [2, 5n << BigInt(W - 3)];
  const behind = inputBits >= 2 ? 2 ** (inputBits - 2) : 0;
  const log = BigInt(e * 2 ** fraction) + logOfSignificand(inputBits, fraction, behind) + scale;
  const word = encodeLog(output, 0, { numerator: log, fractionBits: fraction }, underflow);
  return (
    `Example: 5, acc_i = {1'b0, ${svLiteral(e, E)}, ${svLiteral(M, W)}}, gives code_o = ` +
    `${svLiteral(word, output.n, 'binary')}.`
  );
}

export function encoderParameters({ resolved, widths, table }: Encoder): Parameter[] {
  const { Fo, X } = resolved.derived;
  return [
    { name: 'MagnitudeWidth', value: widths.magnitude, why: magnitudeWhy(resolved) },
    ...(isFloatDesign(resolved)
      ? [{ name: 'ExponentWidth', value: resolved.derived.E, why: 'E' }]
      : []),
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

function magnitudeWhy(resolved: Resolved): string {
  if (isFloatDesign(resolved)) return 'W';
  return resolved.requantise.relu ? 'P less the sign' : 'P';
}
