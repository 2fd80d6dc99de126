import { Failure } from '../../system/failure.ts';
import { areaOf, cellName, isGate, type LibraryCells, libraryCells, NO_CELLS } from './cells.ts';
import { groupsNamed, type LibertyGroup, parseLiberty } from './groups.ts';

/** A cell that nothing is mapped to. */
export interface OmittedCell {
  readonly cell: string;
  readonly reason: string;
}

/** What the tools get of a library, and what is known of its cells. Line numbers stay. */
export interface MappableText {
  /** All but what is omitted, and what says nothing of area and delay: for the timer. */
  readonly text: string;
  /** The same without delays: for Yosys, which reads it twice in every run. */
  readonly outline: string;
  /** Cells of one output that hold no state, with their delays: for ABC, which takes no others. */
  readonly gates: string;
  readonly omitted: readonly OmittedCell[];
  readonly cells: LibraryCells;
}

/** Groups that say nothing about area and delay; most of a library's text. */
const POWER_GROUPS = new Set(['internal_power', 'leakage_power', 'power_lut_template']);

/** A cell whose file gives it no area, though its layout has one. */
const MISSING_AREAS = [
  // 5.6 x 10 um in osu018_stdcells.lef, which has the areas of all other cells but OAI21X1 and NAND3X1.
  { library: 'osu018_stdcells', cell: 'LATCH', area: 56 },
] as const;

/**
 * Takes out of a library what must not be chosen, because not every Yosys heeds `dont_use`, and what
 * only costs time to read. A text that cannot be read stays as it is, for the tools to name its flaw.
 */
export function mappableText(text: string): MappableText {
  const library = readGroups(text);
  if (library === null) return { text, outline: text, gates: text, omitted: [], cells: NO_CELLS };
  const cells = groupsNamed(library, 'cell');
  const omitted = cells.flatMap((cell) => {
    const reason = reasonAgainst(cell);
    return reason === null ? [] : [{ cell, reason }];
  });
  const left = cells.filter((cell) => !omitted.some((one) => one.cell === cell));
  const power = [library, ...left, ...left.flatMap(({ groups }) => groups)]
    .flatMap(({ groups }) => groups)
    .filter(({ name }) => POWER_GROUPS.has(name));
  const dropped = [...omitted.map(({ cell }) => cell), ...power];
  const delays = [
    ...groupsNamed(library, 'lu_table_template'),
    ...left.flatMap(({ groups }) => groups).flatMap((pin) => groupsNamed(pin, 'timing')),
  ];
  const others = left.filter((cell) => !isGate(cell));
  const without = (groups: readonly LibertyGroup[]) =>
    withAreas(blank(text, [...dropped, ...groups]), library.args[0] ?? '', left);
  return {
    text: without([]),
    outline: without(delays),
    gates: without(others),
    omitted: omitted.map(({ cell, reason }) => ({ cell: cellName(cell), reason })),
    cells: libraryCells(left.map((cell) => withArea(library.args[0] ?? '', cell))),
  };
}

function readGroups(text: string): LibertyGroup | null {
  try {
    return parseLiberty(text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}

/** Null for a cell that may be chosen. */
function reasonAgainst(cell: LibertyGroup): string | null {
  const { simple } = cell;
  // Mapping never chooses them by itself: they are there for what names them.
  if (simple.has('clock_gating_integrated_cell')) return null;
  if (simple.get('dont_use') === 'true') return 'dont_use';
  const power = ['is_isolation_cell', 'is_level_shifter', 'always_on'].find(
    (name) => simple.get(name) === 'true',
  );
  if (power !== undefined) return power;
  // Libraries whose lists of such cells are not in the file.
  return /lpflow|probe|dly/i.exec(cellName(cell))?.[0].toLowerCase() ?? null;
}

/** Line numbers stay, which messages of the tools name. */
function blank(text: string, groups: readonly LibertyGroup[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of groups.toSorted((left, right) => left.start - right.start)) {
    if (start < at) continue;
    parts.push(text.slice(at, start), text.slice(start, end).replace(/[^\n]+/g, ''));
    at = end;
  }
  return [...parts, text.slice(at)].join('');
}

function missingArea(library: string, cell: LibertyGroup): number | undefined {
  if (areaOf(cell) > 0) return undefined;
  return MISSING_AREAS.find((one) => one.library === library && one.cell === cellName(cell))?.area;
}

function withArea(library: string, cell: LibertyGroup): LibertyGroup {
  const area = missingArea(library, cell);
  if (area === undefined) return cell;
  return { ...cell, simple: new Map([...cell.simple, ['area', String(area)]]) };
}

function withAreas(text: string, library: string, cells: readonly LibertyGroup[]): string {
  return cells.reduce((changed, cell) => {
    const area = missingArea(library, cell);
    if (area === undefined) return changed;
    const head = new RegExp(
      `(\\bcell\\s*\\(\\s*"?${cellName(cell)}"?\\s*\\)\\s*\\{[^{}]*?\\barea\\s*:\\s*)[\\d.]+`,
    );
    return changed.replace(head, `$1${area}`);
  }, text);
}
