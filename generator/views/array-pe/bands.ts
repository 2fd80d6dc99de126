import type { ArrayShape } from '../../config/array-shape.ts';

/** Neighbouring rows whose PEs hold partial sums of the same widths. */
export interface Band {
  readonly first: number;
  readonly last: number;
  /** Bits of the partial sum of each lane, lane 0 first. */
  readonly widths: readonly number[];
}

/** Rows from top to bottom; one band where all PEs are alike. */
export function bandsOf({ rows, lanes }: ArrayShape): Band[] {
  const bands: { first: number; last: number; widths: number[] }[] = [];
  for (let row = 0; row < rows; row += 1) {
    const widths = lanes.map(({ rowWidths }) => rowWidths[row] ?? 0);
    const open = bands.at(-1);
    if (open?.widths.every((width, lane) => width === widths[lane])) open.last = row;
    else bands.push({ first: row, last: row, widths });
  }
  return bands;
}

/** "row 0", "rows 2 and 3", "rows 4 to 7". */
export function rowsText({ first, last }: Band): string {
  if (first === last) return `row ${first}`;
  return `rows ${first} ${last === first + 1 ? 'and' : 'to'} ${last}`;
}
