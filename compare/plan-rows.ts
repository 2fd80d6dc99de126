import { UNIFORM } from './mixes.ts';
import type { ComparedPlan } from './plans.ts';
import type { DesignRow, MixRow, PlanDesign, PlanRow } from './report.ts';

/** Each plan in one library: the smallest LP design on its mix beside the smallest on 8-bit weights alone. */
export function planRows(
  library: string,
  plans: readonly ComparedPlan[],
  designs: readonly DesignRow[],
  mixes: readonly MixRow[],
): PlanRow[] {
  const ids = new Set(designs.filter(({ family }) => family === 'LP').map(({ id }) => id));
  const own = mixes.filter((row) => row.library === library && ids.has(row.design));
  const uniform = smallest(own.filter(({ mix }) => mix === UNIFORM));
  return plans.map(({ name, macs, bits }) => {
    const best = smallest(own.filter(({ mix }) => mix === name));
    return {
      plan: name,
      library,
      macs,
      bits,
      best,
      uniform,
      density: best && uniform && uniform.areaPerMac / best.areaPerMac,
      energy: energyRatios(best, uniform),
    };
  });
}

/** Of designs for all operands: those for activations without signs are not what a plan asks for. */
function smallest(rows: readonly MixRow[]): PlanDesign | null {
  const streams = Math.max(...rows.map(({ sqnr }) => Object.keys(sqnr).length));
  const [first] = rows
    .filter(({ sqnr }) => Object.keys(sqnr).length === streams)
    .toSorted((a, b) => a.areaPerMac - b.areaPerMac);
  if (first === undefined) return null;
  const { design, areaPerMac, energyPerMac, sqnr } = first;
  return { design, areaPerMac, energyPerMac, sqnr };
}

/** Of what was measured on both. */
function energyRatios(best: PlanDesign | null, uniform: PlanDesign | null): Record<string, number> {
  const ratios = Object.entries(best?.energyPerMac ?? {}).flatMap(([kind, energy]) => {
    const other = uniform?.energyPerMac[kind];
    return other === undefined ? [] : [[kind, energy / other] as const];
  });
  return Object.fromEntries(ratios);
}
