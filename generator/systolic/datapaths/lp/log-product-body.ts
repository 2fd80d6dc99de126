import type { OptionsOf } from '../../../../golden/datapaths/index.ts';
import { lpFormat } from '../../../../golden/format.ts';
import { svLiteral } from '../../../systemverilog.ts';
import { caseTable } from '../../../views/case-table.ts';
import { shapeName } from '../../../views/decoder/view.ts';
import {
  assignments,
  concatenation,
  declarations,
  localparams,
  lsbText,
  type Parameter,
  slice,
  unusedValue,
} from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { exampleOf } from './example.ts';
import { type LogProduct, logBusBits, readsLost } from './log-product.ts';
import { signedTermsView } from './terms.ts';

/** Log add, antilog, shift, sign; a register before the shift where there is a pipeline. */
export function logProductBody(options: OptionsOf<'lp-log'>, product: LogProduct): Body {
  const { fraction, octave } = product;
  const late = options.pipeline > 0;
  return {
    template: 'lp-log-product',
    story: story(options, product),
    view: {
      localparams: localparams(parameters(product)),
      top: `2^${octave + 1}`,
      addLogs: addLogs(product),
      convert: convert(product),
      antilog: {
        input: 'fraction',
        output: 'significand',
        table: isTabulated(product) ? caseTable(product.antilogs, product.significandBits) : null,
        significand: svLiteral(product.antilogs[0] ?? 0n, product.significandBits),
      },
      align: align(product),
      register: late ? register(product) : null,
      shift: shift(product, late ? '_q' : ''),
      product: terms(product, late ? '_q' : ''),
      unused: unusedValue(
        isTabulated(product) || fraction === 0 ? [] : [slice('attenuation', fraction - 1, 0)],
      ),
    },
  };
}

function story(options: OptionsOf<'lp-log'>, product: LogProduct): string[] {
  const { activation, magnitudeBits, sumFraction } = product;
  const late = options.pipeline > 0 ? ' Terms come a cycle after their operands.' : '';
  return [
    `Product of a weight (${shapeName(lpFormat(options.weight))}) and an activation (${shapeName(activation)}), both ` +
      'decoded: the bits that a sum adds.',
    '',
    'Multiplying is one addition of logs. The fraction of that sum becomes a linear significand, its ' +
      'integer part the shift to the right that aligns the significand to the sum, ' +
      `${lsbText(sumFraction)}. The largest product has ${magnitudeBits} bits there.${late}`,
    '',
    exampleOf(options),
  ];
}

function parameters(product: LogProduct): Parameter[] {
  const { fraction, significandBits, magnitudeBits, windowBits, shiftBits } = product;
  const whole = `leading one and G = ${product.converterFraction} bits`;
  const isWhole = significandBits === product.converterFraction + 1;
  return [
    ...(fraction > 0
      ? [{ name: 'LogFraction', value: fraction, why: 'Fp, the finer of both operands' }]
      : []),
    { name: 'SumWidth', value: product.attenuationBits, why: 'sum of both logs' },
    {
      name: 'SignificandWidth',
      value: significandBits,
      why: isWhole ? whole : `what the window holds of ${whole}`,
    },
    ...(shiftBits > 0
      ? [{ name: 'ShiftWidth', value: shiftBits, why: `up to ${windowBits - 1}` }]
      : []),
    { name: 'MagnitudeWidth', value: magnitudeBits, why: 'largest product' },
    ...(windowBits > magnitudeBits
      ? [
          {
            name: 'WindowWidth',
            value: windowBits,
            why: 'the magnitude and the bit that rounds it',
          },
        ]
      : []),
  ];
}

/** Whether the significand depends on the fraction. */
function isTabulated({ antilogs }: LogProduct): boolean {
  return antilogs.some((value) => value !== antilogs[0]);
}

function addLogs(product: LogProduct) {
  const { weightCode, actCode, attenuationBits, nonNegative, fraction } = product;
  const above = attenuationBits - weightCode.bits - weightCode.zerosBelow;
  const depth = concatenation([
    ...(above > 0 ? [svLiteral(0, above)] : []),
    slice('weight_i', weightCode.bits - 1, 0),
    ...(weightCode.zerosBelow > 0 ? [svLiteral(0, weightCode.zerosBelow)] : []),
  ]);
  const weightSign = `weight_i[${weightCode.bits}]`;
  const actAbove = attenuationBits - actCode.bits;
  const actDepth = concatenation([
    ...(actAbove > 0 ? [svLiteral(0, actAbove)] : []),
    slice('act_i', actCode.bits - 1, 0),
  ]);
  return {
    signals: declarations([
      { name: 'negative', meaning: 'sign of the product' },
      { name: 'attenuation', width: 'SumWidth', meaning: `in octaves, ${lsbText(fraction)}` },
    ]),
    assignments: assignments({
      negative: nonNegative ? weightSign : `${weightSign} ^ ${actSign(product)}`,
      attenuation: `${depth} + ${actDepth}`,
    }),
  };
}

function actSign(product: LogProduct): string {
  return `act_i[${logBusBits(product) - 1}]`;
}

function convert(product: LogProduct) {
  const { converterFraction: G, significandBits, fraction } = product;
  const tabulated = isTabulated(product);
  const dropped = G + 1 - significandBits;
  const index = `~j the fraction of the attenuation`;
  return {
    story: tabulated
      ? `2^(${G} + j/${2 ** fraction}) to the nearest integer, ${index}.`
      : 'the significand is the same for every fraction.',
    signals: declarations([
      ...(tabulated
        ? [{ name: 'fraction', width: 'LogFraction', meaning: 'of the log of the product' }]
        : []),
      {
        name: 'significand',
        width: 'SignificandWidth',
        meaning: `from 1 up to 2, ${lsbText(G - dropped)}${dropped > 0 ? ', cut' : ''}`,
      },
    ]),
    fraction: tabulated ? '~attenuation[LogFraction-1:0]' : '',
  };
}

function align(product: LogProduct) {
  const { fraction, shiftBits } = product;
  const reasons = reasonsToGo(product);
  const gone = reasons.length > 0;
  const live = readsLost(product);
  const whole = fraction > 0 ? 'LogFraction +: ShiftWidth' : 'ShiftWidth-1:0';
  return {
    signals: declarations([
      ...(gone ? [{ name: 'gone', meaning: 'zero, or too far down for the window' }] : []),
      ...(shiftBits > 0 ? [{ name: 'shift', width: 'ShiftWidth', meaning: 'to the right' }] : []),
      { name: 'kept', width: 'SignificandWidth', meaning: 'significand; 0 where it is gone' },
      ...(live ? [{ name: 'live', meaning: 'neither operand is zero or NaR' }] : []),
    ]),
    assignments: assignments({
      ...(gone ? { gone: reasons.join(' || ') } : {}),
      ...(shiftBits > 0 ? { shift: `attenuation[${whole}]` } : {}),
      kept: gone ? "gone ? '0 : significand" : 'significand',
      ...(live ? { live: `!(${weightZero(product)} || ${actZero(product)})` } : {}),
    }),
  };
}

/** Conditions under which no bit of the significand reaches the window, whatever the shift. */
function reasonsToGo(product: LogProduct): string[] {
  const { attenuationBits, fraction, shiftBits, weightCode, actCode } = product;
  const far = attenuationBits - fraction - shiftBits;
  const high = slice('attenuation', attenuationBits - 1, attenuationBits - far);
  return [
    ...(far > 1 ? [`${high} != '0`] : far === 1 ? [high] : []),
    ...(weightCode.zeroBits > 0 ? [weightZero(product)] : []),
    ...(actCode.zero === null ? [actZero(product)] : []),
  ];
}

function actZero({ actCode }: LogProduct): string {
  return `act_i[${actCode.bits}]`;
}

function weightZero({ weightCode: { bits, zeroBits } }: LogProduct): string {
  const top = slice('weight_i', bits - 1, bits - zeroBits);
  return zeroBits === 1 ? top : `&${top}`;
}

function register(product: LogProduct) {
  const { align: cut, shiftBits } = product;
  const live = readsLost(product);
  const names = [
    'negative',
    ...(shiftBits > 0 ? ['shift'] : []),
    'kept',
    ...(live ? ['live'] : []),
  ];
  const ofAct = live && cut === 'floor-act';
  return {
    signals: declarations([
      { name: 'negative_q', meaning: 'sign of the product' },
      ...(shiftBits > 0 ? [{ name: 'shift_q', width: 'ShiftWidth', meaning: 'to the right' }] : []),
      { name: 'kept_q', width: 'SignificandWidth', meaning: 'significand; 0 where it is gone' },
      ...(live ? [{ name: 'live_q', meaning: 'neither operand is zero or NaR' }] : []),
      ...(ofAct ? [{ name: 'act_negative_q', meaning: 'sign of the activation' }] : []),
    ]),
    taken: [
      ...names.map((name) => `${`${name}_q`.padEnd(10)} <= ${name};`),
      ...(ofAct ? [`act_negative_q <= ${actSign(product)};`] : []),
    ],
  };
}

function shift(product: LogProduct, late: string) {
  const { windowBits, magnitudeBits, significandBits, alwaysBelow, shiftBits } = product;
  const zeros = windowBits + alwaysBelow - significandBits;
  const placed = zeros > 0 ? `{kept${late}, ${svLiteral(0, zeros)}}` : `kept${late}`;
  const inWindow =
    alwaysBelow > 0 ? slice(`kept${late}`, significandBits - 1, alwaysBelow) : placed;
  const moved = (value: string) => (shiftBits > 0 ? `${value} >> shift${late}` : value);
  const below = `${placed} & ~(${keptMask(product)}${shiftBits > 0 ? ` << shift${late}` : ''})`;
  const width = windowBits > magnitudeBits ? 'WindowWidth' : 'MagnitudeWidth';
  const isLost = readsLost(product);
  const hasBelow = shiftBits > 0 || alwaysBelow > 0;
  return {
    cut: windowBits > magnitudeBits ? 'cut but for one bit' : 'cut',
    signals: declarations([
      { name: 'window', width, meaning: 'magnitude of the product' },
      ...(isLost && hasBelow
        ? [{ name: 'below', bits: windowBits + alwaysBelow, meaning: 'bits that are cut' }]
        : []),
      ...(isLost ? [{ name: 'lost', meaning: 'the product is more than its magnitude here' }] : []),
    ]),
    assignments: assignments({
      window: moved(inWindow),
      ...(isLost && hasBelow ? { below } : {}),
      ...(isLost
        ? {
            lost: `live${late} && (!kept${late}[SignificandWidth-1]${hasBelow ? " || below != '0" : ''})`,
          }
        : {}),
    }),
  };
}

/** Ones where a significand that is not shifted lies in the window. */
function keptMask({ alwaysBelow }: LogProduct): string {
  const ones = "{MagnitudeWidth{1'b1}}";
  return alwaysBelow > 0 ? `{${ones}, ${svLiteral(0, alwaysBelow)}}` : ones;
}

function terms(product: LogProduct, late: string) {
  return signedTermsView({
    magnitude: product.align === 'nearest' ? 'window[WindowWidth-1:1]' : 'window',
    inverts: `negative${late}`,
    negative: `negative${late}`,
    carry: carry(product, late),
  });
}

/** What is added at the LSB: the 1 that an inverted magnitude lacks, and what rounding adds. */
function carry(product: LogProduct, late: string): string {
  const negative = `negative${late}`;
  if (product.align === 'nearest') return `${negative} ^ window[0]`;
  if (!readsLost(product)) return negative;
  if (product.align === 'floor') return `${negative} && !lost`;
  const actNegative = late === '' ? actSign(product) : 'act_negative_q';
  return `${negative} ^ (${actNegative} && lost)`;
}
