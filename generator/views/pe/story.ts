import { productMagnitude } from '../../../golden/exact/index.ts';
import type { Resolved } from '../../config/resolve.ts';
import { svLiteral } from '../../systemverilog.ts';
import { shapeName } from '../decoder/view.ts';
import { middleWord, smallerWord, wordLog } from '../examples.ts';
import { lsbText, type Parameter } from '../text.ts';
import { guarantee } from './guarantee.ts';
import type { Pe } from './widths.ts';

export function peStory({ resolved }: Pe): string[] {
  const { mac, derived } = resolved;
  return [
    `Processing element: multiplies ${shapeName(mac.weight)} weights by ` +
      `${shapeName(mac.activation)} activations and sums the products.`,
    '',
    'Multiplying is one addition of logs. The fraction of that sum becomes a linear significand, ' +
      'its integer part the shift that aligns the significand to the partial sum.',
    '',
    `The partial sum has ${derived.P} bits, ${lsbText(derived.A)}: ${guarantee(resolved)}. NaR in either ` +
      'operand raises a flag that stays until the next sum starts; zero adds nothing.',
    '',
    'One operand set per cycle; acc_o holds its sum right after the same edge (latency 1).',
    exampleProduct(resolved),
  ];
}

/** What one product of this very configuration adds, by the golden model. */
function exampleProduct({ mac, derived }: Resolved): string {
  const [weight, activation] = [middleWord(mac.weight), smallerWord(mac.activation)];
  const log = wordLog(mac.weight, weight) + wordLog(mac.activation, activation);
  const magnitude = productMagnitude(mac, log * 2 ** derived.Fp, true, false);
  const weightText = svLiteral(2 ** mac.weight.n - weight, mac.weight.n, 'binary');
  const activationText = svLiteral(activation, mac.activation.n, 'binary');
  return (
    `Example: weight_i ${weightText} and act_i ${activationText} have the product -2^${log}, ` +
    `which adds ${-magnitude} LSBs.`
  );
}

export function peParameters({ resolved, alignment: aligned, widths }: Pe): Parameter[] {
  const { Fp, G, P } = resolved.derived;
  const fraction = [{ name: 'LogFraction', value: Fp, why: 'Fp, the finer of both operands' }];
  const shift = [{ name: 'ShiftWidth', value: widths.shift, why: `up to ${aligned.shiftMax}` }];
  const dropped = [
    { name: 'DroppedBits', value: aligned.dropped, why: 'window bits below the LSB of the sum' },
  ];
  return [
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
    ...(aligned.dropped > 0 ? dropped : []),
    { name: 'MagnitudeWidth', value: widths.magnitude, why: 'largest product, at most AccWidth' },
    { name: 'WindowWidth', value: widths.window, why: 'magnitude and what lies below it' },
    { name: 'AccWidth', value: P, why: 'P' },
    ...(widths.sum > P
      ? [{ name: 'SumWidth', value: widths.sum, why: 'sum before clamping' }]
      : []),
  ];
}
