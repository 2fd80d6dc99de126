// A thread that measures candidates: it has the network, the array and the calibration inputs for itself.
import { workerData } from 'node:worker_threads';
import { Failure } from '../system/failure.ts';
import type { Candidate } from './candidate.ts';
import { createCandidateLoss } from './candidate-loss.ts';
import type { JudgeRequest } from './request.ts';

/** A loss, or what a failure says: errors lose all but their message on the way to another thread. */
export type Measured = { readonly loss: number } | { readonly failure: ToldFailure };

export type ToldFailure = Pick<Failure, 'kind' | 'message' | 'hint'>;

const measure = createCandidateLoss(workerData as JudgeRequest);
measure.catch(() => {});

export async function candidateLoss(candidate: Candidate): Promise<Measured> {
  try {
    return { loss: await (await measure)(candidate) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { kind, message, hint } = error;
    return { failure: { kind, message, hint } };
  }
}
