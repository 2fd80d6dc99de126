import type { ArrayDesign } from '../generator/index.ts';
import { createFloatRun } from '../network/float.ts';
import { createHost } from '../network/host.ts';
import type { Inputs } from '../network/inputs.ts';
import { layersOf, type Network, type Value } from '../network/network.ts';
import type { HostLimits } from '../network/runtime.ts';
import type { Plan } from '../quantize/plan.ts';
import { Stopwatch } from '../system/stopwatch.ts';
import type { Engine } from './engine.ts';
import { LayerTotals } from './layer-totals.ts';
import { createNetworkRun } from './network-run.ts';
import type { InferReport } from './report.ts';
import { Answers, Noise } from './statistics.ts';

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
  const float = await createFloatRun(network, [], limits);
  const answers = new AnswerLog(question);
  for (const batch of batchesOf(question)) {
    const values = await stopwatch.time('float', () => float.run(batch.input));
    const answer = values.get(network.output) as Value;
    answers.add(batch, answer, answer);
    question.onProgress?.(batch.from + batch.inputs, null);
  }
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
  const { design, plan, engine } = how;
  const { shape, config } = design;
  const stopwatch = new Stopwatch();
  const layers = layersOf(network);
  const float = await createFloatRun(
    network,
    layers.map(({ output }) => output),
    limits,
  );
  const host = await createHost(network, limits);
  const machine = createNetworkRun(network, plan, design, { engine, host });
  const answers = new AnswerLog(question);
  const totals = new Map(layers.map(({ name }) => [name, new LayerTotals(shape)]));
  for (const batch of batchesOf(question)) {
    const right = await stopwatch.time('float', () => float.run(batch.input));
    const answer = await stopwatch.time(how.on, () =>
      machine.run(batch.input, (outcome) => {
        const { name, output } = outcome.prepared.layer;
        totals.get(name)?.add(outcome, (right.get(output) as Value).data as Float32Array, batch);
        question.onProgress?.(batch.from, name);
      }),
    );
    answers.add(batch, answer, right.get(network.output) as Value);
    question.onProgress?.(batch.from + batch.inputs, null);
  }
  await Promise.all([float.close(), host.close()]);
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

/** Some inputs as one tensor. */
interface InputBatch {
  readonly from: number;
  readonly inputs: number;
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

/** Answers of all inputs, and how they compare. */
class AnswerLog {
  readonly #answers = new Answers();
  readonly #noise = new Noise();
  readonly #parts: Float32Array[] = [];
  #dims: readonly number[] = [];

  constructor(private readonly question: InferQuestion) {}

  add({ from, inputs }: InputBatch, got: Value, right: Value): void {
    const { labels } = this.question;
    const mine = got.data as Float32Array;
    const theirs = right.data as Float32Array;
    const its =
      labels === null ? null : Array.from({ length: inputs }, (_, i) => labels[from + i] ?? -1);
    this.#answers.add(mine, theirs, inputs, its);
    this.#noise.add(mine, theirs);
    this.#parts.push(mine.slice());
    this.#dims = got.dims.slice(1);
  }

  outputs(): Pick<InferResult, 'outputs' | 'outputDims'> {
    const outputs = new Float32Array(sum(this.#parts.map(({ length }) => length)));
    let at = 0;
    for (const part of this.#parts) {
      outputs.set(part, at);
      at += part.length;
    }
    return { outputs, outputDims: this.#dims };
  }

  report(on: InferReport['on']) {
    const { network, inputs, labels } = this.question;
    return {
      model: { file: network.path, hash: network.hash },
      on,
      n: inputs.count,
      accuracy: labels === null ? null : this.#answers.accuracy,
      floatAccuracy: labels === null ? null : this.#answers.floatAccuracy,
      agreement: this.#answers.agreement,
      sqnr: this.#noise.sqnr(),
    };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
