import type { SystolicDesign } from '../generator/index.ts';
import { STRUCTURES, type Structure, type SynthDesign } from '../synth/index.ts';
import type { NoiseFloor } from './report.ts';

/** The designs whose PEs are written down in several ways: one of each side. */
export const NOISE_DESIGNS: readonly string[] = ['lp8_d8', 'int8_booth_d8'];

/** Equal logic, written otherwise. */
export const NOISE_STRUCTURES = Object.keys(STRUCTURES) as readonly Structure[];

/** What a PE consists of. */
const IN_PE: readonly string[] = ['pe', 'product', 'tree', 'clock-gate', 'full-adder'];

/** The PE of a grid as a design of its own. */
export function peAlone({ config, modules }: SystolicDesign): SynthDesign {
  return { config, modules: modules.filter(({ role }) => IN_PE.includes(role)) };
}

/** How much PEs of equal logic differ in area. */
export function noiseFloor(
  library: string,
  design: string,
  variants: readonly { readonly name: string; readonly area: number }[],
): NoiseFloor {
  const areas = variants.map(({ area }) => area);
  const least = Math.min(...areas);
  return { library, design, variants, spread: (Math.max(...areas) - least) / least };
}
