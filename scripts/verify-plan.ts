// The sums of a plan: the largest ones of every layer in the exact golden model and in the RTL of an
// array made to measure, right in the bits of the plan and overflowing in one bit less. Prints a table,
// exits with 1 where anything is missed. Usage: verify-plan.ts MODEL.onnx PLAN.json [CONFIG.json]
// [--json] [--golden] (without RTL)
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { arrayOfPlan } from '../infer/default-array.ts';
import { rtlGuarantee } from '../infer/guarantee/rtl.ts';
import { readArray } from '../infer/read-array.ts';
import { readNetwork } from '../network/read.ts';
import { planGuarantee } from '../quantize/guarantee/plan.ts';
import { readPlan } from '../quantize/plan.ts';
import { Failure } from '../system/failure.ts';
import { faultsOf, guaranteeJson, guaranteeLines } from './verify-plan/table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    golden: { type: 'boolean', default: false },
  },
});

try {
  process.exitCode = await verify(positionals);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  const hint = error.hint === undefined ? '' : `\n  ${error.hint}`;
  process.stderr.write(`${error.message}${hint}\n`);
  process.exitCode = 1;
}

async function verify([model, planPath, configPath]: readonly string[]): Promise<number> {
  if (model === undefined || planPath === undefined) {
    throw new Failure(
      'usage',
      'verify-plan MODEL.onnx PLAN.json [CONFIG.json] [--json] [--golden]',
    );
  }
  const file = basename(planPath);
  const [network, plan] = await Promise.all([readNetwork(model), readPlan(planPath)]);
  const array =
    configPath === undefined ? arrayOfPlan(plan, file) : await readArray(configPath, 'a plan');
  const onLayer = (name: string) => process.stderr.write(`${name}\n`);
  const guarantee = planGuarantee(plan, network, array, { file, onLayer });
  const rtl = values.golden ? null : await rtlGuarantee(plan, guarantee, array, inScratch);
  const faults = faultsOf(guarantee, rtl);
  const lines = values.json
    ? [guaranteeJson(guarantee, rtl)]
    : [...guaranteeLines(guarantee, rtl), ...faults, `${faults.length} failures`];
  process.stdout.write(`${lines.join('\n')}\n`);
  return faults.length === 0 ? 0 : 1;
}

async function inScratch<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'logposit-plan-'));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}
