import { alignColumns, wrap } from '../system/text.ts';
import type { Paint } from './paint.ts';

/** A table whose first row names the columns; numbers go right where `right` says so. */
export function headed(
  rows: readonly (readonly string[])[],
  right: readonly number[],
  paint: Paint,
): string[] {
  return alignColumns(rows, right).map((line, index) => (index === 0 ? paint.dim(line) : line));
}

/**
 * As above within so many columns: what is too long in the first one goes on below it, in rows that
 * leave it empty where there are some.
 */
export function headedWithin(
  width: number,
  rows: readonly (readonly string[])[],
  right: readonly number[],
  paint: Paint,
): string[] {
  const others = alignColumns(
    rows.map((row) => row.slice(1)),
    right.map((column) => column - 1),
  );
  const room = Math.max(SHORTEST, width - GAP - Math.max(...others.map((line) => line.length)));
  const lines: (readonly string[])[] = [];
  let below: readonly string[] = [];
  for (const [first = '', ...cells] of rows) {
    if (first !== '') {
      lines.push(...below.map((text) => [text]));
      const [head = '', ...rest] = hanging(first, room);
      below = rest;
      lines.push([head, ...cells]);
    } else {
      lines.push([below[0] ?? '', ...cells]);
      below = below.slice(1);
    }
  }
  lines.push(...below.map((text) => [text]));
  return alignColumns(lines, right).map((line, index) => (index === 0 ? paint.dim(line) : line));
}

/** Lines of a text, the later ones two columns further in than the first. */
function hanging(text: string, width: number): string[] {
  const start = ' '.repeat(text.length - text.trimStart().length);
  const [first = '', ...rest] = wrap(text.trimStart(), width - start.length - 2);
  return [start + first, ...rest.map((line) => `${start}  ${line}`)];
}

const SHORTEST = 16;
const GAP = 2;
