import { UNIFORM } from '../../compare/mixes.ts';
import type { CompareReport, PlanDesign, PlanRow } from '../../compare/report.ts';
import { count } from '../figures.ts';
import { bothModels, figure, MISSING, sqnrText } from './numbers.ts';
import { designName, grouped, mixStreams, sqnrStreams } from './rows.ts';

/** What text and page say of a plan in one library. */
export interface ShownPlan {
  readonly plan: string;
  readonly library: string;
  /** "176,736 MACs an input, weights of 4.31 bits by MACs, 4.90 by weights". */
  readonly effort: string;
  readonly rows: readonly {
    /** "plan: 4 LP<4,0,2> x LP<8,1,2>", and what the ratios are. */
    readonly what: string;
    readonly area: string;
    readonly sqnr: string;
    /** By stream, without and with glitches. */
    readonly energy: readonly string[];
  }[];
}

/** Streams that energies of plans were measured on. */
export function planStreams({ plans }: CompareReport): string[] {
  return mixStreams(plans.flatMap(({ best, uniform }) => [best ?? [], uniform ?? []].flat()));
}

/** Plans of each library, one list a library. */
export function shownPlans(report: CompareReport): ShownPlan[][] {
  return grouped(report.plans, ({ library }) => library).map((rows) =>
    rows.map((row) => shownPlan(report, row)),
  );
}

function shownPlan(report: CompareReport, row: PlanRow): ShownPlan {
  const { plan, library, macs, bits, best, uniform, density, energy } = row;
  const byWeights = bits.weights === null ? '' : `, ${bits.weights.toFixed(2)} by weights`;
  const streams = planStreams(report);
  return {
    plan,
    library,
    effort: `${count(macs, 'MAC')} an input, weights of ${bits.macs.toFixed(2)} bits by MACs${byWeights}`,
    rows: [
      designRow(report, 'plan', best),
      designRow(report, UNIFORM, uniform),
      {
        what: 'density and energy, ratio',
        area: density === null ? MISSING : density.toFixed(2),
        sqnr: '',
        energy: streams.map((stream) => ratios(energy, stream)),
      },
    ],
  };
}

function designRow(report: CompareReport, what: string, found: PlanDesign | null) {
  const [quality = ''] = sqnrStreams(report);
  return {
    what: `${what}: ${found === null ? 'no LP design' : designName(report, found.design)}`,
    area: found === null ? MISSING : figure(found.areaPerMac),
    sqnr: sqnrText(found?.sqnr[quality]),
    energy: planStreams(report).map((stream) =>
      bothModels((model) => found?.energyPerMac[`${stream}/${model}`]),
    ),
  };
}

/** "0.52 / 0.47": without and with glitches. */
function ratios(energy: PlanRow['energy'], stream: string): string {
  const texts = (['zero', 'liberty'] as const).map((model) =>
    energy[`${stream}/${model}`]?.toFixed(2),
  );
  if (texts.every((text) => text === undefined)) return MISSING;
  return texts.map((text) => text ?? MISSING).join(' / ');
}
