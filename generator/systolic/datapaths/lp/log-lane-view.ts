import { bitLength, svLiteral } from '../../../systemverilog.ts';
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
  const { antilogs, significandBits } = product;
  const bulges = bulgesOf(product);
  const table = bulges ?? (isTabulated(product) ? antilogs : null);
  const tableBits = bulges === null ? significandBits : bulgeBits(bulges);
  return {
    top: `2^${product.octave + 1}`,
    addLogs: addLogs(product, names),
    convert: convert(product, bulges),
    antilog: {
      input: 'fraction',
      output: bulges === null ? 'significand' : 'bulge',
      table: table === null ? null : caseTable(table, tableBits),
      significand: svLiteral(antilogs[0] ?? 0n, significandBits),
    },
    line: bulges === null ? null : lineOf(product, bulges),
    align: align(product, names),
  };
}

/** Fraction bits from which on a table of what is between a curve and a line is smaller than one of the curve. */
const LINE_FRACTION = 4;

/**
 * The line from 2^(G+1) - 1 down to 2^G less T, by the fraction of the attenuation: small numbers, because a logarithm is nearly
 * a line. Null where T itself is tabulated.
 */
function bulgesOf(product: LogProduct): bigint[] | null {
  const { antilogs, fraction, converterFraction: G, significandBits } = product;
  if (fraction < LINE_FRACTION || G < fraction || significandBits <= G) return null;
  const top = (1n << BigInt(G + 1)) - 1n;
  return antilogs
    .toReversed()
    .map((value, index) => top - (BigInt(index) << BigInt(G - fraction)) - value);
}

function bulgeBits(bulges: readonly bigint[]): number {
  return Math.max(1, ...bulges.map(bitLength));
}

/** Below the leading one: the line is the fraction upside down. */
function lineOf({ fraction, converterFraction: G }: LogProduct, bulges: readonly bigint[]): string {
  const zeros = G > fraction ? [svLiteral(0, G - fraction)] : [];
  const above = G - bulgeBits(bulges);
  const bulge = concatenation([...(above > 0 ? [svLiteral(0, above)] : []), 'bulge']);
  return `{1'b1, ~(${concatenation(['fraction', ...zeros])} + ${bulge})}`;
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

function convert(product: LogProduct, bulges: readonly bigint[] | null) {
  const { converterFraction: G, significandBits } = product;
  const tabulated = isTabulated(product);
  const dropped = G + 1 - significandBits;
  const low = 'attenuation[LogFraction-1:0]';
  return {
    story: convertStory(product, bulges !== null),
    signals: declarations([
      ...(bulges !== null
        ? [
            { name: 'fraction', width: 'LogFraction', meaning: 'of the attenuation' },
            { name: 'bulge', bits: bulgeBits(bulges), meaning: 'of the line above the curve' },
          ]
        : tabulated
          ? [{ name: 'fraction', width: 'LogFraction', meaning: 'of the log of the product' }]
          : []),
      {
        name: 'significand',
        width: 'SignificandWidth',
        meaning: `from 1 up to 2, ${lsbText(G - dropped)}${dropped > 0 ? ', cut' : ''}`,
      },
    ]),
    fraction: bulges !== null ? low : tabulated ? `~${low}` : '',
  };
}

function convertStory(product: LogProduct, isLine: boolean): string {
  const { converterFraction: G, fraction } = product;
  if (!isTabulated(product)) return 'the significand is the same for every fraction.';
  const power = `2^(${G} + j/${2 ** fraction}) to the nearest integer`;
  return isLine
    ? `${power}, ~j the fraction: a line less its bulge.`
    : `${power}, ~j the fraction of the attenuation.`;
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
