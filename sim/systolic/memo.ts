import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SystolicDesign, writeDesign } from '../../generator/index.ts';
import { cachedJson, contentHash } from '../../system/cache.ts';
import { withStagingDirectory } from '../../system/files.ts';
import { packageRoot } from '../../system/package-root.ts';
import { rtlHash } from '../../system/rtl-hash.ts';
import { findSimulationTools, toolVersions } from '../tools.ts';
import type { VerifyReport } from '../verdict.ts';
import { type VerifyOptions, verify } from '../verify.ts';
import { QUICK } from './scope.ts';

/** Of a verification that may be remembered: the same seed whenever none is given. */
export type RememberedOptions = Omit<VerifyOptions, 'directory' | 'layer'>;

const SEED = 1;

/**
 * Verifies the RTL of a systolic grid's design, or recalls that the same RTL passed: for the same
 * datapath, seed and scope, with the same harness, golden model and tools. Only passes are kept. Throws as
 * `verify` does.
 */
export async function verifySystolic(
  design: SystolicDesign,
  { seed = SEED, gridScope = QUICK, ...options }: RememberedOptions = {},
): Promise<VerifyReport> {
  const { config, sources } = design;
  harness ??= harnessHash();
  const key = contentHash(
    await harness,
    rtlHash(
      sources.map(({ text }) => text),
      config.name,
    ),
    JSON.stringify([config.datapath, config.grid, config.sum, seed, gridScope]),
  );
  try {
    const report = await cachedJson('verifications', key, () =>
      withStagingDirectory(join(tmpdir(), 'logposit'), async (directory) => {
        await writeDesign(design, directory);
        return passed(await verify(design, { ...options, directory, seed, gridScope }));
      }),
    );
    return { ...report, config: config.name };
  } catch (error) {
    if (error instanceof NotPassed) return error.report;
    throw error;
  }
}

/** Keeps a report from being remembered. */
class NotPassed extends Error {
  readonly report: VerifyReport;

  constructor(report: VerifyReport) {
    super(`${report.config}: ${report.verdict}`);
    this.report = report;
  }
}

function passed(report: VerifyReport): VerifyReport {
  if (report.verdict !== 'pass') throw new NotPassed(report);
  return report;
}

let harness: Promise<string> | undefined;

/** Identity of everything that a verdict rests on besides the design. */
async function harnessHash(): Promise<string> {
  const here = fileURLToPath(new URL('../..', import.meta.url));
  const code = await Promise.all([
    ...['sim', 'golden'].map((folder) => textsIn(join(here, folder))),
    textsIn(join(packageRoot, 'sim')),
  ]);
  const tools = toolVersions(await findSimulationTools());
  return contentHash(...code.flat(), JSON.stringify(tools));
}

/** Texts of all code below a directory, in the order of their paths. */
async function textsIn(directory: string): Promise<string[]> {
  const paths = await readdir(directory, { recursive: true });
  const code = paths.filter((path) => /\.(ts|js|h|cpp|sv)$/.test(path)).sort();
  return Promise.all(code.map((path) => readFile(join(directory, path), 'utf8')));
}
