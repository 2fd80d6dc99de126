/**
 * What a user waits for: `table` through npx and direct, beside an empty Node process, and a cached
 * `run` beside a cold one. Medians of alternating runs. Run with `npx tsx bench/startup.ts`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../system/package-root.ts';
import { alignColumns } from '../system/text.ts';

const RUNS = 7;
const CLI = join(packageRoot, 'dist/cli/main.js');
const scratch = mkdtempSync(join(tmpdir(), 'logposit-startup-'));

interface Sample {
  readonly seconds: number;
  /** Largest resident set of any Node process, MB. */
  readonly megabytes: number;
}

const REPORT_MEMORY = join(packageRoot, 'bench/report-memory.cjs');

try {
  const run = ['run', join(packageRoot, 'examples/lp8.json'), '-o', join(scratch, 'rtl')];
  const cold = sample(process.execPath, [CLI, ...run]);
  const commands: Record<string, () => Sample> = {
    'node alone': () => sample(process.execPath, ['-e', '0']),
    'table 8,1,7': () => sample(process.execPath, [CLI, 'table', '8,1,7']),
    'npx with nothing to do': () => sample('npx', ['--no-install', 'true']),
    'npx logposit table 8,1,7': () => sample('npx', ['logposit', 'table', '8,1,7']),
    'run, cached': () => sample(process.execPath, [CLI, ...run]),
  };
  const samples = new Map(Object.keys(commands).map((name) => [name, [] as Sample[]]));
  for (let index = 0; index < RUNS; index += 1) {
    for (const [name, take] of Object.entries(commands)) samples.get(name)?.push(take());
  }
  const rows = [...samples].map(([name, taken]) => row(name, taken));
  const head = ['command', 'median s', 'least s', 'MB'];
  console.log(alignColumns([head, ...rows, row('run, cold', [cold])], [1, 2, 3]).join('\n'));
} finally {
  rmSync(scratch, { recursive: true });
}

function sample(command: string, args: readonly string[]): Sample {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, {
    cwd: packageRoot,
    encoding: 'utf8',
    env: {
      ...process.env,
      LOGPOSIT_CACHE: join(scratch, 'cache'),
      NODE_OPTIONS: `--require ${REPORT_MEMORY}`,
    },
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  const kilobytes = [...stderr.matchAll(/^RSS (\d+)$/gm)].map(([, text]) => Number(text));
  return { seconds, megabytes: Math.max(0, ...kilobytes) / 1024 };
}

function row(name: string, samples: readonly Sample[]): string[] {
  const seconds = samples.map((one) => one.seconds).sort((a, b) => a - b);
  const median = seconds[Math.floor(seconds.length / 2)] ?? Number.NaN;
  const megabytes = Math.max(...samples.map((one) => one.megabytes));
  return [name, median.toFixed(3), (seconds[0] ?? Number.NaN).toFixed(3), megabytes.toFixed(0)];
}
