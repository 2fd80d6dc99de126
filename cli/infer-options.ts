import type { Inputs } from '../network/inputs.ts';
import type { Network } from '../network/network.ts';
import { Failure } from '../system/failure.ts';
import { choiceOption, type InferOptions, integerOption } from './options.ts';
import { checkWritable, refuseSameFile } from './output-file.ts';

/** What the options of `infer` say, as far as they can be checked before anything is read. */
export interface InferSettings {
  readonly on: 'float' | 'golden' | 'rtl';
  readonly limit: number;
  readonly batch: number | undefined;
  readonly bits: number | undefined;
  readonly calibrate: number;
  readonly timeoutSeconds: number | undefined;
  readonly shape: readonly number[] | undefined;
}

const SOME_INPUTS = 2 ** 24;
const CALIBRATION_INPUTS = 64;

/** Throws Failure (usage) for options that are wrong or do not go together. */
export function inferSettings(options: InferOptions): InferSettings {
  const on = choiceOption('--on', options.on, ['float', 'golden', 'rtl']) ?? 'golden';
  refuseMeaningless(on, options);
  const calibrate = integerOption('--calibrate', options.calibrate, { min: 1, max: 65536 });
  return {
    on,
    limit: integerOption('--limit', options.limit, { min: 1, max: SOME_INPUTS }) ?? SOME_INPUTS,
    batch: integerOption('--batch', options.batch, { min: 1, max: 4096 }),
    bits: integerOption('--bits', options.bits, { min: 2, max: 16 }),
    calibrate: calibrate ?? CALIBRATION_INPUTS,
    timeoutSeconds: integerOption('--timeout', options.timeout, { min: 1, max: 86_400 }),
    shape: options.shape === undefined ? undefined : shapeOption(options.shape),
  };
}

/** An option that nothing would come of is a misunderstanding. */
function refuseMeaningless(on: InferSettings['on'], options: InferOptions): void {
  const { config, plan, writePlan, bits, calibrate, rtl } = options;
  const making = { '--write-plan': writePlan, '--bits': bits, '--calibrate': calibrate };
  const given = (candidates: Readonly<Record<string, string | undefined>>) =>
    Object.keys(candidates).find((name) => candidates[name] !== undefined);
  const idle = given({
    ...(on === 'float' ? { '--config': config, '--plan': plan, ...making } : {}),
    ...(on === 'rtl' ? {} : { '--rtl': rtl }),
  });
  if (idle !== undefined) {
    const hint = on === 'float' ? 'the float network needs no array' : 'it belongs to --on rtl';
    throw new Failure('usage', `${idle} has no meaning with --on ${on}`, hint);
  }
  const maker = plan === undefined ? undefined : given(making);
  if (maker === undefined) return;
  const does = maker === '--write-plan' ? 'writes the plan of a calibration' : 'makes a plan';
  throw new Failure('usage', `${maker} ${does}, and --plan gives one`, 'leave one of them out');
}

export function shapeOption(text: string): number[] {
  const sizes = text.split(/[x,]/).map(Number);
  if (/^-?\d+([x,]\d+)*$/.test(text)) return sizes;
  throw new Failure(
    'usage',
    `--shape must be sizes such as 45,40,30,1, not "${text}"`,
    'the first one may be -1: as many inputs as the file holds',
  );
}

const BATCH = 32;

/** Inputs that are carried out together. Throws Failure (usage) where the network says otherwise. */
export function batchOf({ path, input }: Network, { count }: Inputs, batch?: number): number {
  const fixed = input.dims[0] ?? null;
  if (fixed === null) return batch ?? BATCH;
  if (batch !== undefined && batch !== fixed) {
    throw new Failure('usage', `--batch is ${batch}, but ${path} takes ${fixed} inputs at a time`);
  }
  if (count % fixed === 0) return fixed;
  throw new Failure('usage', `--limit is ${count}, but ${path} takes ${fixed} inputs at a time`);
}

/** Files that `infer` writes. */
export interface Targets {
  readonly outputs?: string;
  readonly html?: string;
}

/**
 * Nothing that is read is written over, and what cannot be written is said before the work. Throws
 * Failure (usage, io).
 */
export async function outputTargets(model: string, options: InferOptions): Promise<Targets> {
  const { outputs, html, writePlan } = options;
  if (outputs !== undefined && !outputs.endsWith('.npy')) {
    throw new Failure('usage', `--outputs must end in .npy, not "${outputs}"`);
  }
  const read = [model, options.inputs, options.labels, options.config, options.plan];
  const taken = read.flatMap((path) => (path === undefined ? [] : [{ path, use: 'is read from' }]));
  const written = { '--outputs': outputs, '--html': html, '--write-plan': writePlan };
  for (const [option, path] of Object.entries(written)) {
    if (path === undefined) continue;
    for (const other of taken) refuseSameFile(option, path, other.path, other.use);
    await checkWritable(path);
    taken.push({ path, use: `${option} writes` });
  }
  return { ...(outputs ? { outputs } : {}), ...(html ? { html } : {}) };
}
