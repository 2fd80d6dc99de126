import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArrayDesign, writeDesign } from '../../generator/index.ts';
import { defaultArray } from '../../infer/default-array.ts';
import { createGoldenEngine } from '../../infer/golden.ts';
import type { InferReport } from '../../infer/report.ts';
import { createRtlEngine } from '../../infer/rtl.ts';
import { inferOnArray } from '../../infer/run.ts';
import { calibrationSamples } from '../../infer/samples.ts';
import { readNetwork } from '../../network/read.ts';
import { calibrate } from '../../quantize/calibrate.ts';
import type { KnownNetwork } from './known-networks.ts';

export interface NetworkRunOptions {
  readonly on: 'golden' | 'rtl';
  /** Default: that of `infer`. */
  readonly design?: ArrayDesign;
  readonly bits?: number;
  /** Changes emitted files before they are compiled. */
  readonly spoil?: (directory: string) => Promise<void>;
  readonly batch?: number;
}

const CALIBRATION_INPUTS = 64;

/** Calibrates a network and runs it on an array, as `infer` does. */
export async function runNetwork(
  { path, inputs, labels }: KnownNetwork,
  { on, design = defaultArray(), bits, spoil, batch = 32 }: NetworkRunOptions,
): Promise<InferReport> {
  const network = await readNetwork(path);
  const samples = await calibrationSamples(network, inputs, CALIBRATION_INPUTS);
  const plan = calibrate(network, samples, design, bits === undefined ? {} : { bits });
  const question = { network, inputs, labels, batch };
  if (on === 'golden') {
    const engine = createGoldenEngine(design);
    return (await inferOnArray(question, { on, design, plan, engine })).report;
  }
  const directory = await mkdtemp(join(tmpdir(), 'logposit-network-'));
  try {
    await writeDesign(design, directory);
    await spoil?.(directory);
    const engine = await createRtlEngine(design, directory);
    return (await inferOnArray(question, { on, design, plan, engine })).report;
  } finally {
    await rm(directory, { recursive: true });
  }
}
