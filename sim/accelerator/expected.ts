import { putBits } from '../array/bits.ts';
import type { AcceleratorModel, StartedRun } from './model.ts';
import { type Foreseen, type HostJob, hostJobWords, hostRecordWords } from './script.ts';
import type { AcceleratorSubject } from './subject.ts';

/** What a job is answered with, and where each record comes from. */
export interface Enacted {
  /** The job as the driver takes it. */
  readonly input: Uint32Array;
  readonly expected: Uint32Array;
  /** Of each answered action, its index. */
  readonly answers: readonly number[];
  /** Of each result beat, the index of the action that starts its run, and its place in the run. */
  readonly results: readonly { readonly action: number; readonly beat: number }[];
}

interface ExpectedBeat {
  readonly action: number;
  readonly beat: number;
  readonly words: Uint16Array;
  readonly last: boolean;
}

/** Lets a model do what a job asks for; it keeps its memories for the next one. */
export function enact(subject: AcceleratorSubject, model: AcceleratorModel, job: HostJob): Enacted {
  const foreseen: Foreseen[] = [];
  const answers: { readonly action: number; readonly info: number; readonly data: number }[] = [];
  let beats: ExpectedBeat[] = [];
  let ended = 0;
  let run: StartedRun | null = null;
  model.reset();
  for (const [index, action] of job.actions.entries()) {
    let starts: number | null = null;
    const answer = (info: number, data: number) => answers.push({ action: index, info, data });
    switch (action.kind) {
      case 'write': {
        const { response, started } = model.write(action.address, action.word, action.strobes);
        answer(response, 0);
        if (started === null) break;
        run = started;
        starts = started.beats.length;
        beats = beats.concat(beatsOf(started, index));
        break;
      }
      case 'read': {
        const { response, data } = model.read(action.address);
        answer(response, data);
        break;
      }
      case 'send':
        for (const beat of action.beats) model.send(action.stream, beat);
        break;
      case 'wait':
        model.end();
        ended = beats.length;
        break;
      case 'cycles':
        answer(0, 0);
        break;
      case 'reset':
        model.reset();
        beats = beats.slice(0, ended);
        break;
      case 'irq':
        answer(0, model.irq ? 1 : 0);
        break;
      default:
        break;
    }
    foreseen.push({ starts, mostCycles: run?.mostCycles ?? 0, results: ended });
  }
  const counts = { answers: answers.length, results: beats.length };
  return {
    input: hostJobWords(subject, job, foreseen, counts),
    expected: records(subject, answers, beats),
    answers: answers.map(({ action }) => action),
    results: beats.map(({ action, beat }) => ({ action, beat })),
  };
}

function beatsOf({ beats }: StartedRun, action: number): ExpectedBeat[] {
  return beats.map((words, beat) => ({ action, beat, words, last: beat === beats.length - 1 }));
}

/** Answers, then results, then the summary of a job without a fault. */
function records(
  subject: AcceleratorSubject,
  answers: readonly { readonly info: number; readonly data: number }[],
  beats: readonly ExpectedBeat[],
): Uint32Array {
  const size = hostRecordWords(subject);
  const { n } = subject.shape.output;
  const words = new Uint32Array((answers.length + beats.length + 1) * size);
  for (const [index, { info, data }] of answers.entries()) words.set([info, data], index * size);
  for (const [index, beat] of beats.entries()) {
    const at = (answers.length + index) * size;
    words[at] = beat.last ? 1 : 0;
    const data = words.subarray(at + 1, at + size);
    for (const [channel, word] of beat.words.entries()) putBits(data, channel * n, n, word);
  }
  return words;
}
