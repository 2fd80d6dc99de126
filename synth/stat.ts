import { Failure } from '../system/failure.ts';

/** What a module consists of, from the text of Yosys's `stat`. */
export interface Statistics {
  /** Cells by type, in the order of their names; children count as cells here. */
  readonly cells: Readonly<Record<string, number>>;
  /** In the library's unit; null where `stat` had no library or no cell of it. */
  readonly area: number | null;
  /** Cell types that the library gives no area. */
  readonly withoutArea: readonly string[];
}

/** Up to Yosys 0.55: "Number of cells: 5", then a name and its count to a line. */
const NAME_FIRST = {
  totals: /^ *Number of (?:cells|submodules): +(\d+)$/gm,
  cells: /^ {5}(?<type>\S+) +(?<count>\d+)$/gm,
};
/** From Yosys 0.56 on: counts first, then areas where a library is given; children apart. */
const COUNT_FIRST = {
  totals: /^ *(\d+) +(?:\S+ )?(?:cells|submodules)$/gm,
  cells: /^ *(?<count>\d+)(?: +[\d.]\S*| +-)? {3}(?<type>\S+)$/gm,
};
const WITHOUT_AREA = /^\s*Area for cell type \\?(\S+) is unknown!$/gm;
const AREA = /^\s*Chip area for (?:top )?module '[^']*': (\S+)$/m;

/**
 * Reads the text that `stat` prints for one module (the JSON of Yosys 0.23 has no area).
 * Throws Failure (tool-failed) where the cells do not add up to the printed number of cells.
 */
export function parseStat(text: string): Statistics {
  const layout = /^ *Number of cells:/m.test(text) ? NAME_FIRST : COUNT_FIRST;
  const totals = [...text.matchAll(layout.totals)].map(([, count]) => Number(count));
  if (totals.length === 0) throw unreadable('no number of cells');
  const counts = [...text.matchAll(layout.cells)].map(
    ({ groups }) => [groups?.type ?? '', Number(groups?.count)] as const,
  );
  const total = sum(totals);
  const counted = sum(counts.map(([, count]) => count));
  if (counted !== total) throw unreadable(`${total} cells, but ${counted} by type`);
  const cells = Object.fromEntries(counts);
  const area = AREA.exec(text)?.[1];
  if (area !== undefined && !Number.isFinite(Number(area))) throw unreadable(`area "${area}"`);
  return {
    cells,
    area: area === undefined ? null : Number(area),
    withoutArea: [...text.matchAll(WITHOUT_AREA)].map(([, type = '']) => type),
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((left, right) => left + right, 0);
}

function unreadable(what: string): Failure {
  return new Failure('tool-failed', `cannot read the statistics of Yosys: ${what}`);
}
