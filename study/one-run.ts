import { planText } from '../quantize/plan.ts';
import { hyperparametersOf, type Taken } from '../search/hyperparameters.ts';
import { OBJECTIVE_DEFAULTS } from '../search/objectives/objective.ts';
import { WORD_DEFAULTS } from '../search/options.ts';
import { quantizeNetwork } from '../search/quantize-network.ts';
import { type QuantizeReport, quantizeReport } from '../search/report.ts';
import type { QuantizeRequest } from '../search/request.ts';
import { contentHash } from '../system/cache.ts';
import type { StudyRun } from './combinations.ts';
import { judgePlan } from './judge-plan.ts';
import type { Found, Judged } from './report.ts';
import type { StudyRuns } from './schema.ts';
import type { Subject } from './subject.ts';

/** Of a run of a chooser that draws nothing. */
const SOME_SEED = 1;
/** Share of a run's time that its search is taken for. */
const SEARCH = 0.9;

/** The search of a run. */
export function requestOf(
  { network, array, calibration, limits }: Subject,
  run: StudyRun,
  set: StudyRuns['set'],
  threads: number,
): QuantizeRequest {
  const taken = hyperparametersOf(run.chooser);
  return {
    network,
    inputs: calibration,
    array,
    objective: run.objective,
    objectiveOptions: { ...OBJECTIVE_DEFAULTS, ...chosen(set, taken.objective) },
    words: {
      ...WORD_DEFAULTS,
      ...chosen(set, taken.words),
      ...run.freeThree,
      tileBits: run.tileBits,
    },
    chooser: run.chooser,
    chooserOptions: chosen(set, taken.chooser),
    bits: run.bits,
    widths: array.shape.modes,
    seed: run.seed ?? SOME_SEED,
    threads,
    // Losses that other runs measured would make evaluations and seconds those of no search.
    fresh: true,
    ...(limits === undefined ? {} : { limits }),
  };
}

/** The settings that a part of a search has; words for true and false become such. */
function chosen(set: StudyRuns['set'], taken: Readonly<Record<string, Taken>>) {
  return Object.fromEntries(
    Object.entries(set)
      .filter(([name]) => Object.hasOwn(taken, name))
      .map(([name, value]) => [
        name,
        value === 'true' || value === 'false' ? value === 'true' : value,
      ]),
  );
}

/** Searches and judges. Plans that were judged before are in `judged`, by the hash of their text. Throws Failure. */
export async function carryOut(
  { jury, array }: Subject,
  request: QuantizeRequest,
  judged: Map<string, Judged>,
  onProgress: (share: number) => void,
): Promise<Found & Judged> {
  const started = performance.now();
  const result = await quantizeNetwork(request, {
    onProgress: ({ done }) => onProgress(SEARCH * done),
  });
  const report = quantizeReport(request, result, (performance.now() - started) / 1000);
  const plan = contentHash(planText(result.plan));
  const verdict =
    judged.get(plan) ??
    (await judgePlan(jury, result.plan, array, (share) =>
      onProgress(SEARCH + (1 - SEARCH) * share),
    ));
  judged.set(plan, verdict);
  return { ...foundBy(report), ...verdict };
}

function foundBy({ layers, ...report }: QuantizeReport): Found {
  const widest = (of: 'widths' | 'agnostic', what: 'tile' | 'sum') =>
    Math.max(0, ...layers.map((layer) => layer[of][what]));
  const { loss, averageBits, averageBitsOfMacs, evaluations, history, seconds } = report;
  return {
    loss,
    averageBits,
    averageBitsOfMacs,
    tile: widest('widths', 'tile'),
    agnosticTile: widest('agnostic', 'tile'),
    sum: widest('widths', 'sum'),
    agnosticSum: widest('agnostic', 'sum'),
    limited: layers.reduce((all, { limited }) => all + limited, 0),
    evaluations,
    history,
    seconds,
  };
}
