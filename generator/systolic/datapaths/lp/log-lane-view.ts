import { svLiteral } from '../../../systemverilog.ts';
import { caseTable } from '../../../views/case-table.ts';
import {
  assignments,
  concatenation,
  declarations,
  lsbText,
  type Parameter,
  slice,
} from '../../../views/text.ts';
import type { LaneNames } from './lane-names.ts';
import { type LogProduct, logBusBits, readsLost } from './log-product.ts';
import { signedTermsView } from './terms.ts';

/** Log add, antilog, and how far the significand is shifted. */
export function logSumView(product: LogProduct, names: LaneNames) {
  return {
    top: `2^${product.octave + 1}`,
    addLogs: addLogs(product, names),
    convert: convert(product),
    antilog: {
      input: 'fraction',
      output: 'significand',
      table: isTabulated(product) ? caseTable(product.antilogs, product.significandBits) : null,
      significand: svLiteral(product.antilogs[0] ?? 0n, product.significandBits),
    },
    align: align(product, names),
  };
}

/** Shift and sign; `late`: what names of signals have at their end once they are held in a register. */
export function logShiftView(product: LogProduct, names: LaneNames, late: '' | '_q' = '') {
  return { shift: shift(product, late), product: terms(product, names, late) };
}

/** Slices that nothing reads. */
export function logLaneUnused(product: LogProduct): string[] {
  const { fraction } = product;
  return isTabulated(product) || fraction === 0 ? [] : [slice('attenuation', fraction - 1, 0)];
}

export function logLaneParameters(product: LogProduct): Parameter[] {
  const { fraction, significandBits, magnitudeBits, windowBits, shiftBits } = product;
  const whole = `leading one and G = ${product.converterFraction} bits`;
  const isWhole = significandBits === product.converterFraction + 1;
  return [
    ...(isTabulated(product) || (fraction > 0 && shiftBits > 0)
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

function addLogs(product: LogProduct, { weight, act }: LaneNames) {
  const { weightCode, actCode, attenuationBits, nonNegative, fraction } = product;
  const above = attenuationBits - weightCode.bits - weightCode.zerosBelow;
  const depth = concatenation([
    ...(above > 0 ? [svLiteral(0, above)] : []),
    slice(weight, weightCode.bits - 1, 0),
    ...(weightCode.zerosBelow > 0 ? [svLiteral(0, weightCode.zerosBelow)] : []),
  ]);
  const weightSign = `${weight}[${weightCode.bits}]`;
  const actAbove = attenuationBits - actCode.bits;
  const actDepth = concatenation([
    ...(actAbove > 0 ? [svLiteral(0, actAbove)] : []),
    slice(act, actCode.bits - 1, 0),
  ]);
  return {
    signals: declarations([
      { name: 'negative', meaning: 'sign of the product' },
      { name: 'attenuation', width: 'SumWidth', meaning: `in octaves, ${lsbText(fraction)}` },
    ]),
    negative: nonNegative ? weightSign : `${weightSign} ^ ${actSign(product, act)}`,
    attenuation: `${depth} + ${actDepth}`,
  };
}

function actSign(product: LogProduct, act: string): string {
  return `${act}[${logBusBits(product) - 1}]`;
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

function align(product: LogProduct, names: LaneNames) {
  const { fraction, shiftBits } = product;
  const reasons = reasonsToGo(product, names);
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
      ...(live ? { live: `!(${weightZero(product, names)} || ${actZero(product, names)})` } : {}),
    }),
  };
}

/** Conditions under which no bit of the significand reaches the window, whatever the shift. */
function reasonsToGo(product: LogProduct, names: LaneNames): string[] {
  const { attenuationBits, fraction, shiftBits, weightCode, actCode } = product;
  const far = attenuationBits - fraction - shiftBits;
  const high = slice('attenuation', attenuationBits - 1, attenuationBits - far);
  return [
    ...(far > 1 ? [`${high} != '0`] : far === 1 ? [high] : []),
    ...(weightCode.zeroBits > 0 ? [weightZero(product, names)] : []),
    ...(actCode.zero === null ? [actZero(product, names)] : []),
  ];
}

function actZero({ actCode }: LogProduct, { act }: LaneNames): string {
  return `${act}[${actCode.bits}]`;
}

function weightZero({ weightCode: { bits, zeroBits } }: LogProduct, { weight }: LaneNames): string {
  const top = slice(weight, bits - 1, bits - zeroBits);
  return zeroBits === 1 ? top : `&${top}`;
}

/** What the shift takes, held for a cycle. */
export function logRegisterView(product: LogProduct, { act }: LaneNames) {
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
      ...(ofAct ? [`act_negative_q <= ${actSign(product, act)};`] : []),
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

function terms(product: LogProduct, names: LaneNames, late: string) {
  const bits = {
    magnitude: product.align === 'nearest' ? 'window[WindowWidth-1:1]' : 'window',
    inverts: `negative${late}`,
    negative: `negative${late}`,
    sign: null,
    carry: carry(product, names, late),
  };
  return signedTermsView(bits, { ...names, lane: null });
}

/** What is added at the LSB: the 1 that an inverted magnitude lacks, and what rounding adds. */
function carry(product: LogProduct, { act }: LaneNames, late: string): string {
  const negative = `negative${late}`;
  if (product.align === 'nearest') return `${negative} ^ window[0]`;
  if (!readsLost(product)) return negative;
  if (product.align === 'floor') return `${negative} && !lost`;
  const actNegative = late === '' ? actSign(product, act) : 'act_negative_q';
  return `${negative} ^ (${actNegative} && lost)`;
}
