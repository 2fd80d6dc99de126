import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { errorCode, Failure } from '../system/failure.ts';
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
/** A thread has none of what makes Node read sources, and "--import tsx" does nothing in one. */
const READ_SOURCES = 'import { register } from "tsx/esm/api"; register();';
const WORKER = fileURLToPath(new URL(`./judge-worker.${IS_SOURCE ? 'ts' : 'js'}`, import.meta.url));

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
    execArgv: IS_SOURCE ? ['--import', inlineModule(READ_SOURCES)] : [],
  });
  /** A thread that ends before it takes a candidate tells nobody else. */
  const broken = new Promise<never>((_, reject) => pool.once('error', reject));
  broken.catch(() => {});
  return {
    async losses(candidates) {
      // Neighbours begin alike, and a thread does what they share only once.
      const order = [...candidates.entries()].sort(([, a], [, b]) =>
        candidateKey(a) < candidateKey(b) ? -1 : 1,
      );
      const losses = new Array<number>(candidates.length);
      const all = order.map(async ([place, candidate]) => {
        losses[place] = await measured(candidate);
      });
      try {
        await Promise.race([Promise.all(all), broken]);
      } catch (error) {
        throw threadFailure(error);
      }
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
    return told.loss;
  }
}

/** A module without a file; names in it are resolved as they are here. */
function inlineModule(source: string): string {
  const resolved = source.replace(/"(.+?)"/, (_, name) =>
    JSON.stringify(import.meta.resolve(name)),
  );
  return `data:text/javascript,${encodeURIComponent(resolved)}`;
}

function threadFailure(error: unknown): unknown {
  if (errorCode(error) !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new Failure(
    'input',
    'a thread that measures candidates ran out of memory',
    'fewer inputs (--limit), or more memory (NODE_OPTIONS=--max-old-space-size=...)',
  );
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
