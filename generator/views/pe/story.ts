import { productMagnitude } from '../../../golden/exact/index.ts';
import type { Resolved } from '../../config/resolve.ts';
import { svLiteral } from '../../systemverilog.ts';
import { shapeName } from '../decoder/view.ts';
import { middleWord, smallerWord, wordLog } from '../examples.ts';
import { lsbText, type Parameter } from '../text.ts';
import { shiftWidthName } from './values.ts';
import type { Pe } from './widths.ts';

export function peStory({ resolved }: Pe): string[] {
  const { mac, config, derived } = resolved;
  const { depth, startMax } = config.accumulator;
  const start = startMax === 0 ? 'from 0' : `from start values within +/-${startMax}`;
  const guarantee =
    derived.P >= derived.agnosticP
      ? `no sum of up to ${depth} products ${start} overflows, whatever the words`
      : `beyond them sums ${mac.overflow === 'wrap' ? 'wrap around' : 'saturate at every step'} ` +
        `(${derived.agnosticP} bits hold any ${depth} products ${start})`;
  return [
    `Processing element: multiplies ${shapeName(mac.weight)} weights by ` +
      `${shapeName(mac.activation)} activations and sums the products.`,
    '',
    ...operandStory(resolved),
    'Multiplying is one addition of logs. The fraction of that sum becomes a linear significand, ' +
      'its integer part the shift that aligns the significand to the partial sum.',
    '',
    `The partial sum has ${derived.P} bits, ${lsbText(derived.A)}: ${guarantee}. NaR in either ` +
      'operand raises a flag that stays until the next sum starts; zero adds nothing.',
    '',
    ...timingStory(resolved),
    exampleProduct(resolved),
  ];
}

/** Where decoded operands come from. */
export function operandStory({ config }: Resolved): string[] {
  if (config.pe.operands === 'words') return [];
  return [
    'Operands arrive decoded, as log_o and the flags of the decoders give them: many PEs share the ' +
      'decoders at the edge of an array.',
    '',
  ];
}

/** When a sum appears, and what `en_i` means for the stages in between. */
export function timingStory({ config }: Resolved): string[] {
  const { pipeline } = config.pe;
  if (pipeline === 0) {
    return [
      'One operand set per cycle; acc_o holds its sum right after the same edge (latency 1).',
    ];
  }
  const edges = pipeline === 1 ? 'one edge' : `${pipeline} edges`;
  return [
    `One operand set per cycle; acc_o holds its sum ${edges} after the one that takes it (latency ` +
      `${1 + pipeline}). en_i travels with its set: a register moves only for a valid set, and ` +
      'nothing stalls.',
  ];
}

/** What one product of this very configuration adds, by the golden model. */
function exampleProduct({ config, mac, derived }: Resolved): string {
  const [weight, activation] = [middleWord(mac.weight), smallerWord(mac.activation)];
  const log = wordLog(mac.weight, weight) + wordLog(mac.activation, activation);
  const magnitude = productMagnitude(mac, log * 2 ** derived.Fp, true, false);
  const weightText = svLiteral(2 ** mac.weight.n - weight, mac.weight.n, 'binary');
  const activationText = svLiteral(activation, mac.activation.n, 'binary');
  const operands =
    config.pe.operands === 'words'
      ? `weight_i ${weightText} and act_i ${activationText}`
      : `the words ${weightText} and ${activationText}, with the logs ` +
        `${wordLog(mac.weight, weight) * 2 ** derived.F_w} and ` +
        `${wordLog(mac.activation, activation) * 2 ** derived.F_a},`;
  return `Example: ${operands} have the product -2^${log}, which adds ${-magnitude} LSBs.`;
}

export function peParameters({ resolved, alignment: aligned, widths, pipeline }: Pe): Parameter[] {
  const { Fp, G, P } = resolved.derived;
  const fraction = [{ name: 'LogFraction', value: Fp, why: 'Fp, the finer of both operands' }];
  const shift = [{ name: 'ShiftWidth', value: widths.shift, why: `up to ${aligned.shiftMax}` }];
  const amount =
    shiftWidthName(widths) === 'ShiftAmountWidth' && widths.shiftAmount > 0
      ? [{ name: 'ShiftAmountWidth', value: widths.shiftAmount, why: 'shift within the window' }]
      : [];
  const dropped = [
    { name: 'DroppedBits', value: aligned.dropped, why: 'window bits below the LSB of the sum' },
  ];
  return [
    ...operandParameters({ widths, pipeline }),
    ...(Fp > 0 ? fraction : []),
    {
      name: 'LogSumWidth',
      value: widths.logSum,
      why: `sum of both logs, ${lsbText(Fp)}`,
    },
    ...(widths.exponent === widths.logSum
      ? []
      : [{ name: 'ExponentWidth', value: widths.exponent, why: 'log sum without its fraction' }]),
    { name: 'SignificandWidth', value: widths.significand, why: `leading one and G = ${G} bits` },
    ...(widths.shift > 0 ? shift : []),
    ...(amount.length > 0 && pipeline.cuts.includes('accumulate') ? amount : []),
    ...(aligned.dropped > 0 ? dropped : []),
    { name: 'MagnitudeWidth', value: widths.magnitude, why: 'largest product, at most AccWidth' },
    { name: 'WindowWidth', value: widths.window, why: 'magnitude and what lies below it' },
    { name: 'AccWidth', value: P, why: 'P' },
    ...(widths.sum > P
      ? [{ name: 'SumWidth', value: widths.sum, why: 'sum before clamping' }]
      : []),
  ];
}

/** Widths of the operands' logs, where registers hold them. */
export function operandParameters({
  widths,
  pipeline,
}: Pick<Pe, 'widths' | 'pipeline'>): Parameter[] {
  if (!pipeline.cuts.includes('multiply')) return [];
  return [
    { name: 'WeightLogWidth', value: widths.weightLog, why: "as the decoder's log_o" },
    { name: 'ActLogWidth', value: widths.actLog, why: "as the decoder's log_o" },
  ];
}
