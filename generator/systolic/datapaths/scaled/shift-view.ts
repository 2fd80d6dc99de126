import { wrap } from '../../../../system/text.ts';
import { bitLength, svLiteral } from '../../../systemverilog.ts';
import {
  assignments,
  concatenation,
  declarations,
  type Parameter,
  type Signal,
  slice,
} from '../../../views/text.ts';
import type { Window } from './window.ts';

/** Columns of a comment inside of a module. */
export const COMMENT_COLUMNS = 95;

/** What a shift reads, and where its terms go. */
export interface ShiftSource {
  readonly window: Window;
  /** Bits of the distance; 0 where there is none. */
  readonly distanceBits: number;
  /** Condition under which nothing of the significand counts, whatever the distance. */
  readonly gone?: string | null;
  /** Sign of the activation, which only "floor-act" reads. */
  readonly actNegative: string;
  /** Signal or port that the terms are assigned to. */
  readonly terms: string;
  /** What tells this lane's names from another's: "" or a number. */
  readonly lane: string;
}

export interface ShiftView {
  /** Lines of a comment. */
  readonly story: readonly string[];
  readonly signals: readonly string[];
  readonly assignments: readonly string[];
}

/**
 * Shifts a significand down and gives it its sign. Inverting the few bits of a significand and filling up with the sign is less
 * than inverting a window, but where the window is hardly wider.
 */
export function shiftView(source: ShiftSource): ShiftView {
  const { negative, carry } = namesOf(source);
  const { signals, assigned, magnitude } = isLate(source) ? lateShift(source) : earlyShift(source);
  const rounding = carryOf(source);
  const isPlain = rounding === negative;
  const when = isLate(source) ? 'then' : 'before, and its sign fills up on both sides';
  return {
    story: wrap(
      `Shift: down from where the largest product is. A negative product is inverted ${when}: the 1 that it ` +
        `lacks${isPlain ? '' : ', or rounding,'} is a term of its own.`,
      COMMENT_COLUMNS,
    ),
    signals: declarations([...signals, ...(isPlain ? [] : [{ name: carry, meaning: 'one LSB' }])]),
    assignments: assignments({
      ...assigned,
      ...(isPlain ? {} : { [carry]: rounding }),
      [source.terms]: concatenation([
        `~${negative}`,
        ...(source.window.added > 0 ? [magnitude] : []),
        isPlain ? negative : carry,
      ]),
    }),
  };
}

/** Bits by which a window may exceed a significand if inverting it is to be the cheaper. */
const LATE_EXCESS = 3;

function isLate({ window: { bits, significandBits, low } }: ShiftSource): boolean {
  return low >= 0 && bits - significandBits <= LATE_EXCESS;
}

/** Sizes that the assignments of a shift name. */
export function shiftParameters(source: ShiftSource): Parameter[] {
  const { window, distanceBits, lane } = source;
  const { bits, low, significandBits } = window;
  const cut = low < 0 ? `, ${-low} bits below the LSB` : '';
  const rows = [
    { name: 'SignificandWidth', value: significandBits, why: 'exact product of both significands' },
    isLate(source)
      ? { name: 'WindowWidth', value: bits, why: 'largest product' }
      : { name: 'WindowWidth', value: bits + 1, why: `sign and largest product${cut}` },
    { name: 'DistanceWidth', value: distanceBits, why: 'sum of both distances' },
    { name: 'ShiftWidth', value: shiftBits(source), why: `at ${bits} nothing is left` },
  ];
  return rows
    .filter(({ value }) => value > 0)
    .map(({ name, ...row }) => ({ name: `${name}${lane}`, ...row }));
}

function shiftBits({ window, distanceBits }: ShiftSource): number {
  return Math.min(distanceBits, bitLength(window.bits));
}

/** Bits that nothing reads: above what is added, and below what reaches the window. */
export function unusedByShift(source: ShiftSource): string[] {
  const { window } = source;
  const { shifted, significand } = namesOf(source);
  const top = isLate(source) ? window.bits - 1 : window.bits;
  const above = Math.min(window.bits, window.first - window.low + window.added);
  const dropped = Math.max(0, window.low - window.top);
  return [
    ...(top >= above ? [slice(shifted, top, above)] : []),
    ...(dropped > 0 ? [slice(significand, dropped - 1, 0)] : []),
  ];
}

interface Shift {
  readonly signals: readonly Signal[];
  readonly assigned: Readonly<Record<string, string>>;
  /** What is added of the magnitude. */
  readonly magnitude: string;
}

/** The significand is inverted, then shifted with copies of its sign. */
function earlyShift(source: ShiftSource): Shift {
  const { negative, widths } = namesOf(source);
  const kept = keptSignificand(source);
  const inverted = `${kept.text} ^ {${kept.width}{${negative}}}`;
  const below = kept.zerosBelow > 0 ? [`{${kept.zerosBelow}{${negative}}}`] : [];
  const meaning = "two's complement, less 1 where negative";
  return {
    ...moved(
      source,
      { width: widths.window, signed: true, meaning },
      concatenation([negative, inverted, ...below]),
      '>>>',
    ),
    magnitude: addedBits(source),
  };
}

/** The significand is shifted, then inverted. */
function lateShift(source: ShiftSource): Shift {
  const { negative, widths } = namesOf(source);
  const { added, bits } = source.window;
  const kept = keptSignificand(source);
  const below = kept.zerosBelow > 0 ? [svLiteral(0, kept.zerosBelow)] : [];
  const copies = added === bits ? widths.window : String(added);
  return {
    ...moved(
      source,
      { width: widths.window, meaning: 'magnitude of the product' },
      concatenation([kept.text, ...below]),
      '>>',
    ),
    magnitude: `${added === bits ? namesOf(source).shifted : addedBits(source)} ^ {${copies}{${negative}}}`,
  };
}

function moved(
  source: ShiftSource,
  window: Omit<Signal, 'name'>,
  placed: string,
  operator: '>>' | '>>>',
): Omit<Shift, 'magnitude'> {
  const { shift, unshifted, shifted, widths } = namesOf(source);
  if (source.distanceBits === 0) {
    return { signals: [{ name: shifted, ...window }], assigned: { [shifted]: placed } };
  }
  return {
    signals: [
      { name: shift, width: widths.shift, meaning: 'to the right' },
      { name: unshifted, ...window, meaning: 'as if the distance were 0' },
      { name: shifted, ...window },
    ],
    assigned: {
      [shift]: shiftExpression(source),
      [unshifted]: placed,
      [shifted]: `${unshifted} ${operator} ${shift}`,
    },
  };
}

function namesOf({ lane }: ShiftSource) {
  const of = (name: string) => (lane === '' ? name : `${name}_${lane}`);
  return {
    negative: of('negative'),
    significand: of('significand'),
    distance: of('distance'),
    shift: of('shift'),
    unshifted: of('unshifted'),
    shifted: of('window'),
    carry: of('carry'),
    widths: {
      significand: `SignificandWidth${lane}`,
      shift: `ShiftWidth${lane}`,
      window: `WindowWidth${lane}`,
    },
  };
}

/** What is beyond the window shifts everything out. */
function shiftExpression(source: ShiftSource): string {
  const { distance, widths } = namesOf(source);
  const bits = shiftBits(source);
  const more = source.distanceBits - bits;
  const beyond = slice(distance, source.distanceBits - 1, bits);
  const reasons = [
    ...(more > 0 ? [more > 1 ? `|${beyond}` : beyond] : []),
    ...(source.gone ? [source.gone] : []),
  ];
  if (reasons.length === 0) return distance;
  const low = more > 0 ? slice(distance, bits - 1, 0) : distance;
  return `${low} | {${widths.shift}{${reasons.join(' || ')}}}`;
}

/** What of the significand may reach the window, and how far above its bottom that is. */
function keptSignificand(source: ShiftSource) {
  const { top, low, significandBits } = source.window;
  const { significand, widths } = namesOf(source);
  const dropped = Math.max(0, low - top);
  return {
    text: dropped === 0 ? significand : slice(significand, significandBits - 1, dropped),
    width: dropped === 0 ? widths.significand : String(significandBits - dropped),
    zerosBelow: Math.max(0, top - low),
  };
}

function addedBits(source: ShiftSource): string {
  const { low, first, added } = source.window;
  return slice(namesOf(source).shifted, first - low + added - 1, first - low);
}

/** What is added at the LSB: the 1 that an inverted magnitude lacks, and what rounding adds. */
function carryOf(source: ShiftSource): string {
  const { window, actNegative } = source;
  const { negative, shifted } = namesOf(source);
  if (window.low >= 0) return negative;
  const cut = slice(shifted, Math.min(-window.low, window.bits) - 1, 0);
  switch (window.align) {
    case 'truncate':
      return negative;
    case 'nearest':
      return cut;
    case 'floor':
      return `&{${negative}, ${cut}}`;
    case 'floor-act':
      return `${actNegative} ? (${negative} ? &${cut} : |${cut}) : ${negative}`;
  }
}
