import { createGoldenEngine } from '../infer/golden.ts';
import type { RunningArray } from '../infer/layer-step.ts';
import { createNetworkRun } from '../infer/network-run.ts';
import { inferFloat } from '../infer/run.ts';
import { Answers, Noise } from '../infer/statistics.ts';
import { closing } from '../network/closing.ts';
import { createHost } from '../network/host.ts';
import type { Inputs } from '../network/inputs.ts';
import type { Network, Value } from '../network/network.ts';
import type { HostLimits } from '../network/runtime.ts';
import type { Plan } from '../quantize/plan.ts';
import { onRoomyArray } from '../search/quantized-run.ts';
import { roomyArray, roomyWidth } from '../search/roomy-array.ts';
import type { Judged, PairedAnswers } from './report.ts';
import { signTest } from './sign-test.ts';

/** Inputs that plans are judged on, and what the float network makes of them. */
export interface Jury {
  readonly network: Network;
  readonly inputs: Inputs;
  readonly labels: ArrayLike<number> | null;
  /** Answers of the float network, [inputs, classes]. */
  readonly float: Float32Array;
  /** null without labels. */
  readonly floatAccuracy: number | null;
  readonly limits?: HostLimits;
}

/** Inputs that are carried out together where the network does not say. */
const BATCH = 64;

/** Runs the float network once for all plans. Throws Failure (input). */
export async function createJury(question: Omit<Jury, 'float' | 'floatAccuracy'>): Promise<Jury> {
  const { report, outputs } = await inferFloat({ ...question, batch: batchOf(question.network) });
  return { ...question, float: outputs, floatAccuracy: report.accuracy };
}

/** Carries a plan out on the golden model of an array that gives the same words as the plan's own. Throws Failure. */
export async function judgePlan(
  { network, inputs, labels, float, limits }: Jury,
  plan: Plan,
  array: RunningArray,
  onProgress: (share: number) => void = () => {},
): Promise<Judged> {
  const widest = Math.max(...plan.layers.map(({ widths }) => widths.sum));
  const roomy = roomyArray(array, roomyWidth(array, widest));
  const adapted = { ...plan, layers: plan.layers.map(onRoomyArray) };
  const engine = createGoldenEngine(roomy);
  const answers = new Float32Array(float.length);
  const size = float.length / inputs.count;
  await closing(await createHost(network, limits), async (host) => {
    const machine = createNetworkRun(network, adapted, roomy, { engine, host });
    for (const { from, count, input } of batchesOf(network, inputs)) {
      const answer = await machine.run(input, () => {});
      answers.set(answer.data as Float32Array, from * size);
      onProgress((from + count) / inputs.count);
    }
  });
  const noise = new Noise();
  noise.add(answers, float);
  const alike = new Answers();
  alike.add(answers, float, inputs.count, null);
  return {
    inputs: inputs.count,
    agreement: alike.agreement,
    sqnr: noise.sqnr(),
    answers: labels === null ? null : pairedAnswers(answers, float, labels),
  };
}

/** Answers [inputs, classes] of a plan and of the float network beside the right ones. */
export function pairedAnswers(
  answers: Float32Array,
  float: Float32Array,
  labels: ArrayLike<number>,
): PairedAnswers {
  const classes = float.length / labels.length;
  let [right, becameRight, becameWrong] = [0, 0, 0];
  for (let input = 0; input < labels.length; input++) {
    const range = [input * classes, (input + 1) * classes] as const;
    const isRight = placeOfLargest(answers.subarray(...range)) === labels[input];
    const wasRight = placeOfLargest(float.subarray(...range)) === labels[input];
    if (isRight) right++;
    if (isRight && !wasRight) becameRight++;
    if (wasRight && !isRight) becameWrong++;
  }
  return {
    accuracy: right / labels.length,
    change: (100 * (becameRight - becameWrong)) / labels.length,
    becameRight,
    becameWrong,
    p: signTest(becameRight, becameWrong),
  };
}

/** The first of equals, as in infer/statistics.ts. */
function placeOfLargest(values: Float32Array): number {
  return values.reduce(
    (place, value, index) => (value > (values[place] as number) ? index : place),
    0,
  );
}

function batchOf({ input }: Network): number {
  return input.dims[0] ?? BATCH;
}

interface InputBatch {
  readonly from: number;
  readonly count: number;
  readonly input: Value;
}

function* batchesOf(network: Network, { count: all, dims, values }: Inputs): Iterable<InputBatch> {
  const size = batchOf(network);
  const each = values.length / all;
  for (let from = 0; from < all; from += size) {
    const count = Math.min(size, all - from);
    const data = values.subarray(from * each, (from + count) * each);
    yield { from, count, input: { dims: [count, ...dims], type: 'float32', data } };
  }
}
