import { bitLength, svLiteral } from '../systemverilog.ts';

export interface CaseTable {
  /** `case` over numbers, or `casez` over blocks of them. */
  readonly keyword: 'case' | 'casez';
  readonly rows: readonly CaseRow[];
}

export interface CaseRow {
  readonly items: string;
  readonly value: string;
}

const ITEM_COLUMNS = 68;
/** Tables beyond this many entries are written in blocks: tools fail on tens of thousands of items. */
const LISTED_ENTRIES = 256;

/** Case table over 0..values.length - 1, a power of two; neighbours of equal value share rows. */
export function caseTable(values: readonly bigint[], valueWidth: number): CaseTable {
  const selectWidth = bitLength(values.length - 1);
  const listed = values.length <= LISTED_ENTRIES;
  const rows = runs(values).flatMap(({ value, first, last }) => {
    const literal = svLiteral(value, valueWidth);
    const items = listed ? numbers(first, last, selectWidth) : blocks(first, last, selectWidth);
    return inLines(items).map((line) => ({ items: line, value: literal }));
  });
  return { keyword: listed ? 'case' : 'casez', rows };
}

interface Run {
  readonly value: bigint;
  readonly first: number;
  last: number;
}

function runs(values: readonly bigint[]): Run[] {
  const found: Run[] = [];
  values.forEach((value, index) => {
    const open = found.at(-1);
    if (open?.value === value) open.last = index;
    else found.push({ value, first: index, last: index });
  });
  return found;
}

function numbers(first: number, last: number, width: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => svLiteral(first + index, width));
}

/** The fewest aligned power-of-two blocks that cover first..last, low bits as "?". */
function blocks(first: number, last: number, width: number): string[] {
  const patterns: string[] = [];
  for (let at = first; at <= last; ) {
    let free = 0;
    while (at % 2 ** (free + 1) === 0 && at + 2 ** (free + 1) - 1 <= last) free += 1;
    const fixed = (at / 2 ** free).toString(2).padStart(width - free, '0');
    patterns.push(`${width}'b${free === width ? '' : fixed}${'?'.repeat(free)}`);
    at += 2 ** free;
  }
  return patterns;
}

/** Comma-separated items, as many to a line as fit. */
function inLines(items: readonly string[]): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + item.length + 2 <= ITEM_COLUMNS) {
      lines[lines.length - 1] = `${line}, ${item}`;
    } else {
      lines.push(item);
    }
  }
  return lines;
}
