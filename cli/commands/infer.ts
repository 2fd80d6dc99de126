import { type ArrayDesign, isArrayDesign, readDesign, writeDesign } from '../../generator/index.ts';
import { defaultArray } from '../../infer/default-array.ts';
import type { Engine } from '../../infer/engine.ts';
import { createGoldenEngine } from '../../infer/golden.ts';
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
import { Failure, ioFailure } from '../../system/failure.ts';
import { writeFileAtomically } from '../../system/files.ts';
import { npyBytes } from '../../tensor/write-npy.ts';
import { choiceOption, type InferOptions, integerOption } from '../options.ts';
import { refuseSameFile } from '../output-file.ts';
import { printJson, printLines } from '../print.ts';
import { type Progress, withProgress } from '../progress.ts';
import { inScratchDirectory } from './verify.ts';

const SOME_INPUTS = 2 ** 24;
const BATCH = 32;
const CALIBRATION_INPUTS = 64;

/** Runs a network as float, on the golden model or on the simulated RTL. Throws Failure. */
export async function inferCommand(model: string, options: InferOptions): Promise<void> {
  const on = choiceOption('--on', options.on, ['float', 'golden', 'rtl']) ?? 'golden';
  const targets = outputTargets(model, options);
  const numbers = numbersOf(options);
  const network = await readNetwork(model);
  const { inputs, labels } = await readData(network, options, numbers.limit);
  const batch = network.input.dims[0] ?? numbers.batch;
  const result = await withProgress(`running ${model}`, (progress) => {
    const question = { network, inputs, labels, batch, onProgress: shown(progress, inputs.count) };
    return on === 'float' ? inferFloat(question) : onArray(question, on, options, progress);
  });
  const report = { ...result.report, ...(targets.outputs ? { outputs: targets.outputs } : {}) };
  await writeOutputs(targets, report, result);
  if (options.json) printJson(report);
  else printLines(inferLines(report, paintFor(process.stdout)));
  if (report.mismatches > 0) process.exitCode = 1;
}

function numbersOf(options: InferOptions) {
  return {
    limit: integerOption('--limit', options.limit, { min: 1, max: SOME_INPUTS }) ?? SOME_INPUTS,
    batch: integerOption('--batch', options.batch, { min: 1, max: 4096 }) ?? BATCH,
  };
}

interface Data {
  readonly inputs: Inputs;
  readonly labels: ArrayLike<number> | null;
}

async function readData(network: Network, options: InferOptions, limit: number): Promise<Data> {
  const shape = options.shape === undefined ? undefined : shapeOption(options.shape);
  const inputs = await readInputs(options.inputs, network, shape);
  const labels =
    options.labels === undefined ? null : await readLabels(options.labels, inputs.count);
  if (inputs.count <= limit) return { inputs, labels };
  const each = inputs.values.length / inputs.count;
  const values = inputs.values.subarray(0, limit * each);
  return { inputs: { ...inputs, count: limit, values }, labels: labels?.slice(0, limit) ?? null };
}

function shapeOption(text: string): number[] {
  const sizes = text.split(/[x,]/).map(Number);
  if (/^-?\d+([x,]\d+)*$/.test(text)) return sizes;
  throw new Failure(
    'usage',
    `--shape must be sizes such as 45,40,30,1, not "${text}"`,
    'the first one may be -1: as many inputs as the file holds',
  );
}

async function onArray(
  question: InferQuestion,
  on: 'golden' | 'rtl',
  options: InferOptions,
  progress: Progress,
): Promise<InferResult> {
  const design = options.config === undefined ? defaultArray() : await readArray(options.config);
  const plan = await planOf(question, design, options, progress);
  const run = (engine: Engine) => inferOnArray(question, { on, design, plan, engine });
  if (on === 'golden') return run(createGoldenEngine(design));
  progress.update(`building the simulator of ${design.config.name}`);
  if (options.rtl !== undefined) return run(await createRtlEngine(design, options.rtl));
  return inScratchDirectory(async (directory) => {
    await writeDesign(design, directory);
    return run(await createRtlEngine(design, directory));
  });
}

async function readArray(path: string): Promise<ArrayDesign> {
  const design = await readDesign(path);
  if (isArrayDesign(design)) return design;
  throw new Failure('input', `${path}: kind is "pe", and a network needs an array`, 'kind "array"');
}

async function planOf(
  { network, inputs }: InferQuestion,
  design: ArrayDesign,
  options: InferOptions,
  progress: Progress,
): Promise<Plan> {
  const bits = integerOption('--bits', options.bits, { min: 2, max: 16 });
  const count = integerOption('--calibrate', options.calibrate, { min: 1, max: 65536 });
  if (options.plan !== undefined) {
    const given = [bits && '--bits', count && '--calibrate'].find(Boolean);
    if (given) throw new Failure('usage', `${given} makes a plan, and --plan gives one`);
    const plan = await readPlan(options.plan);
    checkPlan(plan, network, design, options.plan);
    return plan;
  }
  progress.update('calibrating');
  const samples = await calibrationSamples(network, inputs, count ?? CALIBRATION_INPUTS);
  const plan = calibrate(network, samples, design, {
    ...(bits === undefined ? {} : { bits }),
    onLayer: ({ name }) => progress.update(`calibrating ${name}`),
  });
  if (options.writePlan !== undefined) await writeText(options.writePlan, planText(plan));
  return plan;
}

interface Targets {
  readonly outputs?: string;
  readonly html?: string;
}

/** Nothing that is read is written over. Throws Failure (usage). */
function outputTargets(model: string, options: InferOptions): Targets {
  const { outputs, html, writePlan } = options;
  if (outputs !== undefined && !outputs.endsWith('.npy')) {
    throw new Failure('usage', `--outputs must end in .npy, not "${outputs}"`);
  }
  const read = [model, options.inputs, options.labels, options.config, options.plan];
  const written = { '--outputs': outputs, '--html': html, '--write-plan': writePlan };
  for (const [option, path] of Object.entries(written)) {
    if (path === undefined) continue;
    for (const other of read) if (other !== undefined) refuseSameFile(option, path, other);
  }
  return { ...(outputs ? { outputs } : {}), ...(html ? { html } : {}) };
}

async function writeOutputs(
  { outputs, html }: Targets,
  report: InferReport,
  result: InferResult,
): Promise<void> {
  if (outputs !== undefined) {
    const shape = [report.n, ...result.outputDims];
    await writeText(outputs, npyBytes(result.outputs, shape, 'float32'));
  }
  if (html !== undefined) {
    const { inferHtml } = await import('../../report/infer-html.ts');
    await writeText(html, await inferHtml(report));
  }
}

async function writeText(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFileAtomically(path, content);
  } catch (error) {
    throw ioFailure(error, 'write', path);
  }
}

function shown(progress: Progress, all: number) {
  return (done: number, layer: string | null) =>
    progress.update(`${done} of ${all} inputs${layer === null ? '' : `, ${layer}`}`);
}
