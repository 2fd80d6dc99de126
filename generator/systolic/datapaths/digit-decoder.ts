import { declarations, type Signal, slice, unusedValue } from '../../views/text.ts';
import type { DigitLine, DigitRow, DigitSource } from './digits.ts';
import { inModes, type ModeNames, modeFlags } from './modes.ts';

/** Lines of a weight decoder that makes digits of words. */
export function digitDecoderView(rows: readonly DigitRow[], names: ModeNames) {
  const decoded = rows.map((_, index) => decodedRow(rows, index, names));
  const digits = decoded.flatMap(({ assignments }) => assignments);
  const stored = decoded.flatMap((row) => row.stored);
  return {
    modes: modeFlags(names, [...digits, ...stored]),
    signals: declarations(decoded.flatMap(({ signals }) => signals)),
    digits,
    stored,
    unused: unusedValue(decoded.flatMap(({ unused }) => unused)),
  };
}

interface DecodedRow {
  readonly signals: readonly Signal[];
  readonly assignments: readonly string[];
  readonly stored: readonly string[];
  readonly unused: readonly string[];
}

/** Low digits that pick a multiple: it is inverted in the sum, so minus their own. */
const PICKING = { once: "2'b11", twice: "2'b10", minus: "2'b01" } as const;

function decodedRow(rows: readonly DigitRow[], index: number, names: ModeNames): DecodedRow {
  const row = rows[index] as DigitRow;
  const pair = pairOf(row, names);
  const carry = carryInto(rows, index, names);
  const digit = `digit_${index}`;
  const low = carry === null ? pair.text : `${digit}[1:0]`;
  const lineOf = (line: DigitLine) => {
    if (line === 'negative') return negativeOf(row, pair, names);
    if (line === 'once' && row.form === 'booth') return `${digit}[0]`;
    return `${low} == ${PICKING[line]}`;
  };
  return {
    signals: [
      ...pair.signals,
      ...(carry === null ? [] : [{ name: digit, bits: 3, meaning: `digit ${index}` }]),
    ],
    assignments: [
      ...pair.assignments,
      ...(carry === null ? [] : [`assign ${digit} = {1'b0, ${pair.text}} + {2'b0, ${carry}};`]),
    ],
    stored: row.lines.map(
      (line, at) => `assign weight_o[${row.firstStored + at}] = ${lineOf(line)};`,
    ),
    unused: carry === null || modesThatFollow(rows[index + 1]).length > 0 ? [] : [`${digit}[2]`],
  };
}

/** Two bits of a word, which may depend on the mode. */
interface Pair {
  readonly text: string;
  /** The upper bit. */
  readonly sign: string;
  readonly signals: readonly Signal[];
  readonly assignments: readonly string[];
}

function pairOf({ index, sources }: DigitRow, names: ModeNames): Pair {
  const texts = sources.map(bitsOf);
  const [text = ''] = texts;
  const other = texts.find((another) => another !== text);
  if (other === undefined) {
    const sign = `code_i[${(sources[0]?.bit ?? 0) + 1}]`;
    return { text, sign, signals: [], assignments: [] };
  }
  const modes = texts.flatMap((another, mode) => (another === text ? [mode] : []));
  const name = `pair_${index}`;
  return {
    text: name,
    sign: `${name}[1]`,
    signals: [{ name, bits: 2, meaning: `bits of digit ${index}` }],
    assignments: [`assign ${name} = ${inModes(names, modes)} ? ${text} : ${other};`],
  };
}

/** The last bit of a weight of odd length is its sign. */
function bitsOf({ bit, bits }: DigitSource): string {
  return bits === 2 ? slice('code_i', bit + 1, bit) : `{2{code_i[${bit}]}}`;
}

function modesThatFollow(row: DigitRow | undefined): number[] {
  return (row?.sources ?? []).flatMap(({ follows }, mode) => (follows ? [mode] : []));
}

/** Of 2 or 3 a digit of the same weight carries; null where there is none below. */
function carryInto(rows: readonly DigitRow[], index: number, names: ModeNames): string | null {
  const modes = modesThatFollow(rows[index]);
  const below = rows[index - 1];
  if (modes.length === 0 || below === undefined) return null;
  const carry =
    modesThatFollow(below).length === 0
      ? pairOf(below, names).sign
      : `(digit_${index - 1} >= 3'd2)`;
  return inCondition(inModes(names, modes), carry);
}

function inCondition(condition: string | null, value: string): string {
  if (condition === null) return value.replace(/^\((.*)\)$/, '$1');
  return `${condition.includes('||') ? `(${condition})` : condition} && ${value}`;
}

/** 2 is -2 where it carries: where the digit is not the last one of its weight. */
function negativeOf({ index, sources }: DigitRow, { sign }: Pair, names: ModeNames): string {
  const carrying = sources.flatMap(({ last }, mode) => (last ? [] : [mode]));
  if (carrying.length === 0) return sign;
  return `${sign} || (${inCondition(inModes(names, carrying), `digit_${index}[1]`)})`;
}
