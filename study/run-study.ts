import { toolVersion } from '../generator/index.ts';
import { layersOf } from '../network/network.ts';
import type { HostLimits } from '../network/runtime.ts';
import type { QuantizeRequest } from '../search/request.ts';
import { cachedJson, contentHash, forgetJson, knownJson } from '../system/cache.ts';
import { Failure } from '../system/failure.ts';
import { type StudyRun, studyRuns } from './combinations.ts';
import { carryOut, requestOf } from './one-run.ts';
import type { Found, Judged, StudiedNetwork, StudyReport, StudyRow } from './report.ts';
import type { Study } from './schema.ts';
import { createSubject, type Subject } from './subject.ts';
import { seedSummaries } from './summary.ts';

/** Changes where the same run gives other figures. */
const VERSION = 1;
const SECTION = 'studies';

export interface StudyOptions {
  /** Threads that measure candidates. */
  readonly threads: number;
  /** Whether runs that are in the cache are done again. */
  readonly fresh: boolean;
  readonly limits?: HostLimits;
  readonly onProgress?: (progress: StudyProgress) => void;
}

/** Only runs that the cache does not have are counted. */
export interface StudyProgress {
  /** Runs, with the share of the one that is on. */
  readonly done: number;
  readonly total: number;
  readonly what: string;
}

/**
 * Carries out every run of a study. Finished ones are kept in the cache, so a study that was killed goes on where it was.
 * A run that comes to no plan is a row that says why. Throws Failure where no run comes to one, or something cannot be read.
 */
export async function runStudy(study: Study, options: StudyOptions): Promise<StudyReport> {
  const started = performance.now();
  const { onProgress = () => {}, limits, threads, fresh } = options;
  const subjects = new Map<string, Subject>();
  for (const network of study.networks) {
    onProgress({ done: 0, total: 0, what: `reading ${network.name}` });
    subjects.set(network.name, await createSubject(network, limits));
  }
  const jobs = studyRuns(study).map((run): Job => {
    const subject = subjects.get(run.network) as Subject;
    const request = requestOf(subject, run, study.runs.set, threads);
    return { run, subject, request, key: keyOf(subject, request) };
  });
  const missing = fresh ? jobs.length : await countMissing(jobs);
  const judged = new Map([...subjects.keys()].map((name) => [name, new Map<string, Judged>()]));
  const rows: StudyRow[] = [];
  let done = 0;
  let failure: Failure | undefined;
  for (const { run, subject, request, key } of jobs) {
    if (fresh) await forgetJson(SECTION, key);
    try {
      const found = await cachedJson<Found & Judged>(SECTION, key, async () => {
        const told = (share: number) =>
          onProgress({ done: done + share, total: missing, what: runText(run) });
        told(0);
        const own = judged.get(run.network) as Map<string, Judged>;
        const figures = await carryOut(subject, request, own, told);
        done++;
        return figures;
      });
      rows.push({ state: 'finished', ...run, ...found });
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'input') throw error;
      failure ??= error;
      done++;
      rows.push({ state: 'failed', ...run, reason: error.message });
    }
  }
  if (failure !== undefined && rows.every(({ state }) => state === 'failed')) throw failure;
  return {
    networks: [...subjects.values()].map(studied),
    rows,
    summary: seedSummaries(rows),
    seconds: (performance.now() - started) / 1000,
  };
}

interface Job {
  readonly run: StudyRun;
  readonly subject: Subject;
  readonly request: QuantizeRequest;
  readonly key: string;
}

/** Equal where a run gives the same figures but for its seconds. */
function keyOf({ hash }: Subject, request: QuantizeRequest): string {
  const { objective, objectiveOptions, words, chooser, chooserOptions, bits, widths, seed } =
    request;
  const what = { objective, objectiveOptions, words, chooser, chooserOptions, bits, widths, seed };
  return contentHash(JSON.stringify([VERSION, toolVersion, what]), hash);
}

async function countMissing(jobs: readonly Job[]): Promise<number> {
  const known = await Promise.all(jobs.map(({ key }) => knownJson(SECTION, key)));
  return known.filter((value) => value === undefined).length;
}

/** "vit: lpq for kl, 4 bits, seed 3". */
function runText({ network, chooser, objective, bits, seed }: StudyRun): string {
  const limit = bits === null ? 'any bits' : `${bits} bits`;
  return `${network}: ${chooser} for ${objective}, ${limit}${seed === null ? '' : `, seed ${seed}`}`;
}

function studied({ name, network, calibration, jury }: Subject): StudiedNetwork {
  const parameters = layersOf(network).reduce(
    (sum, { weights }) =>
      sum + (weights.kind === 'constant' ? weights.channels * weights.depth : 0),
    0,
  );
  return {
    name,
    model: { file: network.path, hash: network.hash },
    parameters,
    calibrationInputs: calibration.count,
    inputs: jury.inputs.count,
    floatAccuracy: jury.floatAccuracy,
  };
}
