import type { Gaps } from '../array/job.ts';
import { createRandom, type Random } from '../random.ts';
import type { Workload } from '../workload.ts';
import { type HostJobMaker, hostCheck } from './host-check.ts';
import { HOST_CHANNELS, type HostGaps, type HostJob, NO_HOST_GAPS } from './script.ts';
import { allAddresses, registerWords } from './stimulus/registers.ts';
import { resetActions } from './stimulus/resets.ts';
import { type SessionOptions, sessionActions } from './stimulus/session.ts';
import { wrappedActions } from './stimulus/wrapped.ts';
import type { AcceleratorSubject } from './subject.ts';

/** How much of an accelerator is tried: jobs of each kind, and what they hold. */
export interface AcceleratorScope {
  /** Jobs that write registers, and writes of each. */
  readonly registerJobs: number;
  readonly registerWrites: number;
  /** Jobs of layers for each kind of stall, and layers of each. */
  readonly sessions: number;
  readonly layers: number;
  /** Jobs whose runs read more than the buffers hold. */
  readonly wraps: number;
  readonly resets: number;
}

/** With every verification: some seconds. */
export const ACCELERATOR_QUICK: AcceleratorScope = {
  registerJobs: 8,
  registerWrites: 400,
  sessions: 20,
  layers: 5,
  wraps: 10,
  resets: 24,
};

/** What a whole accelerator is put through. */
export function acceleratorChecks(
  subject: AcceleratorSubject,
  seed: number,
  scope: AcceleratorScope = ACCELERATOR_QUICK,
): Workload[] {
  const { registerJobs, registerWrites, sessions, layers, wraps, resets } = scope;
  const session = (what: string, vary: (random: Random) => Omit<SessionOptions, 'layers'>) =>
    jobs({ seed, what, count: sessions }, (random) => {
      const options = { layers, ...vary(random) };
      return { gaps: options.gaps, actions: sessionActions(subject, options, random) };
    });
  return [
    hostCheck(subject, 'registers', [
      ...jobs({ seed, what: 'all addresses', count: 1 }, (random) => ({
        gaps: NO_HOST_GAPS,
        actions: allAddresses(random),
      })),
      ...jobs({ seed, what: 'words of registers', count: registerJobs }, (random, index) => ({
        gaps: index % 2 === 0 ? NO_HOST_GAPS : randomGaps(random),
        actions: registerWords(subject, registerWrites, random),
      })),
    ]),
    hostCheck(
      subject,
      'runs at full speed',
      session('full speed', (random) => ({
        ...{ gaps: NO_HOST_GAPS, held: false },
        ahead: random.once(2),
      })),
    ),
    hostCheck(
      subject,
      'runs with stalls',
      session('stalls', (random) => ({
        gaps: randomGaps(random),
        ahead: random.once(2),
        held: random.once(3),
      })),
    ),
    hostCheck(
      subject,
      'layers prepared ahead',
      session('ahead', (random) => ({
        gaps: random.once(2) ? NO_HOST_GAPS : randomGaps(random),
        ahead: true,
        held: random.once(2),
      })),
    ),
    hostCheck(
      subject,
      'runs around the buffers',
      jobs({ seed, what: 'around the buffers', count: wraps }, (random) => {
        const gaps = random.once(2) ? NO_HOST_GAPS : randomGaps(random);
        return { gaps, actions: wrappedActions(subject, gaps, random) };
      }),
    ),
    hostCheck(
      subject,
      'resets in runs',
      jobs({ seed, what: 'a reset in a run', count: resets }, (random) => ({
        gaps: random.once(2) ? NO_HOST_GAPS : randomGaps(random),
        actions: resetActions(subject, random),
      })),
    ),
  ];
}

interface Jobs {
  readonly seed: number;
  readonly what: string;
  readonly count: number;
}

/** Jobs that follow from a seed, from what they try, and from their number. */
function jobs(
  { seed, what, count }: Jobs,
  make: (random: Random, index: number) => Pick<HostJob, 'gaps' | 'actions'>,
): HostJobMaker[] {
  return Array.from({ length: count }, (_, index) => () => {
    const random = createRandom(seed, `accelerator ${what} ${index}`);
    return { what, ...make(random, index), seed: random.word() };
  });
}

const RARE: Gaps = { chance: 16, longest: 3 };
const OFTEN: Gaps = { chance: 160, longest: 4 };
const LONG: Gaps = { chance: 48, longest: 64 };
const EVERY: Gaps = { chance: 256, longest: 1 };

/** Every channel by itself: as fast as can be, or held up in one of several ways. */
function randomGaps(random: Random): HostGaps {
  const entries = HOST_CHANNELS.map((channel) => [
    channel,
    random.pick([NO_HOST_GAPS[channel], RARE, OFTEN, OFTEN, LONG, EVERY]),
  ]);
  return Object.fromEntries(entries) as HostGaps;
}
