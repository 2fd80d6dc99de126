/**
 * Radix-4 digits of weights that stand still. All but a weight's last are from -2 to 1, so that their multiples of an
 * activation are bits of a, 2a and -a, which the edge has made: a gate each, no exclusive or. The last one of a weight
 * of even length is from -2 to 2, A. Booth's way: bits of a and 2a, inverted for a negative digit, and the 1 that they then lack.
 */
export interface DigitRow {
  readonly index: number;
  readonly form: 'low' | 'booth';
  /** What is stored of it, lowest first: the multiples that it picks, and whether it is negative. */
  readonly lines: readonly DigitLine[];
  /** Lowest of its stored bits. */
  readonly firstStored: number;
  /** By mode: what of a word it is decoded from. */
  readonly sources: readonly DigitSource[];
  /** Where its multiples are added. */
  readonly places: readonly DigitPlace[];
}

export interface DigitSource {
  /** Lowest bit in the word; two bits, or the last one of a weight of odd length. */
  readonly bit: number;
  readonly bits: 1 | 2;
  /** A digit of the same weight carries into it. */
  readonly follows: boolean;
  /** May be 2: nothing takes a carry. */
  readonly last: boolean;
}

export interface DigitPlace {
  readonly lane: number;
  readonly position: number;
  readonly modes: readonly number[];
}

export type DigitLine = 'once' | 'twice' | 'minus' | 'negative';

/** Weights of n bits side by side in a word. */
export interface WeightLayout {
  readonly bits: number;
  readonly lanes: number;
}

/** The rows that serve all modes; layouts of several modes share a word of 8 bits. */
export function digitRows(layouts: readonly WeightLayout[]): DigitRow[] {
  const byMode = layouts.map(digitsOf);
  const count = Math.max(...byMode.map((digits) => digits.length));
  let firstStored = 0;
  return Array.from({ length: count }, (_, index) => {
    const digits = byMode.map((mode) => mode.find(({ row }) => row === index));
    const sources = digits.map((digit) => digit?.source).filter((source) => source !== undefined);
    const form: DigitRow['form'] = sources.some(
      ({ last, follows, bits }) => last && follows && bits === 2,
    )
      ? 'booth'
      : 'low';
    const lines = linesOf(form, sources);
    const row = { index, form, lines, firstStored, sources, places: placesOf(digits) };
    firstStored += lines.length;
    return row;
  });
}

export function storedBitsOf(rows: readonly DigitRow[]): number {
  return rows.reduce((bits, { lines }) => bits + lines.length, 0);
}

/** The sign of a weight of odd length and a carry are never 2 together. */
function linesOf(form: DigitRow['form'], sources: readonly DigitSource[]): DigitLine[] {
  if (form === 'booth') return ['once', 'twice', 'negative'];
  return sources.every(({ bits }) => bits === 1) ? ['once', 'minus'] : ['once', 'twice', 'minus'];
}

interface Digit {
  readonly row: number;
  readonly lane: number;
  readonly position: number;
  readonly source: DigitSource;
}

function digitsOf({ bits, lanes }: WeightLayout): Digit[] {
  const perWeight = Math.ceil(bits / 2);
  return Array.from({ length: lanes * perWeight }, (_, at) => {
    const lane = Math.floor(at / perWeight);
    const digit = at % perWeight;
    const last = digit === perWeight - 1;
    return {
      row: rowOf(lanes, at),
      lane,
      position: 2 * digit,
      source: {
        bit: lane * bits + 2 * digit,
        bits: 2 * digit + 1 === bits ? 1 : 2,
        follows: digit > 0,
        last,
      },
    };
  });
}

/** Rows of lanes 1 and 2 of four change places: so rows 0 and 2 start a weight wherever there are two. */
function rowOf(lanes: number, at: number): number {
  return lanes === 4 ? ([0, 2, 1, 3][at] ?? at) : at;
}

/** Places by mode, those that several modes have in common once. */
function placesOf(digits: readonly (Digit | undefined)[]): DigitPlace[] {
  const places = new Map<string, { lane: number; position: number; modes: number[] }>();
  digits.forEach((digit, mode) => {
    if (digit === undefined) return;
    const { lane, position } = digit;
    const key = `${lane} ${position}`;
    const place = places.get(key) ?? { lane, position, modes: [] };
    place.modes.push(mode);
    places.set(key, place);
  });
  return [...places.values()];
}
