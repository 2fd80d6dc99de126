import { alignColumns } from '../system/text.ts';
import type { Paint } from './paint.ts';

/** A table whose first row names the columns; numbers go right where `right` says so. */
export function headed(
  rows: readonly (readonly string[])[],
  right: readonly number[],
  paint: Paint,
): string[] {
  return alignColumns(rows, right).map((line, index) => (index === 0 ? paint.dim(line) : line));
}
