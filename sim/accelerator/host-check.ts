import { bytesOf } from '../limbs.ts';
import type { Block, Difference, Explanation, Workload } from '../workload.ts';
import { enact } from './expected.ts';
import { explainHostRecord } from './explain.ts';
import { AcceleratorModel } from './model.ts';
import { type HostJob, hostRecordWords } from './script.ts';
import type { AcceleratorSubject } from './subject.ts';

/** Makes a job, the same one every time. */
export type HostJobMaker = () => HostJob;

/** A check in which an accelerator carries out jobs, each from a reset on. */
export function hostCheck(
  subject: AcceleratorSubject,
  name: string,
  jobs: readonly HostJobMaker[],
): Workload {
  return {
    name,
    exhaustive: false,
    args: ['jobs'],
    fed: true,
    recordWords: hostRecordWords(subject),
    *blocks(): Iterable<Block> {
      const model = new AcceleratorModel(subject);
      for (const make of jobs) {
        const { input, expected } = enact(subject, model, make());
        yield { input: bytesOf(input), expected };
      }
    },
    explain: (difference) => explain(subject, jobs, difference),
  };
}

function explain(
  subject: AcceleratorSubject,
  jobs: readonly HostJobMaker[],
  difference: Difference,
): Explanation {
  const model = new AcceleratorModel(subject);
  let { index } = difference;
  for (const [number, make] of jobs.entries()) {
    const job = make();
    const enacted = enact(subject, model, job);
    const records = enacted.expected.length / hostRecordWords(subject);
    if (index < records) {
      return explainHostRecord(subject, job, number, enacted, { ...difference, index });
    }
    index -= records;
  }
  throw new RangeError(`no record ${difference.index}`);
}
