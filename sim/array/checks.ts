import { createArray } from '../../golden/fast/index.ts';
import { bytesOf } from '../limbs.ts';
import type { Block, Difference, Explanation, Workload } from '../workload.ts';
import { expectedRecords, recordsOf, recordWordsOf } from './expected.ts';
import { explainRecord } from './explain.ts';
import { jobWords } from './job.ts';
import { fullSpeedJobs, gapJobs, type JobMaker, resetJobs } from './jobs.ts';
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
  return {
    name,
    exhaustive: false,
    args: ['jobs'],
    fed: true,
    recordWords: recordWordsOf(shape),
    *blocks(): Iterable<Block> {
      // Jobs are whole sums, so that one model serves them all.
      const model = createArray(arrayParameters(subject));
      for (const make of jobs) {
        const job = make();
        yield {
          input: bytesOf(jobWords(shape, job)),
          expected: expectedRecords(shape, model, job),
        };
      }
    },
    explain: (difference) => explain(subject, jobs, difference),
  };
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
