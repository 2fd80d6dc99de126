import { bitLength, svLiteral } from '../systemverilog.ts';

export interface CaseRow {
  readonly items: string;
  readonly value: string;
}

const ITEM_COLUMNS = 80;

/**
 * Rows of a case table over 0..values.length - 1; neighbours of equal value share a row as far as a
 * line allows.
 */
export function caseRows(values: readonly bigint[], valueWidth: number): CaseRow[] {
  const selectWidth = bitLength(values.length - 1);
  const rows: { items: string; value: string }[] = [];
  values.forEach((value, index) => {
    const item = svLiteral(index, selectWidth);
    const literal = svLiteral(value, valueWidth);
    const last = rows.at(-1);
    if (last?.value === literal && last.items.length + item.length + 2 <= ITEM_COLUMNS) {
      last.items += `, ${item}`;
    } else {
      rows.push({ items: item, value: literal });
    }
  });
  return rows;
}
