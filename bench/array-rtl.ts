/**
 * Cycles per second of an array in simulation: the model alone, and the same cycles with stimulus,
 * golden model and comparison; and how long a large array takes to build from an empty cache. Run with
 * `npx tsx bench/array-rtl.ts [vectors]`.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArrayDesign, arrayDesign, arraySchema, writeDesign } from '../generator/index.ts';
import { jobsCheck } from '../sim/array/checks.ts';
import { jobWords } from '../sim/array/job.ts';
import { fullSpeedJobs, type JobMaker } from '../sim/array/jobs.ts';
import { arraySource } from '../sim/array/modules.ts';
import { buildSimulator } from '../sim/build.ts';
import { exchange, type Simulator } from '../sim/exchange.ts';
import { bytesOf } from '../sim/limbs.ts';
import { prepareRuntime } from '../sim/runtime.ts';
import { simulate } from '../sim/simulate.ts';
import { forModule } from '../sim/simulate-all.ts';
import { findSimulationTools } from '../sim/tools.ts';
import { packageRoot } from '../system/package-root.ts';
import { readRtl } from '../system/rtl-files.ts';

const REFERENCE = JSON.parse(readFileSync(join(packageRoot, 'examples/lpa.json'), 'utf8'));
const RUNS = 5;
const SEED = 1;
const SIZE = 8;
const LARGE = 16;
const VECTORS = Number(process.argv[2] ?? 40_000);
const JOB_VECTORS = 4096;
const LIMITS = { totalSeconds: 600, idleSeconds: 60 };

const directory = await mkdtemp(join(tmpdir(), 'logposit-bench-'));
try {
  await measureThroughput();
  if (process.argv[3] === undefined) await measureBuild();
} finally {
  await rm(directory, { recursive: true });
}

async function measureThroughput(): Promise<void> {
  const design = square(SIZE);
  const simulator = await build(design);
  const jobs = fullSpeedJobs({
    ...{ subject: design, seed: SEED, modes: design.shape.modes },
    ...{ vectors: VECTORS, jobVectors: JOB_VECTORS },
  });
  const bare: number[] = [];
  const whole: number[] = [];
  // Alternating, so that both see the same load on the machine.
  for (let run = 0; run < RUNS; run++) {
    const { cycles, seconds } = await replay(design, simulator, jobs);
    bare.push(cycles / seconds);
    whole.push(cycles / (await wholeSeconds(design, simulator, jobs)));
  }
  const ratios = bare.map((rate, run) => (whole[run] as number) / rate);
  console.log(`${SIZE} x ${SIZE}, all modes, ${VECTORS} vectors`);
  console.log(`model alone ${thousands(median(bare))} k cycles/s`);
  console.log(`end to end  ${thousands(median(whole))} k cycles/s`);
  console.log(
    `ratio       ${median(ratios).toFixed(2)} (runs ${ratios.map((r) => r.toFixed(2)).join(' ')})`,
  );
}

/** Everything that a first verification of an array compiles for it. */
async function measureBuild(): Promise<void> {
  process.env.LOGPOSIT_CACHE = join(directory, 'cache');
  const begin = performance.now();
  await build(square(LARGE));
  const seconds = (performance.now() - begin) / 1000;
  console.log(`${LARGE} x ${LARGE}, all modes, built in ${seconds.toFixed(1)} s, nothing cached`);
}

/** The reference array, examples/lpa.json, in any size. */
function square(size: number): ArrayDesign {
  const { array, ...rest } = REFERENCE;
  return arrayDesign(
    arraySchema.parse({
      ...rest,
      name: `bench${size}`,
      array: { ...array, rows: size, cols: size },
    }),
  );
}

async function build(design: ArrayDesign): Promise<Simulator> {
  const { name } = design.config;
  const rtl = join(directory, name);
  await writeDesign(design, rtl);
  const module = design.modules.find(({ role }) => role === 'array');
  if (module === undefined) throw new Error('the design has no array');
  const tools = await findSimulationTools();
  const source = { sources: await readRtl(rtl, name), ...arraySource(design, module) };
  const command = await buildSimulator([source], tools, await prepareRuntime(tools, 'array'));
  return forModule({ command, args: [String(SEED)], cwd: rtl }, 0);
}

/** What the simulator measures of the model's cycles. */
async function replay(
  { shape }: ArrayDesign,
  simulator: Simulator,
  jobs: readonly JobMaker[],
): Promise<{ cycles: number; seconds: number }> {
  let text = '';
  const end = await exchange(simulator, ['replay'], LIMITS, {
    input: jobs.map((make) => bytesOf(jobWords(shape, make()))),
    take: (chunk) => {
      text += Buffer.from(chunk).toString();
      return true;
    },
  });
  if (end.kind !== 'ended') throw new Error(JSON.stringify(end));
  const [cycles, seconds] = text.split(' ').map(Number);
  return { cycles: cycles as number, seconds: seconds as number };
}

/** From starting the process to the last comparison. */
async function wholeSeconds(
  design: ArrayDesign,
  simulator: Simulator,
  jobs: readonly JobMaker[],
): Promise<number> {
  const begin = performance.now();
  const end = await simulate(simulator, jobsCheck(design, 'bench', jobs), LIMITS);
  const seconds = (performance.now() - begin) / 1000;
  if (end.kind !== 'complete' || end.mismatches > 0) throw new Error(JSON.stringify(end));
  return seconds;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

function thousands(rate: number): string {
  return (rate / 1e3).toFixed(1);
}
