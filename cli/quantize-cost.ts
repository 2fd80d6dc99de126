import { mixRow } from '../compare/mixes.ts';
import { lanesOfWord } from '../golden/exact/index.ts';
import { Failure } from '../system/failure.ts';
import { compareEngine } from './compare-engine.ts';
import type { Progress } from './progress.ts';

export const COSTS = ['bits', 'cycles', 'area', 'energy'] as const;

/** What a MAC costs by the bits of its weight: the bits, cycles of the array, or what synthesis says. */
export type CostName = (typeof COSTS)[number];

/** The design whose modes are synthesised: 8, 4 and 2 bits in one datapath. */
const DESIGN = 'lp_fused_d8';
const STREAM = 'gaussian';

/**
 * Cost of a MAC by the bits of its weight, in no unit. Area and energy are those of the fused LP datapath, mapped to
 * osu018 as `compare` does it, and kept as it keeps them. Throws Failure.
 */
export async function costOf(
  name: CostName,
  modes: readonly number[],
  progress: Progress,
): Promise<((bits: number) => number) | undefined> {
  if (name === 'bits') return undefined;
  if (name === 'cycles') {
    return (bits) => 1 / lanesOfWord(Math.min(...modes.filter((mode) => mode >= bits)));
  }
  progress.update(`synthesising ${DESIGN} for the ${name} of its modes`);
  const engine = await compareEngine();
  const request = { libraries: [], designs: [DESIGN], clockNs: null, streams: [STREAM] };
  const { designs } = await engine.compareDesigns(request, {});
  const [design] = designs;
  const [figures] = design?.figures ?? [];
  if (design === undefined || figures === undefined) throw missing(name);
  return (bits) => {
    const row = mixRow({ name: `${bits} bits`, shares: { [bits]: 1 } }, design, figures);
    const cost = name === 'area' ? row?.areaPerMac : row?.energyPerMac[`${STREAM}/zero`];
    if (cost === undefined) throw missing(name);
    return cost;
  };
}

function missing(name: CostName): Failure {
  return new Failure('tool-failed', `synthesis gave no ${name} of ${DESIGN}`, '--debug shows more');
}
