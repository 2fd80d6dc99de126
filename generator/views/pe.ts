import { antilog, type MacParameters, productMagnitude } from '../../golden/exact/index.ts';
import type { Resolved } from '../config/resolve.ts';
import type { ModuleDescription, Port } from '../design.ts';
import { bitLength, signedWidth, svLiteral, svSignExtend, svZeroExtend } from '../systemverilog.ts';
import { type Alignment, alignment } from './alignment.ts';
import { type CaseTable, caseTable } from './case-table.ts';
import { decoderWidths, shapeName } from './decoder.ts';
import { middleWord, smallerWord, wordLog } from './examples.ts';
import { type HeaderView, header, type Provenance } from './header.ts';
import { input, output, portLines, signedPort } from './ports.ts';
import {
  concatenation,
  declarations,
  localparams,
  lsbText,
  type Parameter,
  slice,
} from './text.ts';

export function pePorts({ mac }: Resolved): Port[] {
  const P = mac.accumulatorWidth;
  const lsb = lsbText(mac.accumulatorFraction);
  return [
    input('clk_i', 1, 'rising edge'),
    input('rst_ni', 1, 'synchronous, active low: clears the sum and its flag'),
    input('en_i', 1, 'the operand set is valid: it is accumulated at this edge'),
    input('first_i', 1, 'the set starts a new sum from start_i'),
    signedPort(input('start_i', P, `start value, ${lsb}`)),
    input('weight_i', mac.weight.n, `${shapeName(mac.weight)} word`),
    input('act_i', mac.activation.n, `${shapeName(mac.activation)} word`),
    signedPort(output('acc_o', P, `sum of products, ${lsb}`)),
    output('nar_o', 1, 'an operand of this sum was NaR'),
  ];
}

/** Sections in dataflow order, the same in every variant; null where a variant has none. */
export interface PeView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly operands: readonly OperandView[];
  readonly addLogs: AddLogsView;
  readonly convert: ConvertView;
  readonly align: AlignView;
  readonly round: RoundView | null;
  readonly accumulate: AccumulateView;
  /** Slices that nothing reads; empty where every bit is used. */
  readonly unused: string;
}

interface OperandView {
  readonly prefix: string;
  readonly decoder: string;
  readonly port: string;
  readonly logRange: string;
}

interface AddLogsView {
  readonly signals: readonly string[];
  readonly weight: string;
  readonly activation: string;
}

interface ConvertView {
  readonly story: string;
  readonly signals: readonly string[];
  /** Empty where logs have no fraction bits. */
  readonly fraction: string;
  /** Null where the significand takes no table. */
  readonly table: CaseTable | null;
  readonly significand: string;
}

interface AlignView {
  readonly signals: readonly string[];
  readonly exponent: string;
  /** Empty where every product has the same exponent. */
  readonly shift: string;
  /** Empty where no product lies below the window. */
  readonly tiny: string;
  readonly kept: string;
  readonly window: string;
  readonly magnitude: string;
}

interface RoundView {
  readonly story: string;
  readonly signals: readonly string[];
  readonly below: string;
  readonly up: string;
}

interface AccumulateView {
  readonly story: string;
  readonly signals: readonly string[];
  readonly previous: string;
  readonly addend: string;
  readonly carry: string;
  readonly saturate: SaturateView | null;
}

interface SaturateView {
  readonly overflow: string;
  /** Sign of a sum that overflows. */
  readonly negative: string;
  readonly clamped: string;
}

/** Whether a product below the window has to be told apart: not where its shift empties the window. */
function readsTiny(align: MacParameters['align'], { tiny, wraps }: Alignment): boolean {
  return wraps || (tiny && (align === 'floor' || align === 'floor-act'));
}

/** Widths of the internal signals, in bits. */
interface PeWidths {
  readonly weightLog: number;
  readonly actLog: number;
  readonly logSum: number;
  readonly exponent: number;
  readonly significand: number;
  /** The shift: signed where products can lie below the window, else an amount. */
  readonly shift: number;
  readonly shiftAmount: number;
  readonly magnitude: number;
  readonly window: number;
  readonly acc: number;
  readonly sum: number;
}

/** All that the sections are made from. */
interface Pe {
  readonly resolved: Resolved;
  readonly alignment: Alignment;
  readonly widths: PeWidths;
}

export function peView(
  module: ModuleDescription,
  decoders: { readonly weight: string; readonly activation: string },
  resolved: Resolved,
  provenance: Provenance,
): PeView {
  const aligned = alignment(resolved);
  const pe = { resolved, alignment: aligned, widths: peWidths(resolved, aligned) };
  return {
    header: header(peStory(pe), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(peParameters(pe)),
    operands: [
      operandView('weight', decoders.weight, pe.widths.weightLog),
      operandView('act', decoders.activation, pe.widths.actLog),
    ],
    addLogs: addLogsView(pe),
    convert: convertView(pe),
    align: alignView(pe),
    round: roundView(pe),
    accumulate: accumulateView(pe),
    unused: concatenation(unusedBits(pe)),
  };
}

function peWidths({ mac, derived }: Resolved, aligned: Alignment): PeWidths {
  const logSum = Math.max(signedWidth(-aligned.logSumMax, aligned.logSumMax), derived.Fp + 1);
  const exponent = logSum - derived.Fp;
  const shiftAmount = bitLength(Math.max(0, aligned.shiftMax));
  const P = mac.accumulatorWidth;
  return {
    weightLog: decoderWidths(mac.weight).log,
    actLog: decoderWidths(mac.activation).log,
    logSum,
    exponent,
    significand: derived.G + 1,
    shift: readsTiny(mac.align, aligned)
      ? Math.max(exponent, signedWidth(aligned.shiftMin, aligned.shiftMax))
      : shiftAmount,
    shiftAmount,
    magnitude: aligned.magnitude,
    window: aligned.window,
    acc: P,
    sum: mac.overflow === 'wrap' ? P : P + (aligned.magnitude < P ? 1 : 2),
  };
}

function peStory({ resolved }: Pe): string[] {
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
    'Multiplying is one addition of logs. The fraction of that sum becomes a linear significand, ' +
      'its integer part the shift that aligns the significand to the partial sum.',
    '',
    `The partial sum has ${derived.P} bits, ${lsbText(derived.A)}: ${guarantee}. NaR in either ` +
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

function peParameters({ resolved, alignment: aligned, widths }: Pe): Parameter[] {
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

function operandView(prefix: 'weight' | 'act', decoder: string, logWidth: number): OperandView {
  return { prefix, decoder, port: `${prefix}_i`, logRange: `[${logWidth - 1}:0]` };
}

function addLogsView({ resolved, widths }: Pe): AddLogsView {
  const { Fp, F_w, F_a } = resolved.derived;
  return {
    signals: declarations([
      { name: 'live', meaning: 'neither operand is zero or NaR' },
      { name: 'negative', meaning: 'sign of the product' },
      {
        name: 'log_sum',
        width: 'LogSumWidth',
        signed: true,
        meaning: `log2 of the product, ${lsbText(Fp)}`,
      },
    ]),
    weight: svSignExtend('weight_log', widths.weightLog, widths.logSum, Fp - F_w),
    activation: svSignExtend('act_log', widths.actLog, widths.logSum, Fp - F_a),
  };
}

function convertView(pe: Pe): ConvertView {
  const { mac, derived } = pe.resolved;
  const { Fp, G } = derived;
  const values = Array.from({ length: 2 ** Fp }, (_, j) => antilog(mac.converter, G, Fp, j));
  const view = {
    signals: declarations([
      ...(Fp > 0
        ? [{ name: 'fraction', width: 'LogFraction', meaning: 'of the log of the product' }]
        : []),
      { name: 'significand', width: 'SignificandWidth', meaning: `from 1 up to 2, ${lsbText(G)}` },
    ]),
    fraction: Fp > 0 ? 'log_sum[LogFraction-1:0]' : '',
    table: null,
    significand: '',
  };
  if (values.every((value) => value === values[0])) {
    const story = 'the significand is 1.';
    return { ...view, story, significand: svLiteral(2 ** G, G + 1) };
  }
  if (mac.converter === 'mitchell') {
    const story = `2^f is taken as 1 + f, f the ${Fp} fraction bits of the log sum (Mitchell).`;
    return { ...view, story, significand: mitchell(Fp, G) };
  }
  return {
    ...view,
    story: `2^(${G} + j/${2 ** Fp}) to the nearest integer, j the fraction bits of the log sum.`,
    table: caseTable(values, G + 1),
  };
}

function mitchell(Fp: number, G: number): string {
  const fraction = G >= Fp ? 'fraction' : slice('fraction', Fp - 1, Fp - G);
  const zeros = G > Fp ? `, ${svLiteral(0, G - Fp)}` : '';
  return `{1'b1, ${fraction}${zeros}}`;
}

function alignView({ resolved, alignment: aligned, widths }: Pe): AlignView {
  const { shiftOffset, base, dropped, wraps } = aligned;
  const tiny = readsTiny(resolved.mac.align, aligned);
  const moves = widths.shiftAmount > 0;
  const exponent = widths.shift > 0 || aligned.huge === 'some';
  const placed = svZeroExtend('kept', widths.significand, widths.window, Math.max(0, base));
  const amount = tiny ? slice('shift', widths.shiftAmount - 1, 0) : 'shift';
  return {
    signals: declarations([
      ...(exponent
        ? [
            {
              name: 'exponent',
              width: widths.exponent === widths.logSum ? 'LogSumWidth' : 'ExponentWidth',
              signed: true,
              meaning: 'floor of the log',
            },
          ]
        : []),
      ...(widths.shift > 0
        ? [
            {
              name: 'shift',
              width: 'ShiftWidth',
              signed: tiny,
              meaning: shiftMeaning(aligned, tiny),
            },
          ]
        : []),
      ...(tiny ? [{ name: 'tiny', meaning: 'the product lies below the window' }] : []),
      { name: 'kept', width: 'SignificandWidth', meaning: 'significand; 0 where nothing is added' },
      {
        name: 'window',
        width: 'WindowWidth',
        meaning: dropped > 0 ? `${dropped} bits below the LSB of the sum` : 'in LSBs of the sum',
      },
      { name: 'magnitude', width: 'MagnitudeWidth', meaning: 'in LSBs of the sum, cut' },
    ]),
    exponent: exponent
      ? `log_sum${widths.exponent === widths.logSum ? '' : '[LogSumWidth-1:LogFraction]'}`
      : '',
    shift: widths.shift > 0 ? shiftExpression(widths, shiftOffset) : '',
    tiny: tiny ? 'shift[ShiftWidth-1]' : '',
    kept: wraps ? '(live && !tiny)' : 'live',
    window: moves ? `${placed} << ${amount}` : placed,
    magnitude: magnitudeExpression(aligned),
  };
}

function shiftMeaning(aligned: Alignment, signed: boolean): string {
  const wrapped = aligned.tiny && !signed;
  return wrapped ? 'left shift; below 0: window empty' : 'left shift in the window';
}

function magnitudeExpression({ dropped, magnitude, window }: Alignment): string {
  if (dropped > 0) return 'window[DroppedBits +: MagnitudeWidth]';
  return window === magnitude ? 'window' : 'window[MagnitudeWidth-1:0]';
}

function shiftExpression({ exponent, shift }: PeWidths, offset: number): string {
  const extended =
    shift < exponent ? slice('exponent', shift - 1, 0) : svSignExtend('exponent', exponent, shift);
  if (offset === 0) return extended;
  const [sign, amount] = offset < 0 ? ['-', -offset] : ['+', offset];
  return `${extended} ${sign} ${svLiteral(amount % 2 ** shift, shift)}`;
}

function roundView({ resolved, alignment: aligned }: Pe): RoundView | null {
  const { align } = resolved.mac;
  const { dropped, tiny } = aligned;
  if (align === 'truncate' || (dropped === 0 && !tiny)) return null;
  const up = { name: 'round_up', meaning: 'one LSB is added to the magnitude' };
  if (align === 'nearest') {
    return {
      story: 'to the nearest, halves away from zero.',
      signals: declarations([up]),
      below: '',
      up: slice('window', dropped - 1, dropped - 1),
    };
  }
  const bits = dropped > 0 ? [`|${slice('window', dropped - 1, 0)}`] : [];
  const gone = tiny ? ['(live && tiny)'] : [];
  return {
    story:
      align === 'floor'
        ? 'the signed product towards minus infinity.'
        : 'as if the signed activation were cut towards minus infinity.',
    signals: declarations([{ name: 'below', meaning: 'something was cut' }, up]),
    below: [...bits, ...gone].join(' || '),
    up: align === 'floor' ? 'negative && below' : 'act_sign && below',
  };
}

function accumulateView(pe: Pe): AccumulateView {
  const { resolved, alignment: aligned, widths } = pe;
  const P = widths.acc;
  const carry = roundView(pe) === null ? 'negative' : 'negative ^ round_up';
  const saturates = widths.sum > P;
  const inverted = 'magnitude ^ {MagnitudeWidth{negative}}';
  const above = widths.sum - widths.magnitude;
  return {
    story: saturates
      ? 'a negative magnitude is inverted and 1 added; a sum beyond the range is clamped.'
      : 'a negative magnitude is inverted and 1 added; the sum wraps around.',
    signals: declarations([
      { name: 'acc_q', width: 'AccWidth', signed: true, meaning: 'partial sum' },
      { name: 'acc_d', width: 'AccWidth', signed: true, meaning: 'partial sum with this product' },
      { name: 'nar_q', meaning: 'an operand so far was NaR' },
      {
        name: 'previous',
        width: 'AccWidth',
        signed: true,
        meaning: 'what the product is added to',
      },
      {
        name: 'addend',
        width: saturates ? 'SumWidth' : 'AccWidth',
        signed: true,
        meaning: 'signed product, less the carry',
      },
      ...(saturates
        ? [
            { name: 'sum', width: 'SumWidth', signed: true, meaning: 'before clamping' },
            { name: 'overflow', meaning: 'the sum does not fit' },
            { name: 'overflow_sign', meaning: 'on which side' },
          ]
        : []),
    ]),
    previous: svSignExtend('previous', P, widths.sum),
    addend: above > 0 ? `{{${above}{negative}}, ${inverted}}` : inverted,
    carry: svZeroExtend(carry, 1, widths.sum),
    saturate: saturates ? saturateView(resolved, aligned, widths) : null,
  };
}

function saturateView(resolved: Resolved, aligned: Alignment, widths: PeWidths): SaturateView {
  const { P } = resolved.derived;
  const top = slice('sum', widths.sum - 1, P - 1);
  const beyond = `!(&${top} || ~|${top})`;
  const huge = hugeCondition(resolved, aligned, widths);
  return {
    overflow: huge === '' ? beyond : `${huge} || ${beyond}`,
    negative: huge === '' ? 'sum[SumWidth-1]' : `${huge} ? negative : sum[SumWidth-1]`,
    clamped: `{overflow_sign, {${P - 1}{!overflow_sign}}}`,
  };
}

/** Whether the magnitude exceeds P bits: its leading one has the weight 2^(exponent + A). */
function hugeCondition({ derived }: Resolved, { huge }: Alignment, { exponent }: PeWidths): string {
  switch (huge) {
    case 'none':
      return '';
    case 'some':
      return `(live && exponent >= ${svLiteral(derived.P - derived.A, exponent, 'signed')})`;
    case 'all':
      return 'live';
  }
}

/** Slices that this configuration computes along but never reads. */
function unusedBits({ resolved, alignment: aligned, widths }: Pe): string[] {
  const { mac, derived } = resolved;
  const { Fp, G } = derived;
  const { dropped } = aligned;
  const tiny = readsTiny(mac.align, aligned);
  const bits: string[] = [];
  const readsExponent = widths.shift > 0 || aligned.huge === 'some';
  if (!readsExponent) bits.push(slice('log_sum', widths.logSum - 1, Fp));
  const unreadFraction = mac.converter === 'mitchell' ? Math.max(0, Fp - G) : G === 0 ? Fp : 0;
  if (unreadFraction > 0) bits.push(slice('fraction', unreadFraction - 1, 0));
  if (tiny && widths.shift - 1 > widths.shiftAmount) {
    bits.push(slice('shift', widths.shift - 2, widths.shiftAmount));
  }
  if (!tiny && widths.shift > 0 && widths.shift < widths.exponent) {
    bits.push(slice('exponent', widths.exponent - 1, widths.shift));
  }
  if (widths.window > dropped + widths.magnitude) {
    bits.push(slice('window', widths.window - 1, dropped + widths.magnitude));
  }
  const unreadBelow = { truncate: dropped, nearest: dropped - 1, floor: 0, 'floor-act': 0 }[
    mac.align
  ];
  if (unreadBelow > 0) bits.push(slice('window', unreadBelow - 1, 0));
  return bits;
}
