/**
 * A search for the words of the example network: from the start, again with every loss known (as after a kill at the
 * end), and on one thread; seconds of wall clock and of processor time, the ratio to the first, and memory. Run with
 * `npx tsx bench/quantize.ts` after `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QuantizeReport } from '../search/report.ts';
import { packageRoot } from '../system/package-root.ts';
import { alignColumns } from '../system/text.ts';

const CLI = join(packageRoot, 'dist/cli/main.js');
const EXAMPLE = join(packageRoot, 'examples/shapes');
const PRELOADED = ['memory', 'cpu'].map(
  (what) => `--require ${join(packageRoot, `bench/report-${what}.cjs`)}`,
);
const scratch = mkdtempSync(join(tmpdir(), 'logposit-quantize-'));

try {
  const first = sample('2');
  const runs = {
    'two threads': first,
    'losses known': sample('2'),
    'one thread': sample('1', '--fresh'),
  };
  const rows = Object.entries(runs).map(([name, { wall, cpu, megabytes, candidates }]) => [
    name,
    String(candidates),
    wall.toFixed(1),
    cpu.toFixed(1),
    (wall / first.wall).toFixed(2),
    megabytes.toFixed(0),
  ]);
  const head = ['quantize shapes', 'candidates', 'wall s', 'processor s', 'of first', 'MB'];
  console.log(alignColumns([head, ...rows], [1, 2, 3, 4, 5]).join('\n'));
} finally {
  rmSync(scratch, { recursive: true });
}

function sample(threads: string, ...more: readonly string[]) {
  const start = process.hrtime.bigint();
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      ...[CLI, 'quantize', join(EXAMPLE, 'shapes.onnx'), '--calib', join(EXAMPLE, 'inputs.npy')],
      ...['--plan', join(scratch, 'plan.json'), '--threads', threads, '--json', ...more],
    ],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        LOGPOSIT_CACHE: join(scratch, 'cache'),
        NODE_OPTIONS: PRELOADED.join(' '),
      },
    },
  );
  if (status !== 0) throw new Error(stderr);
  const report = JSON.parse(stdout) as QuantizeReport;
  return {
    wall: Number(process.hrtime.bigint() - start) / 1e9,
    cpu: Math.max(...[...stderr.matchAll(/^CPU (.*)$/gm)].map(([, text]) => Number(text))),
    megabytes:
      Math.max(...[...stderr.matchAll(/^RSS (.*)$/gm)].map(([, text]) => Number(text))) / 1024,
    candidates: report.evaluations,
  };
}
