import type { ArrayDesign } from '../../generator/index.ts';
import type { ArrayTile } from '../../golden/exact/index.ts';
import { Failure } from '../../system/failure.ts';
import { readRtl } from '../../system/rtl-files.ts';
import { buildSimulator } from '../build.ts';
import { exchange, type SimulationLimits } from '../exchange.ts';
import { bytesOf } from '../limbs.ts';
import { prepareRuntime } from '../runtime.ts';
import { forModule } from '../simulate-all.ts';
import { findSimulationTools } from '../tools.ts';
import { getBits } from './bits.ts';
import { recordsOf, recordWordsOf, SUMMARY } from './expected.ts';
import { type ArrayJob, FULL_SPEED, jobWords, resultsOf, type TilePorts } from './job.ts';
import { arraySource } from './modules.ts';
import { refuseLargeArray } from './size-limit.ts';

/** What an array made of tiles that it was given one after another from a reset on. */
export interface ExecutedTiles {
  /** For each tile that ends its sums vectors x cols x lanes words, as the golden model gives them. */
  readonly results: readonly Uint16Array[];
  /** Up to the last result's beat; null where a result did not come. */
  readonly cycles: number | null;
  /** Beats that moved. */
  readonly beats: {
    readonly channels: number;
    readonly weights: number;
    readonly activations: number;
    readonly results: number;
  };
  /** Whether every result came, once, and no stream broke a rule. */
  readonly isSound: boolean;
}

/** An array's RTL, compiled. */
export interface ArraySimulator {
  /** Streams never wait for this side. Throws Failure (tool-failed, timeout, interrupted). */
  run(tiles: readonly ArrayTile[]): Promise<ExecutedTiles>;
}

type Subject = Pick<ArrayDesign, 'config' | 'shape' | 'arithmetic' | 'modules'>;

const LIMITS: SimulationLimits = { totalSeconds: 3600, idleSeconds: 120 };

/**
 * Compiles the array in a directory, files as they are. Throws Failure (input, tool-missing,
 * tool-failed).
 */
export async function openArray(
  design: Subject,
  directory: string,
  limits: SimulationLimits = LIMITS,
): Promise<ArraySimulator> {
  const { config, shape, modules } = design;
  refuseLargeArray(config.name, shape);
  const module = modules.find(({ role }) => role === 'array');
  if (module === undefined) throw new RangeError('an array without its top module');
  const sources = await readRtl(directory, config.name);
  const tools = await findSimulationTools();
  const runtime = await prepareRuntime(tools, 'array');
  const source = { sources, ...arraySource(design, module) };
  const command = await buildSimulator([source], tools, runtime);
  const simulator = forModule({ command, args: ['1'], cwd: sources.directory }, 0);

  return {
    async run(tiles) {
      const job = jobOf(tiles);
      const words = new Answers(recordsOf(shape, job) * recordWordsOf(shape));
      const end = await exchange(simulator, ['jobs'], limits, {
        input: [bytesOf(jobWords(shape, job))],
        take: (chunk) => words.take(chunk),
      });
      if (end.kind !== 'ended') throw endFailure(config.name, end);
      if (!words.isWhole()) throw failure(config.name, 'ended before all results were told');
      return executed(shape, job, words.words);
    },
  };
}

/** All tiles at full speed; formats stand on the ports as they are. */
function jobOf(tiles: readonly ArrayTile[]): ArrayJob {
  const sent = tiles.map((tile) => ({ tile, ports: portsOf(tile) }));
  return { what: 'layer', tiles: sent, gaps: FULL_SPEED, seed: 1, givenUpAfter: 0 };
}

function portsOf({ weight, activation, results }: ArrayTile): TilePorts {
  const mode = weight.n === 2 ? 0 : weight.n === 4 ? 1 : 2;
  const { rs } = activation;
  return { mode, weightRs: weight.rs, actRs: rs, outRs: results?.output.rs ?? rs };
}

/** Collects what the simulator prints, which may come in pieces of any length. */
class Answers {
  readonly words: Uint32Array;
  readonly #bytes: Uint8Array;
  #filled = 0;

  constructor(count: number) {
    this.words = new Uint32Array(count);
    this.#bytes = bytesOf(this.words);
  }

  take(chunk: Uint8Array): boolean {
    if (this.#filled + chunk.length > this.#bytes.length) return false;
    this.#bytes.set(chunk, this.#filled);
    this.#filled += chunk.length;
    return true;
  }

  isWhole(): boolean {
    return this.#filled === this.#bytes.length;
  }
}

/** In place of the cycle of a result that did not come (kMissing). */
const MISSING = 0xffffffff;

function executed(shape: ArrayDesign['shape'], job: ArrayJob, words: Uint32Array): ExecutedTiles {
  const each = recordWordsOf(shape);
  const channels = shape.cols * shape.lanes.length;
  const { n } = shape.output;
  let at = 0;
  let missing = 0;
  let last = 0;
  const results = job.tiles
    .filter(({ tile }) => tile.results !== null)
    .map(({ tile: { vectors } }) => {
      const codes = new Uint16Array(vectors * channels);
      for (let vector = 0; vector < vectors; vector++) {
        const record = words.subarray(at, at + each);
        at += each;
        if (record[0] === MISSING) missing++;
        else last = record[0] as number;
        const data = record.subarray(1);
        for (let channel = 0; channel < channels; channel++) {
          codes[vector * channels + channel] = getBits(data, channel * n, n);
        }
      }
      return codes;
    });
  const summary = new Map(SUMMARY.map((name, index) => [name, words[at + index] as number]));
  const told = (name: (typeof SUMMARY)[number]) => summary.get(name) ?? 0;
  const surplus = told('results too many');
  return {
    results,
    cycles: missing > 0 ? null : last + 1,
    beats: {
      channels: told('channel sets taken'),
      weights: told('weight rows taken'),
      activations: told('vectors taken'),
      results: resultsOf(job) - missing + surplus,
    },
    isSound: missing === 0 && surplus === 0 && told('faults') === 0,
  };
}

type BadEnd = Exclude<Awaited<ReturnType<typeof exchange>>, { readonly kind: 'ended' }>;

function endFailure(name: string, end: BadEnd): Failure {
  switch (end.kind) {
    case 'refused':
      return failure(name, 'told more than its results');
    case 'timeout':
      return new Failure('timeout', `the simulation of ${name} took over ${end.seconds} s`);
    default:
      return failure(name, `broke off: ${end.detail}`);
  }
}

function failure(name: string, what: string): Failure {
  return new Failure('tool-failed', `the simulation of ${name} ${what}`);
}
