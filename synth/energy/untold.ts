import type { CellModel, LibraryModel } from './cell-model.ts';

/** What energies need of a library, by Liberty's names, and whether a cell tells any of it. */
const TOLD: Readonly<Record<string, (cell: CellModel) => boolean>> = {
  capacitance: ({ inputs }) => inputs.some(({ capacitanceFf }) => capacitanceFf > 0),
  internal_power: ({ inputs, outputs }) =>
    [...inputs, ...outputs].some(({ energy }) => energy.length > 0),
  cell_leakage_power: ({ leakageNw }) => leakageNw > 0,
};

/** What no cell of a library tells: energies are too low by it. */
export function untoldEnergy({ cells }: LibraryModel): string[] {
  const all = Object.values(cells);
  return Object.keys(TOLD).filter((name) => !all.some((cell) => TOLD[name]?.(cell)));
}
