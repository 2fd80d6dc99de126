import { type ArrayDesign, writeDesign } from '../../generator/index.ts';
import { arrayOfPlan, defaultArray } from '../../infer/default-array.ts';
import type { Engine } from '../../infer/engine.ts';
import { createGoldenEngine } from '../../infer/golden.ts';
import { readArray } from '../../infer/read-array.ts';
import type { InferReport } from '../../infer/report.ts';
import { createRtlEngine } from '../../infer/rtl.ts';
import { type InferQuestion, type InferResult, inferFloat, inferOnArray } from '../../infer/run.ts';
import { calibrationSamples } from '../../infer/samples.ts';
import { type Inputs, readInputs, readLabels } from '../../network/inputs.ts';
import type { Network } from '../../network/network.ts';
import { readNetwork } from '../../network/read.ts';
import { calibrate } from '../../quantize/calibrate.ts';
import { checkPlan, type Plan, planText, readPlan } from '../../quantize/plan.ts';
import { inferLines } from '../../report/infer-text.ts';
import { paintFor } from '../../report/paint.ts';
import { npyBytes } from '../../tensor/write-npy.ts';
import {
  batchOf,
  type InferSettings,
  inferSettings,
  outputTargets,
  type Targets,
} from '../infer-options.ts';
import type { InferOptions } from '../options.ts';
import { writeOutput } from '../output-file.ts';
import { printJson, printLines } from '../print.ts';
import { type Progress, withProgress } from '../progress.ts';
import { inScratchDirectory } from './verify.ts';

/** Runs a network as float, on the golden model or on the simulated RTL. Throws Failure. */
export async function inferCommand(model: string, options: InferOptions): Promise<void> {
  const settings = inferSettings(options);
  const { on, timeoutSeconds } = settings;
  const targets = await outputTargets(model, options);
  const limits = timeoutSeconds === undefined ? {} : { limits: { seconds: timeoutSeconds } };
  const network = await readNetwork(model, limits.limits);
  const { inputs, labels } = await readData(network, options, settings);
  const batch = batchOf(network, inputs, settings.batch);
  const result = await withProgress(`running ${model}`, (progress) => {
    const onProgress = shown(progress, inputs.count);
    const question = { network, inputs, labels, batch, ...limits, onProgress };
    return on === 'float'
      ? inferFloat(question)
      : onArray(question, { ...settings, on }, options, progress);
  });
  const report = { ...result.report, ...(targets.outputs ? { outputs: targets.outputs } : {}) };
  await writeOutputs(targets, report, result);
  if (options.json) printJson(report);
  else printLines(inferLines(report, paintFor(process.stdout)));
  if (report.mismatches > 0) process.exitCode = 1;
}

interface Data {
  readonly inputs: Inputs;
  readonly labels: ArrayLike<number> | null;
}

async function readData(
  network: Network,
  options: InferOptions,
  { shape, limit }: InferSettings,
): Promise<Data> {
  const inputs = await readInputs(options.inputs, network, shape);
  const labels =
    options.labels === undefined ? null : await readLabels(options.labels, inputs.count);
  if (inputs.count <= limit) return { inputs, labels };
  const each = inputs.values.length / inputs.count;
  const values = inputs.values.subarray(0, limit * each);
  return { inputs: { ...inputs, count: limit, values }, labels: labels?.slice(0, limit) ?? null };
}

type ArraySettings = InferSettings & { readonly on: 'golden' | 'rtl' };

async function onArray(
  question: InferQuestion,
  settings: ArraySettings,
  options: InferOptions,
  progress: Progress,
): Promise<InferResult> {
  const { on, timeoutSeconds } = settings;
  const given = options.plan === undefined ? undefined : await readPlan(options.plan);
  const design = await arrayOf(given, options);
  const plan = await planOf(question, design, { given, settings, options, progress });
  const run = (engine: Engine) => inferOnArray(question, { on, design, plan, engine });
  if (on === 'golden') return run(createGoldenEngine(design));
  progress.update(`building the simulator of ${design.config.name}`);
  const simulate = async (rtl: string) => run(await createRtlEngine(design, rtl, timeoutSeconds));
  if (options.rtl !== undefined) return simulate(options.rtl);
  return inScratchDirectory(async (directory) => {
    await writeDesign(design, directory);
    return simulate(directory);
  });
}

/** Of the config; else the default one, where the plan is not for another. */
async function arrayOf(
  given: Plan | undefined,
  { config, plan }: InferOptions,
): Promise<ArrayDesign> {
  if (config !== undefined) return readArray(config, 'a network');
  return given === undefined ? defaultArray() : arrayOfPlan(given, plan);
}

interface Planning {
  readonly given: Plan | undefined;
  readonly settings: InferSettings;
  readonly options: InferOptions;
  readonly progress: Progress;
}

async function planOf(
  { network, inputs, limits }: InferQuestion,
  design: ArrayDesign,
  { given, settings, options, progress }: Planning,
): Promise<Plan> {
  if (given !== undefined) {
    checkPlan(given, network, design, options.plan);
    return given;
  }
  progress.update('calibrating');
  const { bits } = settings;
  const samples = await calibrationSamples(network, inputs, settings.calibrate, limits);
  const plan = calibrate(network, samples, design, {
    ...(bits === undefined ? {} : { bits }),
    onLayer: ({ name }) => progress.update(`calibrating ${name}`),
  });
  if (options.writePlan !== undefined) await writeOutput(options.writePlan, planText(plan));
  return plan;
}

async function writeOutputs(
  { outputs, html }: Targets,
  report: InferReport,
  result: InferResult,
): Promise<void> {
  if (outputs !== undefined) {
    const shape = [report.n, ...result.outputDims];
    await writeOutput(outputs, npyBytes(result.outputs, shape, 'float32'));
  }
  if (html !== undefined) {
    const { inferHtml } = await import('../../report/infer-html.ts');
    await writeOutput(html, await inferHtml(report));
  }
}

function shown(progress: Progress, all: number) {
  return (done: number, layer: string | null) =>
    progress.update(`${done} of ${all} inputs${layer === null ? '' : `, ${layer}`}`);
}
