import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { Failure } from '../system/failure.ts';
import { type Candidate, candidateKey } from './candidate.ts';
import type { Judge } from './chooser.ts';
import type { Measured } from './judge-worker.ts';
import type { JudgeRequest } from './request.ts';

/** Threads that measure candidates; a candidate's loss does not depend on which thread measures it. */
export interface JudgePool extends Judge {
  close(): Promise<void>;
}

/** Sources run as they are in tests, compiled otherwise. */
const IS_SOURCE = import.meta.url.endsWith('.ts');
const WORKER = fileURLToPath(
  new URL(IS_SOURCE ? './judge-source-worker.mjs' : './judge-worker.js', import.meta.url),
);

/** Starts threads for one question. */
export function createJudgePool(request: JudgeRequest, threads: number): JudgePool {
  const pool = new Piscina({
    filename: WORKER,
    name: 'candidateLoss',
    workerData: plainRequest(request),
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    idleTimeout: Number.POSITIVE_INFINITY,
  });
  return {
    async losses(candidates) {
      // Neighbours begin alike, and a thread does what they share only once.
      const order = [...candidates.entries()].sort(([, a], [, b]) =>
        candidateKey(a) < candidateKey(b) ? -1 : 1,
      );
      const losses = new Array<number>(candidates.length);
      await Promise.all(
        order.map(async ([place, candidate]) => {
          losses[place] = await measured(candidate);
        }),
      );
      return losses;
    },
    close: () => pool.destroy(),
  };

  async function measured(candidate: Candidate): Promise<number> {
    const told = (await pool.run(candidate)) as Measured;
    if ('failure' in told) {
      const { kind, message, hint } = told.failure;
      throw new Failure(kind, message, hint);
    }
    if (!Number.isNaN(told.loss)) return told.loss;
    throw new Failure(
      'input',
      'the quantised network gives answers that are not numbers',
      'calibrate with other inputs',
    );
  }
}

/** Only what a message to a thread can carry. */
function plainRequest({
  network,
  inputs,
  array,
  objective,
  objectiveOptions,
  words,
  limits,
}: JudgeRequest): JudgeRequest {
  const { config, shape, arithmetic } = array;
  return {
    network,
    inputs,
    array: { config, shape, arithmetic },
    objective,
    objectiveOptions,
    words,
    ...(limits === undefined ? {} : { limits }),
  };
}
