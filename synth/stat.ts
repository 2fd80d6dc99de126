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

const TOTAL = /^\s*Number of cells:\s+(\d+)$/m;
const CELL = /^ {5}(\S+)\s+(\d+)$/gm;
const WITHOUT_AREA = /^\s*Area for cell type \\?(\S+) is unknown!$/gm;
const AREA = /^\s*Chip area for (?:top )?module '[^']*': (\S+)$/m;

/**
 * Reads the text that `stat -liberty` of Yosys 0.23 prints for one module (its JSON has no area).
 * Throws Failure (tool-failed) where the cells do not add up to the printed number of cells.
 */
export function parseStat(text: string): Statistics {
  const total = TOTAL.exec(text)?.[1];
  if (total === undefined) throw unreadable('no number of cells');
  const cells = Object.fromEntries(
    [...text.matchAll(CELL)].map(([, type = '', count]) => [type, Number(count)]),
  );
  const sum = Object.values(cells).reduce((left, right) => left + right, 0);
  if (sum !== Number(total)) throw unreadable(`${total} cells, but ${sum} by type`);
  const area = AREA.exec(text)?.[1];
  if (area !== undefined && !Number.isFinite(Number(area))) throw unreadable(`area "${area}"`);
  return {
    cells,
    area: area === undefined ? null : Number(area),
    withoutArea: [...text.matchAll(WITHOUT_AREA)].map(([, type = '']) => type),
  };
}

function unreadable(what: string): Failure {
  return new Failure('tool-failed', `cannot read the statistics of Yosys: ${what}`);
}
