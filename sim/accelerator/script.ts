import { type Gaps, NO_GAPS } from '../array/job.ts';
import { type AcceleratorSubject, beatWords, HOST_STREAMS, type HostStream } from './subject.ts';

/** One thing that a host does; all but sent beats and what is posted is over before the next one. */
export type Action =
  | {
      readonly kind: 'write';
      readonly address: number;
      readonly word: number;
      /** wstrb, bit 0 for the low byte. */
      readonly strobes: number;
      /** Not waited for: the next write may be under way before it is answered. */
      readonly posted?: boolean;
    }
  | { readonly kind: 'read'; readonly address: number; readonly posted?: boolean }
  /** A write or read whose answer a reset may swallow, posted; its response is not looked at. */
  | { readonly kind: 'swallowed'; readonly access: 'write' | 'read'; readonly address: number }
  /** Beats that go out on their own from here on. */
  | { readonly kind: 'send'; readonly stream: HostStream; readonly beats: readonly Uint32Array[] }
  /** Waits for beats and posted accesses that went before. */
  | { readonly kind: 'fence'; readonly of: readonly (HostStream | 'writes' | 'reads')[] }
  /** Waits for the end of the run. */
  | { readonly kind: 'wait'; readonly by: 'irq' | 'polling' }
  /** CYCLES must be what passed outside, and with `bounded` no more than the contract allows. */
  | { readonly kind: 'cycles'; readonly bounded: boolean }
  | { readonly kind: 'hold'; readonly held: boolean }
  /** After so many cycles; results of a run that is not over are dropped. */
  | { readonly kind: 'reset'; readonly after: number; readonly cycles: number }
  | { readonly kind: 'idle'; readonly cycles: number }
  /** irq_o some cycles later. */
  | { readonly kind: 'irq'; readonly after: number };

/** Channels that may be held up, in the driver's order. */
export const HOST_CHANNELS = [
  'AW',
  'W',
  'B',
  'AR',
  'R',
  'weights',
  'activations',
  'channels',
  'results',
] as const;
export type HostGaps = Readonly<Record<(typeof HOST_CHANNELS)[number], Gaps>>;

export const NO_HOST_GAPS = Object.fromEntries(
  HOST_CHANNELS.map((channel) => [channel, NO_GAPS]),
) as HostGaps;

/** What a host does from a reset on. */
export interface HostJob {
  /** What it tries, for a person. */
  readonly what: string;
  readonly actions: readonly Action[];
  readonly gaps: HostGaps;
  /** Seed of the gaps, and of what lies on ports that are not valid. */
  readonly seed: number;
  /** Cycles without a move after which nothing will come; default: no run or gap of checks is as long. */
  readonly patience?: number;
}

/** What only the model knows of an action: results of a run that a write starts, cycles it may take. */
export interface Foreseen {
  readonly starts: number | null;
  readonly mostCycles: number;
  /** Results of all runs that are over. */
  readonly results: number;
}

const HEADER_WORDS = 18;
const ACTION_WORDS = 4;
const PATIENCE = 20_000;
const DRAIN_CYCLES = 64;
const POSTED = 1;
const DROPPED = 2;
const STARTS = 4;
const CYCLES_ADDRESS = 0x028;

/** A job as the driver takes it (sim/accelerator-jobs.h). */
export function hostJobWords(
  subject: AcceleratorSubject,
  job: HostJob,
  foreseen: readonly Foreseen[],
  counts: { readonly answers: number; readonly results: number },
): Uint32Array {
  const beats = HOST_STREAMS.map((stream) => beatsOf(job, stream));
  const sizes = HOST_STREAMS.map(
    (stream, at) => (beats[at] as Uint32Array[]).length * beatWords(subject, stream),
  );
  const actionWords = ACTION_WORDS * job.actions.length;
  const words = new Uint32Array(
    sizes.reduce((sum, size) => sum + size, HEADER_WORDS + actionWords),
  );
  words.set([
    ...[job.seed, job.patience ?? PATIENCE, DRAIN_CYCLES],
    ...[job.actions.length, counts.answers, counts.results],
    ...beats.map((each) => each.length),
    ...HOST_CHANNELS.map(
      (channel) => job.gaps[channel].chance + job.gaps[channel].longest * 2 ** 16,
    ),
  ]);
  let at = HEADER_WORDS;
  for (const [index, action] of job.actions.entries()) {
    words.set(actionWordsOf(action, foreseen[index] as Foreseen), at);
    at += ACTION_WORDS;
  }
  for (const beat of beats.flat()) {
    words.set(beat, at);
    at += beat.length;
  }
  return words;
}

/** Words of a record that the driver answers with. */
export function hostRecordWords(subject: AcceleratorSubject): number {
  return Math.max(3, 1 + beatWords(subject, 'results'));
}

function beatsOf({ actions }: HostJob, stream: HostStream): Uint32Array[] {
  return actions.flatMap((action) =>
    action.kind === 'send' && action.stream === stream ? action.beats : [],
  );
}

/** Places of the kinds in the driver's list of operations. */
const OPERATIONS = [
  'write',
  'read',
  'send',
  'fence',
  'wait',
  'cycles',
  'hold',
  'reset',
  'idle',
  'irq',
] as const;

const FENCED = [...HOST_STREAMS, 'writes', 'reads'] as const;

function actionWordsOf(action: Action, foreseen: Foreseen): number[] {
  const kind = action.kind === 'swallowed' ? action.access : action.kind;
  const operation = OPERATIONS.indexOf(kind);
  const flags = (value: number) => operation + value * 2 ** 8;
  switch (action.kind) {
    case 'write': {
      const { starts } = foreseen;
      const set = (action.posted ? POSTED : 0) + (starts === null ? 0 : STARTS);
      return [flags(set) + action.strobes * 2 ** 16, action.address, action.word, starts ?? 0];
    }
    case 'read':
      return [flags(action.posted ? POSTED : 0), action.address, 0, 0];
    case 'swallowed':
      return [flags(POSTED + DROPPED), action.address, 0, 0];
    case 'send':
      return [operation, HOST_STREAMS.indexOf(action.stream), action.beats.length, 0];
    case 'fence':
      return [
        operation,
        action.of.reduce((mask, each) => mask | (1 << FENCED.indexOf(each)), 0),
        ...[0, 0],
      ];
    case 'wait':
      return [operation, action.by === 'polling' ? 1 : 0, 0, 0];
    case 'cycles':
      return [operation, CYCLES_ADDRESS, action.bounded ? foreseen.mostCycles : 0, 0];
    case 'hold':
      return [operation, action.held ? 1 : 0, 0, 0];
    case 'reset':
      return [operation, action.after, foreseen.results, action.cycles];
    case 'idle':
      return [operation, action.cycles, 0, 0];
    case 'irq':
      return [operation, action.after, 0, 0];
  }
}
