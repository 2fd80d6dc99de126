import type { CellModel, EnergyTable, LibraryModel, OutputPin } from './cell-model.ts';
import type { Lookup } from './lookup.ts';

/** Tables that differ by less than this part of their values are one measurement. */
const SAME = 0.05;

/**
 * Some libraries tell at both outputs the energy of the one event that toggles both: the table of one
 * rising is, point by point, that of the other falling.
 */
export function sharesEnergy(outputs: readonly OutputPin[]): boolean {
  return crossings(outputs).some(
    ([one, other]) => alike(one.rise, other.fall) && alike(one.fall, other.rise),
  );
}

/** Tables of two outputs for the same event, where a cell has exactly two. */
function crossings(outputs: readonly OutputPin[]): [EnergyTable, EnergyTable][] {
  const [first, second, ...others] = outputs;
  if (first === undefined || second === undefined || others.length > 0) return [];
  return first.energy.flatMap((one) => {
    const other = second.energy.find(
      ({ relatedPins, when }) => when === one.when && relatedPins.join() === one.relatedPins.join(),
    );
    return other === undefined ? [] : [[one, other] as [EnergyTable, EnergyTable]];
  });
}

function alike(left: Lookup | null, right: Lookup | null): boolean {
  if (left === null || right === null || left.values.length !== right.values.length) return false;
  let differences = 0;
  let sizes = 0;
  left.values.forEach((value, at) => {
    differences += Math.abs(value - (right.values[at] ?? 0));
    sizes += Math.abs(value);
  });
  return sizes > 0 && differences <= SAME * sizes;
}

/** How close, as a part, the slope of a whole event's energy over load must come to half V^2. */
const SLOPE = 0.15;

/**
 * Some characterizations split the energy of an event between two outputs by their loads, L / (L + R)
 * with the other output at R when it was measured: at loads below R most of it is told nowhere.
 * Gives such cells the whole energy at both outputs, as a shared one. A cell is taken for split only
 * where the tables of two outputs cross at one load R and the whole energy grows by half V^2 with
 * the load, as the supply's energy does. Other cells stay as they are.
 */
export function withWholeEnergies(library: LibraryModel): LibraryModel {
  const cells = Object.entries(library.cells).map(
    ([name, cell]) => [name, wholeEnergy(cell, library.voltage)] as const,
  );
  return { ...library, cells: Object.fromEntries(cells) };
}

function wholeEnergy(cell: CellModel, voltage: number): CellModel {
  if (cell.state !== null || cell.sharedEnergy) return cell;
  const pairs = crossings(cell.outputs);
  const loads = pairs.map((pair) => referenceLoad(pair, voltage));
  const [load] = loads;
  if (load === undefined || load === null || loads.includes(null)) return cell;
  const outputs = cell.outputs.map((output) => ({
    ...output,
    energy: output.energy.map((table) => ({
      ...table,
      rise: table.rise === null ? null : whole(table.rise, load),
      fall: table.fall === null ? null : whole(table.fall, load),
    })),
  }));
  return { ...cell, outputs, sharedEnergy: true };
}

/** Load R at which the tables cross, or null where the cell's energy is not split. */
function referenceLoad([one, other]: [EnergyTable, EnergyTable], voltage: number): number | null {
  const { rise, fall } = one;
  if (rise === null || fall === null || other.rise === null || other.fall === null) return null;
  const gaps = rise.loads.map((_, at) => {
    const left = rise.values[at] ?? 0;
    const right = other.fall?.values[at] ?? 0;
    return Math.abs(left - right) / Math.max(Math.abs(left), Math.abs(right));
  });
  const closest = gaps.indexOf(Math.min(...gaps));
  const load = rise.loads[closest] ?? 0;
  // Equal everywhere is shared, equal nowhere is neither.
  if (!((gaps[closest] ?? 1) < 0.01 && (gaps[0] ?? 0) > 0.2)) return null;
  const slope = (voltage * voltage) / 2;
  const grows = (table: Lookup, by: number) =>
    Math.abs(slopeOf(whole(table, load)) - by) <= SLOPE * slope;
  return grows(rise, slope) && grows(fall, -slope) ? load : null;
}

function whole({ slews, loads, values }: Lookup, reference: number): Lookup {
  const scaled = values.map((value, at) => {
    const load = loads[at % loads.length] ?? 0;
    return (value * (load + reference)) / load;
  });
  return { slews, loads, values: scaled };
}

/** Between the first load and the last, at the first slew. */
function slopeOf({ loads, values }: Lookup): number {
  const last = loads.length - 1;
  const rise = (values[last] ?? 0) - (values[0] ?? 0);
  return rise / ((loads[last] ?? 0) - (loads[0] ?? 0));
}
