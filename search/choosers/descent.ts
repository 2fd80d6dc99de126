import type { Candidate } from '../candidate.ts';
import type { Chooser } from '../chooser.ts';
import type { LayerSpace } from '../space.ts';
import { type AllocateOptions, allocated } from './allocate.ts';
import { lossAndCost } from './cost.ts';
import { errorAt, uniform } from './layer-choices.ts';
import { leastError } from './least-error.ts';
import { exchanges, gainMoves, type Harm, shapeMoves } from './moves.ts';
import { repaired } from './repair.ts';
import { part, type Report, type Study, study } from './study.ts';
import { fittest, type Trial } from './trials.ts';

export interface DescentOptions extends AllocateOptions {
  /**
   * Where the descent starts: 'uniform' by default, words of one width in all layers; 'allocate': the best of the
   * integer programme's answer, of that by squared error and of uniform words, as effects of layers do not add up.
   */
  readonly start?: 'uniform' | 'allocate';
  /** Shapes that the descent tries at each width, those of least squared error; 4 by default. */
  readonly tried?: number;
  /** Layers that are asked to give bits where another is widened, those that it harms least; 6 by default. */
  readonly givers?: number;
  /** Most passes over all layers; 3 by default. A pass that brings nothing is the last. */
  readonly passes?: number;
  /** Steps of gain that are tried, in sixteenths of an octave; -4, -2, -1, 1, 2 and 4 by default. */
  readonly gainSteps?: readonly number[];
  /** Most gain either way; 16 by default. */
  readonly mostGain?: number;
}

/** Share of the work that the integer programme's measurements take. */
const ALLOCATION_SHARE = 0.3;

/**
 * Chooser by coordinate descent on the judge's loss. It visits layers in order of execution; of each it tries all
 * widths and shapes that fit, and exchanges of bits with the others, takes the best, and then the best of its gains.
 */
export function createDescent(options: DescentOptions = {}): Chooser {
  return async (question) => {
    const studied = study(question, () => lossAndCost(question, options.costWeight ?? 0));
    const { report } = studied;
    const shared = options.start === 'allocate' ? ALLOCATION_SHARE : 0;
    const starts = [uniformStart(studied)];
    let harm: Harm = (layer, bits) => errorAt(studied.space[layer] as LayerSpace, bits);
    if (options.start === 'allocate') {
      const answer = await allocated(studied, options, part(report, 0, shared));
      starts.push(answer.candidate, await leastError(studied));
      harm = answer.harm;
    }
    await studied.trials.measure(starts);
    const start = studied.trials.best() as Trial;
    const rest = part(report, shared, 1);
    const { answer, history } = await descend(studied, start, { ...options, harm }, rest);
    return { candidate: answer.candidate, loss: answer.loss, history };
  };
}

/** Words of one width in all layers, brought to the budget where some layer has none so narrow. */
function uniformStart({ space, budget, question }: Study): Candidate {
  const start = uniform(space, question.bits);
  return budget.fits(start) ? start : repaired(space, budget, start);
}

async function descend(
  studied: Study,
  start: Trial,
  {
    harm,
    tried = 4,
    givers = 6,
    passes = 3,
    gainSteps = [-4, -2, -1, 1, 2, 4],
    mostGain = 16,
  }: DescentOptions & { readonly harm: Harm },
  report: Report,
): Promise<{ answer: Trial; history: number[] }> {
  const { space, trials } = studied;
  const history = [start.score];
  let answer = start;
  for (let pass = 0; pass < passes; pass++) {
    const before = answer.score;
    for (const [at, layer] of space.entries()) {
      report((pass + at / space.length) / passes, `pass ${pass + 1}: ${layer.name}`);
      await take(
        shapeMoves(studied, answer.candidate, at, tried),
        exchanges(studied, answer.candidate, at, { givers, harm }),
      );
      await take(gainMoves(answer.candidate, at, gainSteps, mostGain));
    }
    history.push(answer.score);
    if (answer.score >= before) break;
  }
  report(1, 'descent');
  return { answer, history };

  /** The best of moves in one batch; the answer as it is where none is better. */
  async function take(...moves: Candidate[][]): Promise<void> {
    answer = fittest([answer, ...(await trials.measure(moves.flat()))]);
  }
}
