import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type EnergyReport,
  type EnergyRequest,
  measureEnergy,
  wordAt,
} from '../../../synth/energy/index.ts';
import { openLibrary } from '../../../synth/library.ts';
import { packageRoot } from '../../../system/package-root.ts';
import { FIXTURES, OSU018 } from '../support.ts';

/** Libraries that are not part of the product: beside the repository, or one level up. */
const PLACES = ['../shared/liberty', '../../shared/liberty'].map((place) =>
  join(packageRoot, place),
);
const SHARED = PLACES.find((place) => existsSync(place)) ?? (PLACES[0] as string);

/** The three libraries that are measured with; `absent` is what a skipped test's title adds. */
export const LIBRARIES = [
  { name: 'osu018', file: OSU018 },
  { name: 'sg13g2', file: join(SHARED, 'sg13g2_stdcell_typ_1p20V_25C.lib.gz') },
  { name: 'sky130', file: join(SHARED, 'sky130_fd_sc_hd__tt_025C_1v80.lib.gz') },
].map((library) => ({
  ...library,
  absent: existsSync(library.file) ? '' : ` (skipped: no ${library.file})`,
}));

export const ENERGY_LIB = join(FIXTURES, 'energy.lib');

type Given = Partial<Omit<EnergyRequest, 'library' | 'netlists' | 'cellCounts' | 'stimulus'>>;

/** Measures a netlist of modules with the given numbers of cells; inputs by port as words. */
export async function measure(
  text: string,
  cellCounts: Readonly<Record<string, number>>,
  cycles: { readonly warmUp: number; readonly measured: number },
  inputs: Readonly<Record<string, (cycle: number) => number>>,
  { file = ENERGY_LIB, ...given }: Given & { readonly file?: string } = {},
): Promise<EnergyReport> {
  return measureEnergy({
    netlists: new Map([['top', text]]),
    cellCounts: new Map(Object.entries(cellCounts)),
    top: 'top',
    library: await openLibrary(file),
    periodNs: 10,
    model: 'zero',
    stimulus: {
      warmUpCycles: cycles.warmUp,
      measuredCycles: cycles.measured,
      inputs: new Map(Object.entries(inputs)),
    },
    ...given,
  });
}

/** Words of an output port, one for each cycle. */
export function wordsOf(report: EnergyReport, port: string, width = 1): number[] {
  const rows = report.outputs.get(port) ?? new Uint8Array();
  const cycles = rows.length / Math.ceil(width / 8);
  return Array.from({ length: cycles }, (_, cycle) => Number(wordAt(rows, width, cycle)));
}
