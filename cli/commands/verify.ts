import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AnyDesign,
  isArrayDesign,
  isSystolicDesign,
  readDesign,
  writeDesign,
} from '../../generator/index.ts';
import { paintFor } from '../../report/paint.ts';
import { verifyLines } from '../../report/verify-text.ts';
import { type Layer, type VerifyReport, verify } from '../../sim/index.ts';
import { Failure } from '../../system/failure.ts';
import { removeOnInterrupt } from '../../system/interrupt.ts';
import { type LayerQuestion, layerQuestion, readLayer } from '../layer.ts';
import type { VerifyOptions } from '../options.ts';
import { integerOption } from '../options.ts';
import { printJson, printLines } from '../print.ts';
import { withProgress } from '../progress.ts';
import { verdictExitCode } from '../verdict-exit-code.ts';

/** Verifies a config's RTL, or the files in --rtl as they are. */
export async function verifyCommand(configPath: string, options: VerifyOptions): Promise<void> {
  const timed = simulationOptions(options);
  const question = layerQuestion(options, timed.seed);
  const emitted = await readDesign(configPath);
  const layer = question && (await layerOf(question, emitted));
  const simulation = layer === undefined ? timed : { ...timed, layer };
  const report = options.rtl
    ? await verifyDirectory(emitted, options.rtl, simulation)
    : await inScratchDirectory((directory) => verifyEmitted(emitted, directory, simulation));
  if (options.json) printJson(report);
  else printLines(verifyLines(report, paintFor(process.stdout)));
  process.exitCode = verdictExitCode(report.verdict);
}

/** The layer for a PE. Throws Failure (usage) where there is none to put it through. */
function layerOf(question: LayerQuestion, emitted: AnyDesign): Promise<Layer> {
  if (!isArrayDesign(emitted) && !isSystolicDesign(emitted)) return readLayer(question, emitted);
  throw new Failure(
    'usage',
    `--weights puts a layer through a PE, and ${emitted.config.name} is of kind "${emitted.config.kind}"`,
    'give a config of kind "pe" with the formats of one mode',
  );
}

export interface SimulationOptions {
  readonly seed: number;
  readonly timeoutSeconds?: number;
  readonly layer?: Layer;
}

const SEEDS = 2 ** 32;

export function simulationOptions(
  options: Pick<VerifyOptions, 'seed' | 'timeout'>,
): SimulationOptions {
  const seed = integerOption('--seed', options.seed, { min: 0, max: SEEDS - 1 });
  const timeoutSeconds = integerOption('--timeout', options.timeout, { min: 1, max: 86_400 });
  return {
    seed: seed ?? randomInt(SEEDS),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}

/** Verifies what lies in a directory, showing which check runs. */
export function verifyDirectory(
  emitted: AnyDesign,
  directory: string,
  simulation: SimulationOptions,
): Promise<VerifyReport> {
  return withProgress(`verifying ${emitted.config.name}, seed ${simulation.seed}`, (progress) =>
    verify(emitted, {
      directory,
      ...simulation,
      onProgress: ({ module, check }) =>
        progress.update(`verifying ${module}, seed ${simulation.seed}: ${check}`),
    }),
  );
}

async function verifyEmitted(
  emitted: AnyDesign,
  directory: string,
  simulation: SimulationOptions,
): Promise<VerifyReport> {
  await writeDesign(emitted, directory);
  return verifyDirectory(emitted, directory, simulation);
}

/** A directory that is gone afterwards: `verify` and `synth` alone leave no RTL behind. */
export async function inScratchDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  // Synchronous: an interrupt cannot come before it is registered.
  const scratch = mkdtempSync(join(tmpdir(), 'logposit-'));
  const release = removeOnInterrupt(scratch);
  try {
    return await work(join(scratch, 'rtl'));
  } finally {
    await rm(scratch, { recursive: true, force: true });
    release();
  }
}
