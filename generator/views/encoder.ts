import {
  logOfSignificand,
  type RequantiseParameters,
  requantise,
} from '../../golden/exact/index.ts';
import type { Resolved } from '../config/resolve.ts';
import type { ModuleDescription, Port } from '../design.ts';
import { bitLength, signedWidth, svLiteral, svZeroExtend } from '../systemverilog.ts';
import { type CaseTable, caseTable } from './case-table.ts';
import { shapeName } from './decoder.ts';
import { type EncoderRange, encoderRange } from './encoder-range.ts';
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

export function encoderPorts({ requantise }: Resolved): Port[] {
  const { accumulatorWidth, accumulatorFraction, output: format } = requantise;
  return [
    signedPort(input('acc_i', accumulatorWidth, `finished sum, LSB 2^${-accumulatorFraction}`)),
    input('nar_i', 1, 'an operand of the sum was NaR'),
    output('code_o', format.n, `${shapeName(format)} word`),
  ];
}

/** Sections in dataflow order. */
export interface EncoderView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly magnitude: MagnitudeView;
  readonly normalise: NormaliseView;
  readonly log: LogView;
  readonly range: RangeView;
  readonly round: RoundView;
  readonly word: WordView;
  /** Slices that nothing reads; empty where every bit is used. */
  readonly unused: string;
}

interface MagnitudeView {
  readonly story: string;
  readonly signals: readonly string[];
  readonly sign: string;
  readonly value: string;
  readonly zero: string;
}

interface NormaliseView {
  /** Flags "top bits are zero", the widest first: the count of leading zeros. */
  readonly empty: string;
  /** Results of the stages. */
  readonly moved: string;
  readonly stages: readonly StageView[];
}

/** One step of the normaliser: moves up where the top bits are zero. */
interface StageView {
  readonly index: number;
  readonly top: string;
  readonly from: string;
  readonly moved: string;
  readonly to: string;
}

interface LogView {
  readonly story: string;
  readonly signals: readonly string[];
  /** Empty where the magnitude is a single bit. */
  readonly position: string;
  /** Null where the bits below the leading one do not matter. */
  readonly table: TableView | null;
  readonly sum: string;
}

interface TableView extends CaseTable {
  readonly fraction: string;
}

/** Conditions on the log; empty where no sum meets them. */
interface RangeView {
  readonly signals: readonly string[];
  readonly above: string;
  readonly below: string;
  readonly flushed: string;
}

interface RoundView {
  readonly signals: readonly string[];
  readonly regime: string;
  /** Empty where the log has no bits below the regime. */
  readonly tail: string;
  /** Empty where no sum lies within the range of the words. */
  readonly rows: readonly RegimeRow[];
  readonly kept: string;
  /** Empty where every bit is kept. */
  readonly up: string;
  readonly increment: string;
}

interface RegimeRow {
  readonly regime: string;
  readonly value: string;
}

interface WordView {
  readonly signals: readonly string[];
  /** Body of the smallest positive word. */
  readonly smallest: string;
  readonly nar: string;
  readonly signed: string;
}

/** Bits of the internal signals. */
interface EncoderWidths {
  readonly magnitude: number;
  readonly position: number;
  readonly log: number;
  readonly tail: number;
  readonly regime: number;
  /** Regime bits and tail, before they are cut to the body. */
  readonly unrounded: number;
  /** The word without its sign. */
  readonly body: number;
}

/** All that the sections are made from. */
interface Encoder {
  readonly resolved: Resolved;
  readonly range: EncoderRange;
  readonly widths: EncoderWidths;
  /** R of section 4; null where it is the same for every x. */
  readonly table: readonly bigint[] | null;
  readonly regimes: readonly RegimeRow[];
}

export function encoderView(
  module: ModuleDescription,
  resolved: Resolved,
  provenance: Provenance,
): EncoderView {
  const encoder = describeEncoder(resolved);
  return {
    header: header(encoderStory(resolved), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(encoderParameters(encoder)),
    magnitude: magnitudeView(resolved),
    normalise: normaliseView(encoder),
    log: logView(encoder),
    range: rangeView(encoder),
    round: roundView(encoder),
    word: wordView(resolved),
    unused: concatenation(unusedBits(encoder)),
  };
}

function describeEncoder(resolved: Resolved): Encoder {
  const { output, fraction, inputBits } = resolved.requantise;
  const range = encoderRange(resolved);
  const tail = output.es + fraction;
  const log = Math.max(signedWidth(range.logMin, range.logMax), tail + 1);
  const widths = {
    magnitude: range.magnitude,
    position: bitLength(range.magnitude - 1),
    log,
    tail,
    regime: log - tail,
    unrounded: Math.max(output.rs + tail, output.n - 1),
    body: output.n - 1,
  };
  const table = Array.from({ length: 2 ** inputBits }, (_, x) =>
    logOfSignificand(inputBits, fraction, x),
  );
  return {
    resolved,
    range,
    widths,
    table: table.every((entry) => entry === table[0]) ? null : table,
    regimes: regimeRows(resolved, range, widths),
  };
}

/** Regimes that a sum can reach, each with its bits, the tail behind them, zeros at the end. */
function regimeRows(resolved: Resolved, range: EncoderRange, widths: EncoderWidths): RegimeRow[] {
  const { output } = resolved.requantise;
  const regimeOf = (log: bigint) => Number(log >> BigInt(widths.tail));
  const first = Math.max(regimeOf(max(range.logMin, range.smallest)), -output.rs);
  const last = Math.min(regimeOf(min(range.logMax, range.largest)), output.rs - 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const k = first + index;
    const run = k < 0 ? -k : k + 1;
    const bits = `${(k < 0 ? '0' : '1').repeat(run)}${run < output.rs ? (k < 0 ? '1' : '0') : ''}`;
    const zeros = widths.unrounded - bits.length - widths.tail;
    const parts = [
      `${bits.length}'b${bits}`,
      ...(widths.tail > 0 ? ['tail'] : []),
      ...(zeros > 0 ? [svLiteral(0, zeros)] : []),
    ];
    return {
      regime: svLiteral(k, widths.regime, 'signed'),
      value: parts.length === 1 ? (parts[0] ?? '') : `{${parts.join(', ')}}`,
    };
  });
}

function encoderStory({ requantise, derived }: Resolved): string[] {
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

function encoderParameters({ resolved, widths, table }: Encoder): Parameter[] {
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

function magnitudeView({ requantise, derived }: Resolved): MagnitudeView {
  const { P } = derived;
  const { relu } = requantise;
  return {
    story: relu ? 'negative sums count as zero.' : 'of the sum, and its sign.',
    signals: declarations([
      { name: 'negative', meaning: 'sign of the sum' },
      { name: 'zero', meaning: relu ? 'the sum is 0 or negative' : 'the sum is 0' },
      { name: 'magnitude', width: 'MagnitudeWidth', meaning: 'of the sum' },
    ]),
    sign: `acc_i[${P - 1}]`,
    value: relu ? slice('acc_i', P - 2, 0) : 'negative ? -acc_i : acc_i',
    zero: relu ? `(acc_i == '0) || negative` : `acc_i == '0`,
  };
}

function normaliseView({ widths }: Encoder): NormaliseView {
  const { magnitude, position } = widths;
  const stages = Array.from({ length: position }, (_, step): StageView => {
    const index = position - 1 - step;
    const by = 2 ** index;
    const from = step === 0 ? 'magnitude' : `normal_${index + 1}`;
    return {
      index,
      top: slice(from, magnitude - 1, magnitude - by),
      from,
      moved: `{${slice(from, magnitude - by - 1, 0)}, ${svLiteral(0, by)}}`,
      to: `normal_${index}`,
    };
  });
  return {
    empty: stages.map(({ index }) => `empty_${index}`).join(', '),
    moved: stages.map(({ to }) => to).join(', '),
    stages,
  };
}

function logView({ resolved, range, widths, table }: Encoder): LogView {
  const { fraction, inputBits } = resolved.requantise;
  const { magnitude, position, log } = widths;
  const terms = [
    ...(position > 0 ? [svZeroExtend('position', position, log, fraction)] : []),
    ...(table === null ? [] : [svZeroExtend('fraction_log', fraction + 1, log)]),
  ];
  const constant = svLiteral(abs(range.offset), log);
  const sign = range.offset < 0n ? '-' : '+';
  return {
    story: `log2 of the magnitude and the scale, ${lsbText(fraction)}.`,
    signals: declarations([
      ...(position > 0
        ? [
            { name: 'leading_zeros', width: 'PositionWidth', meaning: 'of the magnitude' },
            { name: 'position', width: 'PositionWidth', meaning: 'of the leading one' },
          ]
        : []),
      ...(table === null
        ? []
        : [
            { name: 'fraction', width: 'InputBits', meaning: 'bits behind the leading one' },
            { name: 'fraction_log', width: 'FractionLogWidth', meaning: 'log2(1 + fraction)' },
          ]),
      { name: 'log', width: 'LogWidth', signed: true, meaning: 'log2 of the scaled magnitude' },
    ]),
    position: position > 0 ? `${svLiteral(magnitude - 1, position)} - leading_zeros` : '',
    table:
      table === null
        ? null
        : {
            fraction: fractionExpression(magnitude, inputBits),
            ...caseTable(table, fraction + 1),
          },
    sum:
      terms.length === 0
        ? svLiteral(range.offset, log, 'signed')
        : `${terms.join(' + ')}${range.offset === 0n ? '' : ` ${sign} ${constant}`}`,
  };
}

/** The X bits behind the leading one of a normalised magnitude, missing low bits 0. */
function fractionExpression(magnitude: number, inputBits: number): string {
  const available = magnitude - 1;
  if (available === 0) return svLiteral(0, inputBits);
  if (inputBits <= available) return slice('normal_0', available - 1, available - inputBits);
  return `{${slice('normal_0', available - 1, 0)}, ${svLiteral(0, inputBits - available)}}`;
}

function rangeView({ range, widths }: Encoder): RangeView {
  const literal = (value: bigint) => svLiteral(value, widths.log, 'signed');
  const above = range.logMax > range.largest ? `log > ${literal(range.largest)}` : '';
  const below = range.logMin < range.smallest ? `log < ${literal(range.smallest)}` : '';
  const flushes = range.flush !== null && range.logMin < range.flush;
  return {
    signals: declarations([
      ...(above === '' ? [] : [{ name: 'above', meaning: 'more than the largest word' }]),
      ...(below === '' ? [] : [{ name: 'below', meaning: 'less than the smallest word' }]),
      ...(flushes ? [{ name: 'flushed', meaning: 'less than half of the smallest word' }] : []),
    ]),
    above,
    below,
    flushed: flushes ? `log < ${literal(range.flush ?? 0n)}` : '',
  };
}

function roundView({ widths, regimes }: Encoder): RoundView {
  const { log, tail, unrounded, body } = widths;
  const guard = unrounded - body - 1;
  const rounds = guard >= 0;
  const reduce = guard > 1 ? '|' : '';
  const sticky =
    guard > 0 ? `(${reduce}${slice('unrounded', guard - 1, 0)} || kept[0])` : 'kept[0]';
  return {
    signals: declarations([
      {
        name: 'regime',
        width: tail > 0 ? 'RegimeWidth' : 'LogWidth',
        signed: true,
        meaning: 'k',
      },
      ...(tail > 0 ? [{ name: 'tail', width: 'TailWidth', meaning: 'exponent and fraction' }] : []),
      { name: 'unrounded', width: 'UnroundedWidth', meaning: 'regime run, terminator, tail' },
      { name: 'kept', width: 'BodyWidth', meaning: 'what fits the word' },
      ...(rounds ? [{ name: 'round_up', meaning: 'the next word is nearer, or even' }] : []),
      { name: 'rounded', width: 'BodyWidth', meaning: 'nearest word without its sign' },
    ]),
    regime: slice('log', log - 1, tail),
    tail: tail > 0 ? slice('log', tail - 1, 0) : '',
    rows: regimes,
    kept: slice('unrounded', unrounded - 1, unrounded - body),
    up: rounds ? `unrounded[${guard}] && ${sticky}` : '',
    increment: svZeroExtend('round_up', 1, body),
  };
}

function wordView({ requantise }: Resolved): WordView {
  const { output, relu } = requantise;
  return {
    signals: declarations([
      { name: 'body', width: 'BodyWidth', meaning: 'the word without its sign' },
    ]),
    smallest: svLiteral(1, output.n - 1),
    nar: svLiteral(output.narWord, output.n, 'binary'),
    signed: relu ? `{1'b0, body}` : `negative ? -{1'b0, body} : {1'b0, body}`,
  };
}

/** Slices that this configuration computes along but never reads. */
function unusedBits({ resolved, widths, table, regimes }: Encoder): string[] {
  const { inputBits } = resolved.requantise;
  const { magnitude, position } = widths;
  const bits: string[] = [];
  if (position === 0) bits.push('magnitude');
  else if (table === null) bits.push('normal_0');
  else {
    bits.push(slice('normal_0', magnitude - 1, magnitude - 1));
    if (magnitude - 1 > inputBits) bits.push(slice('normal_0', magnitude - 2 - inputBits, 0));
  }
  if (regimes.length === 0) bits.push('regime', ...(widths.tail > 0 ? ['tail'] : []));
  return bits;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
