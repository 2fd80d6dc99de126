import type { ArrayDesign } from '../generator/index.ts';
import { closing } from '../network/closing.ts';
import { createFloatRun, type FloatRun } from '../network/float.ts';
import { createHost, type Host } from '../network/host.ts';
import type { Inputs } from '../network/inputs.ts';
import { layersOf, type Network, type Value } from '../network/network.ts';
import type { HostLimits } from '../network/runtime.ts';
import type { Plan } from '../quantize/plan.ts';
import { Stopwatch } from '../system/stopwatch.ts';
import { AnswerLog, type Batch } from './answer-log.ts';
import type { Engine } from './engine.ts';
import { LayerTotals } from './layer-totals.ts';
import { createNetworkRun } from './network-run.ts';
import type { InferReport } from './report.ts';

export interface InferQuestion {
  readonly network: Network;
  readonly inputs: Inputs;
  /** One for each input. */
  readonly labels: ArrayLike<number> | null;
  /** Inputs that are carried out together. */
  readonly batch: number;
  readonly limits?: HostLimits;
  readonly onProgress?: (done: number, layer: string | null) => void;
}

/** A network on an array, or what stands for it. */
export interface OnArray {
  readonly on: 'golden' | 'rtl';
  readonly design: ArrayDesign;
  readonly plan: Plan;
  readonly engine: Engine;
}

export interface InferResult {
  readonly report: InferReport;
  /** Answers of all inputs, C order. */
  readonly outputs: Float32Array;
  /** Of one answer. */
  readonly outputDims: readonly number[];
}

/** The float network alone, by onnxruntime. Throws Failure (input). */
export async function inferFloat(question: InferQuestion): Promise<InferResult> {
  const { network, limits } = question;
  const stopwatch = new Stopwatch();
  const answers = new AnswerLog(question);
  await closing(await createFloatRun(network, [], limits), async (float) => {
    for (const batch of batchesOf(question)) {
      const values = await stopwatch.time('float', () => float.run(batch.input));
      const answer = values.get(network.output) as Value;
      answers.add(batch, answer, answer);
      question.onProgress?.(batch.from + batch.inputs, null);
    }
  });
  return {
    report: {
      ...answers.report('float'),
      layers: [],
      cycles: 0,
      macs: 0,
      utilisation: 0,
      mismatches: 0,
      firstMismatch: null,
      seconds: stopwatch.seconds(),
    },
    ...answers.outputs(),
  };
}

/** The network with its MAC layers on an array, beside the float network. Throws Failure. */
export async function inferOnArray(question: InferQuestion, how: OnArray): Promise<InferResult> {
  const { network, limits } = question;
  const { shape, config } = how.design;
  const stopwatch = new Stopwatch();
  const layers = layersOf(network);
  const answers = new AnswerLog(question);
  const totals = new Map(layers.map(({ name }) => [name, new LayerTotals(shape)]));
  const watched = layers.map(({ output }) => output);
  await closing(await createFloatRun(network, watched, limits), async (float) =>
    closing(await createHost(network, limits), (host) =>
      runBatches(question, how, { float, host, stopwatch, answers, totals }),
    ),
  );
  const all = [...totals.values()];
  const reports = all.map((each) => each.report());
  const macs = sum(reports.map((layer) => layer.macs));
  return {
    report: {
      ...answers.report(how.on),
      array: {
        name: config.name,
        rows: shape.rows,
        cols: shape.cols,
        lanes: shape.lanes.length,
        config,
      },
      layers: reports,
      cycles: sum(reports.map(({ cycles }) => cycles)),
      macs,
      utilisation: macs / sum(all.map(({ capacity }) => capacity)),
      mismatches: sum(all.map(({ mismatches }) => mismatches)),
      firstMismatch: all.find(({ firstMismatch }) => firstMismatch !== null)?.firstMismatch ?? null,
      seconds: stopwatch.seconds(),
    },
    ...answers.outputs(),
  };
}

interface Running {
  readonly float: FloatRun;
  readonly host: Host;
  readonly stopwatch: Stopwatch;
  readonly answers: AnswerLog;
  /** By the layer's name. */
  readonly totals: ReadonlyMap<string, LayerTotals>;
}

async function runBatches(
  question: InferQuestion,
  { on, design, plan, engine }: OnArray,
  { float, host, stopwatch, answers, totals }: Running,
): Promise<void> {
  const { network } = question;
  const machine = createNetworkRun(network, plan, design, { engine, host });
  for (const batch of batchesOf(question)) {
    const right = await stopwatch.time('float', () => float.run(batch.input));
    const answer = await stopwatch.time(on, () =>
      machine.run(batch.input, (outcome) => {
        const { name, output } = outcome.prepared.layer;
        totals.get(name)?.add(outcome, (right.get(output) as Value).data as Float32Array, batch);
        question.onProgress?.(batch.from, name);
      }),
    );
    answers.add(batch, answer, right.get(network.output) as Value);
    question.onProgress?.(batch.from + batch.inputs, null);
  }
}

/** Some inputs as one tensor. */
interface InputBatch extends Batch {
  readonly input: Value;
}

function* batchesOf({ inputs, batch }: InferQuestion): Iterable<InputBatch> {
  const each = inputs.dims.reduce((a, b) => a * b, 1);
  for (let from = 0; from < inputs.count; from += batch) {
    const count = Math.min(batch, inputs.count - from);
    const data = inputs.values.subarray(from * each, (from + count) * each);
    const input = { dims: [count, ...inputs.dims], type: 'float32', data };
    yield { from, inputs: count, input };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
