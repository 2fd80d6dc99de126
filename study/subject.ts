import { defaultArray } from '../infer/default-array.ts';
import type { RunningArray } from '../infer/layer-step.ts';
import { readArray } from '../infer/read-array.ts';
import { type Inputs, readInputs, readLabels } from '../network/inputs.ts';
import type { Network } from '../network/network.ts';
import { readNetwork } from '../network/read.ts';
import type { HostLimits } from '../network/runtime.ts';
import { type Synthetic, syntheticInputs } from '../search/synthetic-inputs.ts';
import { contentHash } from '../system/cache.ts';
import { Failure } from '../system/failure.ts';
import { createJury, type Jury } from './judge-plan.ts';
import type { StudyInputs, StudyNetwork } from './schema.ts';

/** A network of a study with all that its runs have in common. */
export interface Subject {
  readonly name: string;
  readonly network: Network;
  readonly array: RunningArray;
  readonly calibration: Inputs;
  readonly jury: Jury;
  /** Equal where every run gives the same figures. */
  readonly hash: string;
  readonly limits?: HostLimits;
}

/** Reads what a study names and runs the float network. Throws Failure (usage, input, io). */
export async function createSubject(
  { name, model, calib, judge, config }: StudyNetwork,
  limits?: HostLimits,
): Promise<Subject> {
  const network = await readNetwork(model, limits);
  const array = config === undefined ? defaultArray() : await readArray(config, 'a network');
  const { inputs: calibration } = await readSome(network, calib);
  const { inputs, labels } = await readSome(network, judge, judge.labels);
  const own = limits === undefined ? {} : { limits };
  const hash = contentHash(
    JSON.stringify([network.hash, array.config, calibration.dims, inputs.dims]),
    bytesOf(calibration.values),
    bytesOf(inputs.values),
    labels === null ? '' : JSON.stringify(Array.from(labels)),
  );
  const jury = await createJury({ network, inputs, labels, ...own });
  return { name, network, array, calibration, jury, hash, ...own };
}

interface Some {
  readonly inputs: Inputs;
  readonly labels: ArrayLike<number> | null;
}

async function readSome(
  network: Network,
  given: StudyInputs,
  labelsPath: string | undefined = undefined,
): Promise<Some> {
  const { inputs: path, shape, from = 0, count } = given;
  if (path === undefined) {
    return { inputs: syntheticInputs(network, drawnBy(given)), labels: null };
  }
  const all = await readInputs(path, network, shape);
  const labels = labelsPath === undefined ? null : await readLabels(labelsPath, all.count);
  const to = count === undefined ? all.count : from + count;
  if (from >= to || to > all.count) {
    throw new Failure(
      'input',
      `${path} has ${all.count} inputs, and those from ${from} to ${to - 1} are asked for`,
      'see from and count',
    );
  }
  const each = all.values.length / all.count;
  return {
    inputs: { ...all, count: to - from, values: all.values.slice(from * each, to * each) },
    labels: labels === null ? null : Array.from(labels).slice(from, to),
  };
}

function drawnBy({
  synthetic,
  count = 0,
  seed = 1,
  mean = 0,
  deviation = 1,
  low = 0,
  high = 1,
}: StudyInputs): Synthetic {
  return synthetic === 'uniform'
    ? { count, seed, values: { kind: 'uniform', low, high } }
    : { count, seed, values: { kind: 'normal', mean, deviation } };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
