import type { Gaps } from '../array/job.ts';
import { bytesOf } from '../limbs.ts';
import { createRandom, type Random } from '../random.ts';
import type { Block, Difference, Explanation, Workload } from '../workload.ts';
import { enact } from './expected.ts';
import { explainHostRecord } from './explain.ts';
import { AcceleratorModel } from './model.ts';
import {
  HOST_CHANNELS,
  type HostGaps,
  type HostJob,
  hostRecordWords,
  NO_HOST_GAPS,
} from './script.ts';
import { allAddresses, registerWords } from './stimulus/registers.ts';
import { resetActions } from './stimulus/resets.ts';
import { type SessionOptions, sessionActions } from './stimulus/session.ts';
import type { AcceleratorSubject } from './subject.ts';

/** How much of an accelerator is tried: jobs of each kind, and what they hold. */
export interface AcceleratorScope {
  readonly registerWrites: number;
  readonly sessions: number;
  /** Layers of a session. */
  readonly layers: number;
  readonly resets: number;
}

/** With every verification: some seconds. */
export const ACCELERATOR_QUICK: AcceleratorScope = {
  registerWrites: 3000,
  sessions: 20,
  layers: 5,
  resets: 24,
};

/** Makes a job, the same one every time. */
export type HostJobMaker = () => HostJob;

const RARE: Gaps = { chance: 16, longest: 3 };
const OFTEN: Gaps = { chance: 160, longest: 4 };
const LONG: Gaps = { chance: 48, longest: 64 };
const EVERY: Gaps = { chance: 256, longest: 1 };

/** What a whole accelerator is put through. */
export function acceleratorChecks(
  subject: AcceleratorSubject,
  seed: number,
  scope: AcceleratorScope = ACCELERATOR_QUICK,
): Workload[] {
  const maker = (use: string, make: (random: Random, index: number) => Omit<HostJob, 'seed'>) => {
    return (_: unknown, index: number): HostJobMaker =>
      () => {
        const random = createRandom(seed, `accelerator ${use} ${index}`);
        return { ...make(random, index), seed: random.word() };
      };
  };
  const times = (count: number, make: ReturnType<typeof maker>) =>
    Array.from({ length: count }, make);
  const session = (what: string, options: (random: Random) => Omit<SessionOptions, 'layers'>) =>
    maker(what, (random) => {
      const chosen = { layers: scope.layers, ...options(random) };
      return { what, gaps: chosen.gaps, actions: sessionActions(subject, chosen, random) };
    });
  const stalled = (random: Random) => randomGaps(random);
  return [
    hostCheck(subject, 'registers', [
      ...times(
        1,
        maker('all addresses', (random) => ({
          what: 'all addresses',
          gaps: NO_HOST_GAPS,
          actions: allAddresses(random),
        })),
      ),
      ...times(
        4,
        maker('words', (random, index) => ({
          what: 'words at the ends of registers',
          gaps: index % 2 === 0 ? NO_HOST_GAPS : stalled(random),
          actions: registerWords(subject, Math.ceil(scope.registerWrites / 4), random),
        })),
      ),
    ]),
    hostCheck(
      subject,
      'runs at full speed',
      times(
        scope.sessions,
        session('full speed', (random) => ({
          gaps: NO_HOST_GAPS,
          ahead: random.once(2),
          held: false,
        })),
      ),
    ),
    hostCheck(
      subject,
      'runs with stalls',
      times(
        scope.sessions,
        session('stalls', (random) => ({
          gaps: stalled(random),
          ahead: random.once(2),
          held: random.once(3),
        })),
      ),
    ),
    hostCheck(
      subject,
      'layers prepared ahead',
      times(
        scope.sessions,
        session('ahead', (random) => ({
          gaps: random.once(2) ? NO_HOST_GAPS : stalled(random),
          ahead: true,
          held: random.once(2),
        })),
      ),
    ),
    hostCheck(
      subject,
      'resets in runs',
      times(
        scope.resets,
        maker('resets', (random) => ({
          what: 'a reset in a run',
          gaps: random.once(2) ? NO_HOST_GAPS : stalled(random),
          actions: resetActions(subject, random),
        })),
      ),
    ),
  ];
}

/** Every channel by itself: as fast as can be, or held up in one of several ways. */
function randomGaps(random: Random): HostGaps {
  const entries = HOST_CHANNELS.map((channel) => [
    channel,
    random.pick([NO_HOST_GAPS[channel], RARE, OFTEN, LONG, EVERY]),
  ]);
  return Object.fromEntries(entries) as HostGaps;
}

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
