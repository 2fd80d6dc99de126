/** "RowTiles" of ROW_TILES: the localparam that holds its address. */
export function addressName(register: string): string {
  return register
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');
}

/** Rows of a case, with their values aligned. */
export function caseRows(rows: readonly (readonly [string, string])[]): string[] {
  const widest = Math.max(...rows.map(([name]) => name.length)) + 1;
  return rows.map(([name, statement]) => `${`${name}:`.padEnd(widest)} ${statement}`);
}
