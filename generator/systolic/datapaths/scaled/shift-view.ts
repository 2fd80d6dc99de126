import { wrap } from '../../../../system/text.ts';
import { bitLength } from '../../../systemverilog.ts';
import {
  assignments,
  concatenation,
  declarations,
  type Parameter,
  slice,
} from '../../../views/text.ts';
import type { Window } from './window.ts';

/** What a shift reads, and where its terms go. */
export interface ShiftSource {
  readonly window: Window;
  /** Bits of the distance; 0 where there is none. */
  readonly distanceBits: number;
  /** Sign of the activation, which only "floor-act" reads. */
  readonly actNegative: string;
  /** Signal or port that the terms are assigned to. */
  readonly terms: string;
  /** What tells this lane's names from another's: "" or a number. */
  readonly lane: string;
}

/** Columns of a comment inside of a module. */
export const COMMENT_COLUMNS = 95;

export interface ShiftView {
  /** Lines of a comment. */
  readonly story: readonly string[];
  readonly signals: readonly string[];
  readonly assignments: readonly string[];
}

/** Sizes that the assignments of a shift name. */
export function shiftParameters(source: ShiftSource): Parameter[] {
  const { window, distanceBits, lane } = source;
  const { bits, low, significandBits } = window;
  const cut = low < 0 ? `, ${-low} bits below the LSB` : '';
  const rows = [
    { name: 'SignificandWidth', value: significandBits, why: 'exact product of both significands' },
    { name: 'WindowWidth', value: bits + 1, why: `sign and largest product${cut}` },
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

/** Inverts the significand of a negative product, shifts it down with its sign, takes the terms. */
export function shiftView(source: ShiftSource): ShiftView {
  const { window, distanceBits, terms } = source;
  const { negative, shift, unshifted, shifted, carry, widths } = namesOf(source);
  const moves = distanceBits > 0;
  const rounding = carryOf(source);
  const isPlain = rounding === negative;
  return {
    story: wrap(
      'Shift: down from where the largest product is. A negative product is inverted before, and its ' +
        `sign fills up on both sides: the 1 that it lacks${isPlain ? '' : ', or rounding,'} is a term of its own.`,
      COMMENT_COLUMNS,
    ),
    signals: declarations([
      ...(moves
        ? [
            { name: shift, width: widths.shift, meaning: 'to the right' },
            {
              name: unshifted,
              width: widths.window,
              signed: true,
              meaning: 'as if the distance were 0',
            },
          ]
        : []),
      {
        name: shifted,
        width: widths.window,
        signed: true,
        meaning: `two's complement less 1 where negative`,
      },
      ...(isPlain ? [] : [{ name: carry, meaning: 'one LSB' }]),
    ]),
    assignments: assignments({
      ...(moves ? { [shift]: shiftExpression(source) } : {}),
      [moves ? unshifted : shifted]: placed(source),
      ...(moves ? { [shifted]: `${unshifted} >>> ${shift}` } : {}),
      ...(isPlain ? {} : { [carry]: rounding }),
      [terms]: concatenation([
        ...(window.hasSign ? [`~${negative}`] : []),
        ...(window.added > 0 ? [addedBits(source)] : []),
        isPlain ? negative : carry,
      ]),
    }),
  };
}

/** Bits that nothing reads: above what is added, and below what reaches the window. */
export function unusedByShift(source: ShiftSource): string[] {
  const { window } = source;
  const { shifted, significand } = namesOf(source);
  const above = window.first - window.low + window.added;
  const dropped = Math.max(0, window.low - window.top);
  return [
    slice(shifted, window.bits, above),
    ...(dropped > 0 ? [slice(significand, dropped - 1, 0)] : []),
  ];
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
  if (bits === source.distanceBits) return distance;
  const beyond = slice(distance, source.distanceBits - 1, bits);
  const any = source.distanceBits - 1 > bits ? `|${beyond}` : beyond;
  return `${slice(distance, bits - 1, 0)} | {${widths.shift}{${any}}}`;
}

/** The sign, the significand, and the sign again down to the bottom of the window. */
function placed(source: ShiftSource): string {
  const { top, low, significandBits } = source.window;
  const { negative, significand, widths } = namesOf(source);
  const dropped = Math.max(0, low - top);
  const kept = dropped === 0 ? significand : slice(significand, significandBits - 1, dropped);
  const copies = dropped === 0 ? widths.significand : String(significandBits - dropped);
  const below = Math.max(0, top - low);
  return concatenation([
    negative,
    `${kept} ^ {${copies}{${negative}}}`,
    ...(below > 0 ? [`{${below}{${negative}}}`] : []),
  ]);
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
  const cut = slice(shifted, -window.low - 1, 0);
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
