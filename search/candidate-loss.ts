import { createHost } from '../network/host.ts';
import { Failure } from '../system/failure.ts';
import type { Candidate } from './candidate.ts';
import { createGround } from './ground.ts';
import { createObjective } from './objectives/objective.ts';
import { createQuantizedRun } from './quantized-run.ts';
import type { JudgeRequest } from './request.ts';

/**
 * Measures candidates one by one: what the quantised network loses on the calibration inputs, infinite where the array
 * cannot hold its words. Throws Failure (input).
 */
export async function createCandidateLoss(
  request: JudgeRequest,
): Promise<(candidate: Candidate) => Promise<number>> {
  const { network, inputs, array, limits } = request;
  const ground = await createGround(network, inputs, array, limits);
  const objective = createObjective(request.objective, ground, request.objectiveOptions);
  const run = createQuantizedRun(ground, await createHost(network, limits), request.words);
  return async (candidate) => {
    try {
      const loss = objective(await run.run(candidate));
      // Answers that are no numbers: of 0 / 0 on the host, where few words leave nothing.
      return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
    } catch (error) {
      // Words that the array cannot hold are no answer, but no end of the search either.
      if (error instanceof Failure && error.kind === 'input') return Number.POSITIVE_INFINITY;
      throw error;
    }
  };
}
