import type { FpgaModule, FpgaReport } from '../synth/index.ts';
import type { Paint } from './paint.ts';
import { headed } from './table.ts';

const COLUMNS = [
  ['luts', 'LUTs'],
  ['flops', 'flops'],
  ['carries', 'carries'],
  ['muxes', 'muxes'],
  ['brams', 'BRAMs'],
  ['dsps', 'DSPs'],
  ['lutRams', 'LUT RAMs'],
  ['others', 'others'],
] as const satisfies readonly (readonly [keyof FpgaModule, string])[];

/** Primitives of each top module; columns that are 0 everywhere, but for BRAMs and DSPs, go. */
export function fpgaLines({ family, modules }: FpgaReport, paint: Paint): string[] {
  const shown = COLUMNS.filter(
    ([key]) => !['muxes', 'lutRams', 'others'].includes(key) || modules.some((one) => one[key] > 0),
  );
  const rows = modules.map((one) => [`  ${one.name}`, ...shown.map(([key]) => String(one[key]))]);
  const head = [`  on ${family}`, ...shown.map(([, title]) => title)];
  const right = shown.map((_, index) => index + 1);
  return headed([head, ...rows], right, paint);
}
