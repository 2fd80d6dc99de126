/**
 * Vectors per second of one PE: the simulator's own loop, and the same vectors with output, golden
 * model and comparison. Run with `npx tsx bench/throughput.ts [log2 of vectors]`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { design, parseConfig, requireFixed, writeDesign } from '../generator/index.ts';
import { createMac } from '../golden/fast/index.ts';
import { buildSimulator } from '../sim/build.ts';
import { type SweepOptions, sweepArgs, sweepCheck } from '../sim/checks/pe-sweep.ts';
import { prepareRuntime } from '../sim/runtime.ts';
import { simulate } from '../sim/simulate.ts';
import { findSimulationTools } from '../sim/tools.ts';
import { readRtl } from '../system/rtl-files.ts';
import { runTool } from '../system/run-tool.ts';

const RUNS = 7;
const DEPTH = 64;
const LIMITS = { totalSeconds: 600, idleSeconds: 60 };

const CONFIG = {
  name: 'bench',
  weight: { n: 8, es: 1, rs: 7 },
  activation: { n: 8, es: 1, rs: 7 },
  accumulator: { width: 24 },
};

const directory = await mkdtemp(join(tmpdir(), 'logposit-bench-'));
try {
  await measure(2 ** Number(process.argv[2] ?? 25));
} finally {
  await rm(directory, { recursive: true });
}

async function measure(vectors: number): Promise<void> {
  const { simulator, sweep } = await prepare(vectors);
  const raw: number[] = [];
  const whole: number[] = [];
  // Alternating, so that both see the same load on the machine.
  for (let run = 0; run < RUNS; run++) {
    raw.push(vectors / (await rawSeconds(simulator, sweep)));
    whole.push(vectors / (await wholeSeconds(simulator, sweep)));
  }
  const ratios = raw.map((rate, run) => (whole[run] as number) / rate);
  console.log(`raw loop    ${millions(median(raw))} M vectors/s`);
  console.log(`end to end  ${millions(median(whole))} M vectors/s`);
  console.log(
    `ratio       ${median(ratios).toFixed(2)} (runs ${ratios.map((r) => r.toFixed(2)).join(' ')})`,
  );
}

async function prepare(vectors: number) {
  const resolved = requireFixed(design(parseConfig(JSON.stringify(CONFIG), 'bench')));
  const rtl = join(directory, 'rtl');
  await writeDesign(resolved, rtl);
  const pe = resolved.modules.find(({ role }) => role === 'pe');
  if (pe === undefined) throw new Error('the design has no PE');
  const tools = await findSimulationTools();
  const sources = await readRtl(rtl, resolved.config.name);
  const command = await buildSimulator(
    [{ sources, module: pe }],
    tools,
    await prepareRuntime(tools),
  );
  const sweep: SweepOptions = {
    name: 'bench',
    parameters: resolved.mac,
    mac: createMac(resolved.mac),
    vectors,
    depth: DEPTH,
    starts: [0n, 1n, -1n],
  };
  return { simulator: { command, args: ['1', '0'], cwd: rtl }, sweep };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** What the simulator itself measures around its loop. */
async function rawSeconds(
  { command, args }: Prepared['simulator'],
  sweep: SweepOptions,
): Promise<number> {
  const { stdout } = await runTool({
    tool: 'simulator',
    command,
    args: [...args, ...sweepArgs('raw', sweep)],
    timeoutSeconds: LIMITS.totalSeconds,
  });
  return Number(stdout.split(' ')[1]);
}

/** From starting the process to the last comparison. */
async function wholeSeconds(
  simulator: Prepared['simulator'],
  sweep: SweepOptions,
): Promise<number> {
  const begin = performance.now();
  const end = await simulate(simulator, sweepCheck(sweep), LIMITS);
  const seconds = (performance.now() - begin) / 1000;
  if (end.kind !== 'complete' || end.mismatches > 0) throw new Error(JSON.stringify(end));
  return seconds;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

function millions(rate: number): string {
  return (rate / 1e6).toFixed(1);
}
