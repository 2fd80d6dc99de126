// Verifies every format and 100 mixed pairs of formats: `npm run verify:formats -- --help`.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reportError } from '../../cli/errors.ts';
import { integerOption } from '../../cli/options.ts';
import { startProgress } from '../../cli/progress.ts';
import { runAll } from '../../sim/jobs.ts';
import { prepareRuntime } from '../../sim/runtime.ts';
import { findSimulationTools, toolVersions } from '../../sim/tools.ts';
import { Failure } from '../../system/failure.ts';
import { writeFileAtomically } from '../../system/files.ts';
import { removeOnInterrupt, removeUnfinished } from '../../system/interrupt.ts';
import { type Session, verifyBatch } from './batch.ts';
import { Journal } from './journal.ts';
import { formatPairs } from './plan.ts';
import { checkCoverage, failures, type PairResult } from './result.ts';
import { type EmittedPair, emitPairs } from './subjects.ts';
import { distinctRtl, summaryTable } from './summary.ts';

const HELP = `npm run verify:formats -- [options]

Emits, simulates and compares with the golden model: 112 formats (n 2..8, es 0..3, every rs) and
100 mixed pairs, each at its agnostic width, at 16 bits wrapping and saturating, and with floating
sums. A run that was killed goes on where it stopped.

  --seed N     replays the random part of an earlier run
  --only TEXT  only pairs whose name contains TEXT, e.g. "LP<8,"
  --fresh      forgets an unfinished run
  --json FILE  writes all results as JSON
  --help       this text
`;

const TIMEOUT_SECONDS = 600;
const IDLE_SECONDS = 30;
const INTERRUPTED = 130;
/** Pairs whose modules share one simulator: a compiler's start costs as much as a module. */
const BATCH = 4;
/** A batch's build and simulation overlap the golden model of another one. */
const AT_ONCE = availableParallelism() + 1;

process.exitCode = await main().catch((error: unknown) => reportError(error, { debug: false }));

async function main(): Promise<number> {
  const { values } = readArguments();
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const start = performance.now();
  const tools = await findSimulationTools();
  const runtime = await prepareRuntime(tools, 'build');
  const only = values.only ?? '';
  const pairs = [...formatPairs().entries()].filter(([, { name }]) => name.includes(only));
  if (pairs.length === 0) throw new Failure('usage', `--only: no pair's name contains "${only}"`);
  const journal = await Journal.open({
    identity: [runtime.key, only],
    seed: integerOption('--seed', values.seed, { min: 0, max: 2 ** 32 - 1 }),
    fresh: values.fresh === true,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => stop(journal));
  }
  const directory = await mkdtemp(join(tmpdir(), 'logposit-formats-'));
  const forget = removeOnInterrupt(directory);
  const abort = new AbortController();
  const session: Session = {
    tools,
    runtime,
    seed: journal.seed,
    limits: { totalSeconds: TIMEOUT_SECONDS, idleSeconds: IDLE_SECONDS, signal: abort.signal },
    directory,
  };
  announce(journal, pairs.length);
  try {
    const results = await verifyAll(await emitPairs(pairs, directory), session, journal, abort);
    journal.finish();
    const seconds = (performance.now() - start) / 1000;
    return await report(results, {
      seed: journal.seed,
      seconds,
      versions: toolVersions(tools),
      json: values.json,
    });
  } finally {
    journal.release();
    await rm(directory, { recursive: true });
    forget();
  }
}

/** What is verified stays verified. */
function stop(journal: Journal): never {
  removeUnfinished();
  journal.release();
  process.stderr.write('\ninterrupted: the same command goes on from here\n');
  process.exit(INTERRUPTED);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        seed: { type: 'string' },
        only: { type: 'string' },
        json: { type: 'string' },
        fresh: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Failure(
      'usage',
      error instanceof Error ? error.message : String(error),
      'see --help',
    );
  }
}

function announce({ seed, known }: Journal, pairs: number): void {
  const left =
    known.size === 0 ? '' : `, ${known.size} already verified by the run that was stopped`;
  process.stderr.write(`seed ${seed}, ${pairs} pairs of formats${left}\n`);
}

async function verifyAll(
  pairs: readonly EmittedPair[],
  session: Session,
  journal: Journal,
  abort: AbortController,
): Promise<PairResult[]> {
  const progress = await startProgress('verifying');
  const results = pairs.flatMap(({ index }) => journal.known.get(index) ?? []);
  try {
    const jobs = batches(pairs).map((batch) => async () => {
      if (batch.every(({ index }) => journal.known.has(index))) return;
      const verified = await verifyBatch(batch, session);
      for (const result of verified) {
        if (journal.known.has(result.index)) continue;
        journal.add(result);
        results.push(result);
        tellFailures(result);
      }
      progress.update(`${results.length} of ${pairs.length} pairs of formats verified`);
    });
    await runAll(jobs, AT_ONCE, abort);
  } finally {
    progress.stop();
  }
  return results.sort((a, b) => a.index - b.index);
}

function batches(pairs: readonly EmittedPair[]): EmittedPair[][] {
  return Array.from({ length: Math.ceil(pairs.length / BATCH) }, (_, batch) =>
    pairs.slice(batch * BATCH, (batch + 1) * BATCH),
  );
}

function tellFailures(result: PairResult): void {
  for (const { module, name, verdict } of failures(result)) {
    process.stderr.write(`${result.name}: ${module}, ${name}: ${JSON.stringify(verdict)}\n`);
  }
}

interface Run {
  readonly seed: number;
  readonly seconds: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly json: string | undefined;
}

async function report(results: readonly PairResult[], run: Run): Promise<number> {
  checkCoverage(results);
  const failed = results.flatMap(failures);
  const mismatches = failed.reduce(
    (sum, { verdict }) => sum + (verdict.kind === 'mismatch' ? verdict.count : 0),
    0,
  );
  const vectors = results
    .flatMap(({ modules }) => modules.flatMap(({ checks }) => checks))
    .reduce((sum, check) => sum + check.vectors, 0);
  const totals = {
    verdict: failed.length === 0 ? 'pass' : 'fail',
    pairs: results.length,
    designs: results.flatMap(({ designs }) => designs).length,
    distinctRtl: distinctRtl(results),
    vectors,
    mismatches,
  };
  process.stdout.write(`${summaryTable(results).join('\n')}\n\n`);
  process.stdout.write(
    `${totals.verdict}: ${totals.designs} designs, ${totals.distinctRtl} distinct RTL hashes, ` +
      `${vectors.toLocaleString('en-US')} vectors, ${mismatches} mismatches (seed ${run.seed})\n`,
  );
  if (run.json !== undefined) {
    const { seed, seconds, versions: tools } = run;
    await writeFileAtomically(
      run.json,
      `${JSON.stringify({ ...totals, seed, tools, seconds, results }, null, 2)}\n`,
    );
  }
  return failed.length === 0 ? 0 : 1;
}
