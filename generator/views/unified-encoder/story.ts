import { type RequantiseParameters, requantise } from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { svLiteral } from '../../systemverilog.ts';
import { shapeName } from '../decoder/view.ts';
import { lsbText, type Parameter } from '../text.ts';
import type { UnifiedEncoder } from './describe.ts';

export function unifiedEncoderStory(encoder: UnifiedEncoder): string[] {
  const { resolved, format, runTime } = encoder;
  const { accumulatorFraction, fraction, inputBits, underflow } = resolved.arithmetic;
  const word = runTime
    ? `a word of ${format.n} bits, in a format that comes at run time`
    : `an ${shapeName(format)} word`;
  return [
    `Encoder: turns a finished sum (${lsbText(accumulatorFraction)}) into ${word}.`,
    '',
    `The log is the position of the leading one, log2 of the ${inputBits} bits behind it to ` +
      `${fraction} fraction bits, and the channel's log scale c. It is rounded to the nearest word, ` +
      'ties to the even one; above the largest word it saturates, ' +
      (underflow === 'flush'
        ? 'more than an octave below the smallest it becomes zero.'
        : 'below the smallest it becomes the smallest.') +
      ' NaR stays NaR, a sum of 0 is zero, and so is a negative sum with ReLU.',
    '',
    'Combinational.',
    example(encoder),
  ];
}

/** A sum and scale of this very configuration and the word, by the golden model. */
function example({ resolved, format, maxEs, runTime, widths }: UnifiedEncoder): string {
  const { accumulatorFraction, inputBits, fraction, underflow } = resolved.arithmetic;
  const { n } = format;
  const output = runTime ? lpFormat({ n, es: Math.min(1, maxEs), rs: 5 }) : format;
  const five = 5n << BigInt(Math.max(0, Math.min(widths.magnitude - 4, accumulatorFraction)));
  const sum = widths.magnitude >= 4 ? five : 1n;
  const scale = -(1n << BigInt(fraction));
  const parameters: RequantiseParameters = {
    accumulatorWidth: widths.magnitude,
    accumulatorFraction,
    inputBits,
    fraction,
    scale,
    relu: false,
    underflow,
    output,
  };
  const word = svLiteral(requantise(parameters, sum, false), n, 'binary');
  const form = runTime ? `${maxEs > 0 ? `es_i = ${output.es}, ` : ''}rs_i = ${output.rs}, ` : '';
  return `Example: ${form}scale_i = ${scale}, acc_i = ${sum} gives code_o = ${word}.`;
}

export function unifiedEncoderParameters(encoder: UnifiedEncoder): Parameter[] {
  const { resolved, maxEs, widths, table } = encoder;
  const { fraction: Fo, inputBits: X, accumulatorFraction: A } = resolved.arithmetic;
  const { magnitude } = widths;
  return [
    { name: 'MagnitudeWidth', value: magnitude, why: 'P_O, of the widest lane' },
    { name: 'PositionWidth', value: widths.position, why: `0 to ${magnitude - 1}` },
    { name: 'OctaveWidth', value: widths.octave, why: `${-A} to ${magnitude - 1 - A}` },
    ...(table === null
      ? []
      : [
          { name: 'InputBits', value: X, why: 'X: bits read below the leading one' },
          { name: 'FractionLogWidth', value: Fo + 1, why: `0 to 1, Fo = ${Fo} fraction bits` },
        ]),
    { name: 'LogWidth', value: widths.log, why: `every log that a sum can have, ${lsbText(Fo)}` },
    ...(maxEs > 0
      ? [
          {
            name: 'ScaledWidth',
            value: widths.scaled,
            why: `the log over 2^es, ${lsbText(widths.tail)}`,
          },
        ]
      : []),
    ...(widths.tail > 0 ? [{ name: 'TailWidth', value: widths.tail, why: tailWhy(encoder) }] : []),
    { name: 'RunWidth', value: widths.run, why: 'log without its sign and tail' },
    { name: 'UnroundedWidth', value: widths.unrounded, why: 'longest regime and tail' },
    { name: 'BodyWidth', value: widths.body, why: 'word without its sign' },
  ];
}

function tailWhy({ resolved, format, runTime, maxEs }: UnifiedEncoder): string {
  const es = runTime ? maxEs : format.es;
  return `${es} exponent and ${resolved.arithmetic.fraction} fraction bits`;
}
