import type { ChooserName } from '../search/choosers/index.ts';
import type { ObjectiveName } from '../search/objectives/objective.ts';
import type { WordOptions } from '../search/options.ts';
import type { Study, StudyRuns } from './schema.ts';

/** What costs no hardware: each of the three by itself. */
export type FreeThree = Pick<WordOptions, 'channelScales' | 'biasCorrection' | 'errorFeedback'>;

/** All that varies between the runs of a network but the seed. */
export interface Combination {
  readonly chooser: ChooserName;
  readonly objective: ObjectiveName;
  /** Most average bits; null: no limit. */
  readonly bits: number | null;
  readonly freeThree: FreeThree;
  /** P_I that words were chosen for; null: what the array has. */
  readonly tileBits: number | null;
}

/** One search on one network. */
export interface StudyRun extends Combination {
  /** Of the study's networks. */
  readonly network: string;
  /** null for a chooser that draws nothing. */
  readonly seed: number | null;
}

/** Choosers whose answer depends on the seed. */
const DRAWS: Readonly<Record<ChooserName, boolean>> = {
  error: false,
  ilp: false,
  descent: false,
  exact: false,
  lpq: true,
};

/** Every combination on every network, those of one network together and the seeds of one combination side by side. */
export function studyRuns({ networks, runs }: Study): StudyRun[] {
  const combinations = combinationsOf(runs);
  return networks.flatMap(({ name: network }) =>
    combinations.flatMap((combination) =>
      seedsOf(combination.chooser, runs).map((seed) => ({ network, ...combination, seed })),
    ),
  );
}

/** How many studyRuns() gives, without making them. */
export function countRuns({ networks, runs }: Study): number {
  const { chooser, objective, bits, freeThree, tileBits } = runs;
  const perChooser = [objective, bits, freeThree, tileBits].reduce(
    (product, { length }) => product * length,
    networks.length,
  );
  return chooser.reduce((sum, each) => sum + perChooser * seedsOf(each, runs).length, 0);
}

function seedsOf(chooser: ChooserName, { seeds }: StudyRuns): readonly (number | null)[] {
  return DRAWS[chooser] ? seeds : [null];
}

function combinationsOf(runs: StudyRuns): Combination[] {
  return runs.chooser.flatMap((chooser) =>
    runs.objective.flatMap((objective) =>
      runs.bits.flatMap((bits) =>
        runs.freeThree.flatMap((given) =>
          runs.tileBits.map((tileBits) => {
            return { chooser, objective, bits, freeThree: freeThreeOf(given), tileBits };
          }),
        ),
      ),
    ),
  );
}

/** One word for all three, or each by its name; what is not named is on. */
export function freeThreeOf(given: StudyRuns['freeThree'][number]): FreeThree {
  if (typeof given === 'boolean') {
    return { channelScales: given, biasCorrection: given, errorFeedback: given };
  }
  const { channelScales = true, biasCorrection = true, errorFeedback = true } = given;
  return { channelScales, biasCorrection, errorFeedback };
}
