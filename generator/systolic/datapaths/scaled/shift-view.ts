import { bitLength, svLiteral } from '../../../systemverilog.ts';
import {
  assignments,
  concatenation,
  declarations,
  type Parameter,
  type Signal,
  slice,
} from '../../../views/text.ts';
import { isPlain, type Window } from './window.ts';

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
  /** Signals that have names of their own. */
  readonly names?: Partial<ShiftNames>;
  /** The window has a sign, whatever its width. */
  readonly isSigned?: boolean;
}

interface ShiftNames {
  readonly negative: string;
  readonly significand: string;
  readonly distance: string;
  readonly shift: string;
  readonly unshifted: string;
  readonly window: string;
  readonly carry: string;
}

/** The name of a signal, of one lane where there are several. */
export function laneName(name: string, lane: string): string {
  return lane === '' ? name : `${name}_${lane}`;
}

export interface ShiftView {
  /** One line of a comment. */
  readonly story: string;
  readonly signals: readonly string[];
  readonly assignments: readonly string[];
}

/**
 * Shifts a significand down and gives it its sign. Inverting the few bits of a significand and filling up with the sign is less
 * than inverting a window, but where the window is hardly wider.
 */
export function shiftView(source: ShiftSource): ShiftView {
  const { signals, assigned, magnitude } = isLate(source) ? lateShift(source) : earlyShift(source);
  const terms = termsView(source, magnitude);
  const when = isLate(source) ? 'inverted after it' : 'inverted, its sign fills up';
  return {
    story: `A negative product is ${when}; the 1 it lacks${terms.rounds ? ', or rounding,' : ''} is a term.`,
    signals: declarations([...signals, ...terms.signals]),
    assignments: assignments({ ...assigned, ...terms.assigned }),
  };
}

/** Terms of a window in which a negative product is inverted; `magnitude` is what of it is added. */
export function termsView(source: ShiftSource, magnitude = addedBits(source)) {
  const { negative, carry } = namesOf(source);
  const rounds = !isPlain(source.window);
  return {
    rounds,
    signals: rounds ? [{ name: carry, meaning: 'one LSB' }] : [],
    assigned: {
      ...(rounds ? { [carry]: carryOf(source) } : {}),
      [source.terms]: concatenation([
        ...(rounds ? [`~${negative}`] : []),
        ...(source.window.added > 0 ? [magnitude] : []),
        rounds ? carry : negative,
      ]),
    },
  };
}

/** Bits by which a window may exceed a significand if inverting it is to be the cheaper. */
const LATE_EXCESS = 3;

function isLate({ window: { bits, significandBits, low }, isSigned }: ShiftSource): boolean {
  return isSigned !== true && low >= 0 && bits - significandBits <= LATE_EXCESS;
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
  const { low, top } = source.window;
  const { significand } = namesOf(source);
  const dropped = Math.max(0, low - top);
  return [...unusedWindow(source), ...(dropped > 0 ? [slice(significand, dropped - 1, 0)] : [])];
}

/** Bits of the window above what is added. */
export function unusedWindow(source: ShiftSource): string[] {
  const { window } = source;
  const top = isLate(source) ? window.bits - 1 : window.bits;
  const above = readBits(window);
  return top >= above ? [slice(namesOf(source).window, top, above)] : [];
}

/** Low bits of a window that are read. */
export function readBits({ bits, first, low, added }: Window): number {
  return Math.min(bits, first - low + added);
}

interface Shift {
  readonly signals: readonly Signal[];
  readonly assigned: Readonly<Record<string, string>>;
  /** What is added of the magnitude. */
  readonly magnitude: string;
}

/** The significand is inverted, then shifted with copies of its sign. */
export function earlyShift(source: ShiftSource): Shift {
  const { negative, widths } = namesOf(source);
  const meaning = "two's complement, less 1 where negative";
  return {
    ...moved(
      source,
      { width: widths.window, signed: true, meaning },
      `${concatenation(["1'b0", ...placedSignificand(source)])} ^ {${widths.window}{${negative}}}`,
      '>>>',
    ),
    magnitude: addedBits(source),
  };
}

/** The significand is shifted, then inverted. */
function lateShift(source: ShiftSource): Shift {
  const { negative, widths } = namesOf(source);
  const { added, bits } = source.window;
  const copies = added === bits ? widths.window : String(added);
  return {
    ...moved(
      source,
      { width: widths.window, meaning: 'magnitude of the product' },
      concatenation(placedSignificand(source)),
      '>>',
    ),
    magnitude: `${added === bits ? namesOf(source).window : addedBits(source)} ^ {${copies}{${negative}}}`,
  };
}

function moved(
  source: ShiftSource,
  window: Omit<Signal, 'name'>,
  placed: string,
  operator: '>>' | '>>>',
): Omit<Shift, 'magnitude'> {
  const { shift, unshifted, window: shifted, widths } = namesOf(source);
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

function namesOf({ lane, names }: ShiftSource) {
  const of = (name: string) => laneName(name, lane);
  return {
    negative: of('negative'),
    significand: of('significand'),
    distance: of('distance'),
    shift: of('shift'),
    unshifted: of('unshifted'),
    window: of('window'),
    carry: of('carry'),
    ...names,
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

/** What of the significand may reach the window, and zeros from there to its bottom. */
function placedSignificand(source: ShiftSource): string[] {
  const { top, low, significandBits } = source.window;
  const { significand } = namesOf(source);
  const dropped = low - top;
  if (dropped > 0) return [slice(significand, significandBits - 1, dropped)];
  return dropped === 0 ? [significand] : [significand, svLiteral(0, -dropped)];
}

function addedBits(source: ShiftSource): string {
  const { low, first, added } = source.window;
  return slice(namesOf(source).window, first - low + added - 1, first - low);
}

/** What is added at the LSB: the 1 that an inverted magnitude lacks, and what rounding adds. */
function carryOf(source: ShiftSource): string {
  const { window, actNegative } = source;
  const { negative, window: shifted } = namesOf(source);
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
