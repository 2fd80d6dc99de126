import { createArray } from '../../golden/fast/index.ts';
import { bytesOf } from '../limbs.ts';
import type { Block, Difference, Explanation, Workload } from '../workload.ts';
import { expectedRecords, recordsOf, recordWordsOf } from './expected.ts';
import { explainRecord } from './explain.ts';
import { heldJobs } from './held-jobs.ts';
import { type ArrayJob, jobWords, type SentTile } from './job.ts';
import { fullSpeedJobs, gapJobs, type JobMaker, resetJobs } from './jobs.ts';
import { contractOf } from './known-weights.ts';
import { type ArraySubject, arrayParameters } from './parameters.ts';
import { type ArrayScope, QUICK } from './scope.ts';
import { directedJobs } from './stimulus/directed.ts';

/** What a whole array is put through. */
export function arrayChecks(
  subject: ArraySubject,
  seed: number,
  { vectors, jobVectors }: ArrayScope = QUICK,
  modes: readonly number[] = subject.shape.modes,
): Workload[] {
  const random = { subject, seed, modes, jobVectors };
  return [
    jobsCheck(
      subject,
      'ends, NaR and zeros',
      directedJobs(subject, modes).map((job) => () => job),
    ),
    jobsCheck(
      subject,
      'tiles at full speed',
      fullSpeedJobs({ ...random, vectors: vectors.fullSpeed }),
    ),
    jobsCheck(subject, 'tiles with gaps', gapJobs({ ...random, vectors: vectors.gaps })),
    jobsCheck(subject, 'results held back', heldJobs(random)),
    jobsCheck(subject, 'resets between tiles', resetJobs({ ...random, vectors: vectors.resets })),
  ];
}

/** A check in which an array carries out jobs, each from a reset on. */
export function jobsCheck(
  subject: ArraySubject,
  name: string,
  jobs: readonly JobMaker[],
): Workload {
  const { shape } = subject;
  const hold = contractOf(subject);
  const makers = hold === null ? jobs : jobs.map((make) => () => held(make(), hold));
  return {
    name,
    exhaustive: false,
    args: ['jobs'],
    fed: true,
    recordWords: recordWordsOf(shape),
    *blocks(): Iterable<Block> {
      // Jobs are whole sums, so that one model serves them all.
      const model = createArray(arrayParameters(subject));
      for (const make of makers) {
        const job = make();
        yield {
          input: bytesOf(jobWords(shape, job)),
          expected: expectedRecords(shape, model, job),
        };
      }
    },
    explain: (difference) => explain(subject, makers, difference),
  };
}

function held(job: ArrayJob, hold: (sent: SentTile) => SentTile): ArrayJob {
  return { ...job, tiles: job.tiles.map(hold) };
}

function explain(
  { shape }: ArraySubject,
  jobs: readonly JobMaker[],
  difference: Difference,
): Explanation {
  let index = difference.index;
  for (const [number, make] of jobs.entries()) {
    const job = make();
    const records = recordsOf(shape, job);
    if (index < records) return explainRecord(shape, job, number, { ...difference, index });
    index -= records;
  }
  throw new RangeError(`no record ${difference.index}`);
}
