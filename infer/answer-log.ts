import type { Value } from '../network/network.ts';
import { Failure } from '../system/failure.ts';
import type { InferQuestion, InferResult } from './run.ts';
import { Answers, Noise } from './statistics.ts';

/** Some of the inputs. */
export interface Batch {
  readonly from: number;
  readonly inputs: number;
}

/** Answers of all inputs, and how they compare. */
export class AnswerLog {
  readonly #answers = new Answers();
  readonly #noise = new Noise();
  readonly #parts: Float32Array[] = [];
  #dims: readonly number[] | undefined;

  constructor(private readonly question: InferQuestion) {}

  /** Throws Failure (input) for what is no answer to each of the inputs, and for labels beyond it. */
  add({ from, inputs }: Batch, got: Value, right: Value): void {
    const { network, labels } = this.question;
    checkShape(network, right, inputs, this.#dims);
    checkShape(network, got, inputs, this.#dims ?? right.dims.slice(1));
    const mine = got.data as Float32Array;
    const theirs = right.data as Float32Array;
    refuseNotFinite(`${network.path}: the float network's answer`, theirs, { from, inputs });
    refuseNotFinite(`${network.path}: the answer`, mine, { from, inputs });
    this.#dims = got.dims.slice(1);
    const its =
      labels === null ? null : Array.from({ length: inputs }, (_, i) => labels[from + i] ?? -1);
    if (its !== null) checkLabels(network, its, this.#dims, from);
    this.#answers.add(mine, theirs, inputs, its);
    this.#noise.add(mine, theirs);
    this.#parts.push(mine.slice());
  }

  outputs(): Pick<InferResult, 'outputs' | 'outputDims'> {
    const outputs = new Float32Array(this.#parts.reduce((all, { length }) => all + length, 0));
    let at = 0;
    for (const part of this.#parts) {
      outputs.set(part, at);
      at += part.length;
    }
    return { outputs, outputDims: this.#dims ?? [] };
  }

  report<On extends string>(on: On) {
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

/** NaN and infinities would make nonsense of all that is compared. Throws Failure (input). */
export function refuseNotFinite(
  what: string,
  values: ArrayLike<number>,
  { from, inputs }: Batch,
): void {
  for (let place = 0; place < values.length; place++) {
    if (Number.isFinite(values[place])) continue;
    const input = from + Math.floor((place * inputs) / values.length);
    throw new Failure(
      'input',
      `${what} has ${values[place]} for input ${input}`,
      'only finite numbers can be compared',
    );
  }
}

type Named = Pick<InferQuestion['network'], 'path' | 'output'>;

function checkShape(
  { path, output }: Named,
  { dims, type, data }: Value,
  inputs: number,
  before: readonly number[] | undefined,
): void {
  const shown = `${path}: its answer ${JSON.stringify(output)}`;
  if (type !== 'float32') {
    throw new Failure('input', `${shown} is of type ${type}`, 'only float32 answers are taken');
  }
  if (dims.length === 0 || dims[0] !== inputs || data.length === 0) {
    throw new Failure(
      'input',
      `${shown} has the shape [${dims.join(', ')}] for ${inputs} inputs`,
      'axis 0 of the answer must be that of the inputs, and there must be one number at least',
    );
  }
  if (before === undefined || before.join() === dims.slice(1).join()) return;
  throw new Failure(
    'input',
    `${shown} has the shape [${dims.join(', ')}], and [${[inputs, ...before].join(', ')}] elsewhere`,
    'all answers must have one shape',
  );
}

function checkLabels(
  { path }: Named,
  labels: readonly number[],
  dims: readonly number[],
  from: number,
): void {
  const [classes = 1, ...others] = dims.filter((size) => size !== 1);
  if (classes === 1 || others.length > 0) {
    throw new Failure(
      'input',
      `the answers of ${path} have the shape [${['N', ...dims].join(', ')}]: labels do not go with them`,
      'an answer needs one number per class',
    );
  }
  const place = labels.findIndex((label) => label >= classes);
  if (place === -1) return;
  throw new Failure(
    'input',
    `the label at position ${from + place} is ${labels[place]}, but ${path} has ${classes} classes`,
    `classes are 0 to ${classes - 1}`,
  );
}
