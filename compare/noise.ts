import { EXPRESSIONS, type SystolicDesign, systolicDesign } from '../generator/index.ts';
import type { NoiseFloor } from './report.ts';
import type { Subject } from './subject.ts';

/** The design whose PE is written down in several ways. */
export const NOISE_DESIGN = 'int8_booth_d8';

export interface Variant {
  readonly name: string;
  readonly design: SystolicDesign;
}

/** Equal logic, written otherwise. */
export function variantsOf({ small }: Subject): Variant[] {
  return EXPRESSIONS.map((name) => ({ name, design: systolicDesign(small.config, name) }));
}

/** How much their PEs differ in area. */
export function noiseFloor(
  library: string,
  design: string,
  variants: readonly { readonly name: string; readonly area: number }[],
): NoiseFloor {
  const areas = variants.map(({ area }) => area);
  const least = Math.min(...areas);
  return { library, design, variants, spread: (Math.max(...areas) - least) / least };
}
