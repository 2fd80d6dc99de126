import { getBits } from '../array/bits.ts';
import { binaryText } from '../explain.ts';
import { type Difference, differingFields, type Explanation } from '../workload.ts';
import type { Enacted } from './expected.ts';
import { REGISTER } from './registers.ts';
import type { Action, HostJob } from './script.ts';
import type { AcceleratorSubject } from './subject.ts';

/** In place of a response or of tlast: it did not come. */
const MISSING = 0xffff_ffff;

/** Of the driver's faults, bit 0 first. */
const FAULTS = [
  'an output moved without a clock edge',
  'a valid output was taken back, or its payload changed, before the handshake',
  'a valid output or irq_o was 1 in or right after reset',
  'an answer that nobody asked for',
  'a response that is neither OKAY nor SLVERR',
  'done or irq_o before the last result of the run',
  'a result before its run, or beyond its end',
  'STATUS neither busy nor done, or both',
  'nothing moved any more',
];

const RESPONSES: Record<number, string> = { 0: 'OKAY', 2: 'SLVERR', [MISSING]: 'none' };

/** A wrong record of a job: which access or result, and what it should have been. */
export function explainHostRecord(
  subject: AcceleratorSubject,
  job: HostJob,
  number: number,
  enacted: Enacted,
  difference: Difference,
): Explanation {
  const inputs = { job: `${number} (${job.what}, seed ${job.seed})` };
  const { index, expected, got } = difference;
  const answered = enacted.answers[index];
  if (answered !== undefined) {
    const action = job.actions[answered] as Action;
    return explained(
      { ...inputs, action: `${answered}: ${actionText(action)}` },
      answerFields(action, expected),
      answerFields(action, got),
    );
  }
  const result = enacted.results[index - enacted.answers.length];
  if (result === undefined) return explained(inputs, summaryFields(expected), summaryFields(got));
  const fields = (record: Uint32Array) => resultFields(subject, record, expected);
  const place = { run: `started by action ${result.action}`, beat: String(result.beat) };
  return explained({ ...inputs, ...place }, fields(expected), fields(got));
}

function explained(
  inputs: Record<string, string>,
  expected: Record<string, string>,
  got: Record<string, string>,
): Explanation {
  return { inputs, expected, got, differs: differingFields(expected, got) };
}

function answerFields(action: Action, [info, data]: Uint32Array): Record<string, string> {
  const response = RESPONSES[info as number] ?? String(info);
  switch (action.kind) {
    case 'write':
      return { response };
    case 'cycles':
      return { response, cycles: data === 0 ? 'as they passed, within the limit' : String(data) };
    case 'irq':
      return { irq_o: String(data) };
    default:
      return { response, data: hex(data as number) };
  }
}

/** The first channel that differs from what is expected, and how many do. */
function resultFields(
  { shape }: AcceleratorSubject,
  record: Uint32Array,
  expected: Uint32Array,
): Record<string, string> {
  if (record[0] === MISSING) return { beat: 'none' };
  const { n } = shape.output;
  const word = (from: Uint32Array, channel: number) => getBits(from.subarray(1), channel * n, n);
  const channels = Array.from({ length: shape.cols * shape.lanes.length }, (_, at) => at);
  return {
    beat: 'a beat',
    tlast: String(record[0]),
    words: channels.map((channel) => binaryText(word(record, channel), n)).join(' '),
    'wrong channels': String(
      channels.filter((channel) => word(record, channel) !== word(expected, channel)).length,
    ),
    bits: hexBits(record.subarray(1)),
  };
}

/** What the driver found broken, from its bits; empty where nothing was. */
export function faultNames(faults: number): string {
  return FAULTS.filter((_, bit) => ((faults >> bit) & 1) === 1).join('; ');
}

/** All bits of tdata: padding too must be as expected. */
function hexBits(words: Uint32Array): string {
  return [...words]
    .reverse()
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('_');
}

function summaryFields([faults, surplus, cycle]: Uint32Array): Record<string, string> {
  const names = faultNames(faults as number);
  return {
    faults: names === '' ? 'none' : `${names}, first in cycle ${cycle}`,
    'results too many': String(surplus),
  };
}

function actionText(action: Action): string {
  switch (action.kind) {
    case 'write': {
      const strobes = binaryText(action.strobes, 4);
      return `write ${hex(action.word)} to ${nameOf(action.address)}, wstrb ${strobes}`;
    }
    case 'read':
      return `read ${nameOf(action.address)}`;
    case 'cycles':
      return 'read CYCLES';
    default:
      return action.kind;
  }
}

function nameOf(address: number): string {
  const found = Object.entries(REGISTER).find(([, at]) => at === (address & ~3));
  const at = `0x${address.toString(16).padStart(3, '0')}`;
  return found === undefined ? at : `${found[0]} (${at})`;
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
