/**
 * `compare` cold, at another clock, which needs no new netlists, and warm: seconds of wall clock and of processor
 * time, and the ratio to the cold run. Run with `npx tsx bench/compare.ts [Liberty file ...]` after `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../system/package-root.ts';
import { alignColumns } from '../system/text.ts';

const CLI = join(packageRoot, 'dist/cli/main.js');
const DESIGNS = 'lp_linear_d8,int8x4_da_d8';
const scratch = mkdtempSync(join(tmpdir(), 'logposit-compare-'));
const libraries = process.argv.slice(2);

interface Sample {
  readonly wall: number;
  readonly processor: number;
}

try {
  const cold = sample();
  const runs = { cold, 'another clock': sample('--clock', '8'), warm: sample() };
  const rows = Object.entries(runs).map(([name, { wall, processor }]) => [
    name,
    wall.toFixed(1),
    processor.toFixed(1),
    (processor / cold.processor).toFixed(3),
  ]);
  const head = [`compare ${DESIGNS}`, 'wall s', 'processor s', 'of cold'];
  console.log(alignColumns([head, ...rows], [1, 2, 3]).join('\n'));
} finally {
  rmSync(scratch, { recursive: true });
}

/** One run on the same cache; its tools count too. */
function sample(...more: readonly string[]): Sample {
  const start = process.hrtime.bigint();
  const library = libraries.length === 0 ? [] : ['--library', ...libraries];
  const args = [CLI, 'compare', '--designs', DESIGNS, ...library, ...more, '--json'];
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', 'time "$@" >/dev/null', 'bash', process.execPath, ...args],
    {
      encoding: 'utf8',
      env: { ...process.env, LOGPOSIT_CACHE: join(scratch, 'cache'), TIMEFORMAT: 'TIMES %U %S' },
    },
  );
  if (status !== 0) throw new Error(stderr);
  const [, user = '0', system = '0'] = /TIMES ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  return {
    wall: Number(process.hrtime.bigint() - start) / 1e9,
    processor: Number(user) + Number(system),
  };
}
