// Puts systolic grids of every way to multiply through the deep checks: every pair of words in every
// mode, at every product and column, beside others and beside zeros, and prints what was compared.
// Usage: verify-systolic.ts [--seed N] [--only REGEX] [--quick] [--list]
// --quick: no more than `logposit verify` does. REGEX selects configs by their names.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systolicDesign, writeDesign } from '../generator/index.ts';
import { paintFor } from '../report/paint.ts';
import { verifyLines } from '../report/verify-text.ts';
import { verify } from '../sim/index.ts';
import { DEEP, QUICK } from '../sim/systolic/scope.ts';
import { alignColumns } from '../system/text.ts';
import { regressionGrids } from '../test/support/systolic-regression.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 32)) },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const only = new RegExp(values.only);
const configs = regressionGrids().filter(({ name }) => only.test(name));

const rows: string[][] = [];
let vectors = 0;
let failed = 0;
for (const config of configs) {
  const { name, datapath, grid } = config;
  const { rows: height, cols, products } = grid;
  const what = [name, `${height} x ${cols}`, String(products), optionsText(datapath)];
  if (values.list) {
    rows.push(what);
    continue;
  }
  const begin = performance.now();
  const directory = await mkdtemp(join(tmpdir(), 'logposit-systolic-'));
  try {
    const design = systolicDesign(config);
    await writeDesign(design, directory);
    const gridScope = values.quick ? QUICK : DEEP;
    const report = await verify(design, { directory, seed, gridScope });
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    const passed = report.verdict === 'pass' && report.exhaustive && !report.notRun;
    if (!passed) {
      failed += 1;
      process.stderr.write(`${verifyLines(report, paintFor(process.stderr)).join('\n')}\n`);
    }
    vectors += report.vectors;
    rows.push([...what, String(report.vectors), seconds, report.verdict]);
    process.stderr.write(`${name}: ${report.verdict}, ${seconds} s\n`);
  } catch (error) {
    failed += 1;
    rows.push([...what, '', '', 'error']);
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : error}\n`);
  } finally {
    await rm(directory, { recursive: true });
  }
}
const head = ['config', 'grid', 'products', 'datapath', 'vectors', 'seconds', 'verdict'];
process.stdout.write(`${alignColumns([head, ...rows], [2, 4, 5]).join('\n')}\n`);
process.stdout.write(
  `${rows.length} configs, ${vectors} vectors, ${failed} failed, seed ${seed}\n`,
);
process.exitCode = failed === 0 && rows.length > 0 ? 0 : 1;

function optionsText(datapath: object): string {
  return Object.values(datapath)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(' ');
}
