import type { ArrayDesign } from '../../generator/index.ts';
import { HostRecords } from '../../sim/accelerator/host-records.ts';
import type { LayerRun } from '../../sim/accelerator/layer-run.ts';
import { resultBeats } from '../../sim/accelerator/layer-run.ts';
import {
  HOST_CHANNELS,
  type HostGaps,
  type HostJob,
  hostJobWords,
  NO_HOST_GAPS,
} from '../../sim/accelerator/script.ts';
import { type AcceleratorSubject, acceleratorSubject } from '../../sim/accelerator/subject.ts';
import { arraySource } from '../../sim/array/modules.ts';
import { buildSimulator } from '../../sim/build.ts';
import { exchange, type SimulationLimits, type Simulator } from '../../sim/exchange.ts';
import { bytesOf } from '../../sim/limbs.ts';
import { createRandom, type Random } from '../../sim/random.ts';
import { prepareRuntime } from '../../sim/runtime.ts';
import { forModule } from '../../sim/simulate-all.ts';
import { findSimulationTools } from '../../sim/tools.ts';
import { Failure } from '../../system/failure.ts';
import { readRtl } from '../../system/rtl-files.ts';
import { layerSequence } from './accelerator-sequence.ts';

export interface ExecuteOptions {
  /** Where the RTL lies. */
  readonly directory: string;
  /** Of the stalls, and of what lies on ports that are not valid. Default 0. */
  readonly seed?: number;
  /** Whether all channels are held up now and then. Default true. */
  readonly stalls?: boolean;
  /** For all layers together. Default 600. */
  readonly timeoutSeconds?: number;
}

/** What a run gave. */
export interface LayerResult {
  /**
   * Beats of C x lanes words, as they came: for each group of vectors each column block, and for each
   * of these the vectors of the group. `resultPlaces` says which is which.
   */
  readonly words: Uint16Array;
  /** What CYCLES said. */
  readonly cycles: number;
}

const TIMEOUT_SECONDS = 600;
const LEAST_PATIENCE = 20_000;

/**
 * Carries out layers one after another on the RTL of an accelerator, from its registers: the next
 * one is prepared while a run goes on, where the buffers have room for both. Each must fit them by
 * itself. Throws RangeError for a layer that does not, Failure (mismatch) where the accelerator does
 * not answer as it must, Failure (tool-missing, tool-failed) where it cannot be simulated.
 */
export async function runLayers(
  design: Pick<ArrayDesign, 'config' | 'shape' | 'arithmetic' | 'modules'>,
  layers: readonly LayerRun[],
  options: ExecuteOptions,
): Promise<LayerResult[]> {
  const subject = acceleratorSubject(design);
  const random = createRandom(options.seed ?? 0, 'layers of an accelerator');
  const sequence = layerSequence(subject, layers, random);
  const simulator = await simulatorOf(design, options);
  const job: HostJob = {
    what: 'layers',
    actions: sequence.map(({ action }) => action),
    gaps: options.stalls === false ? NO_HOST_GAPS : stalls(random),
    seed: random.word(),
    patience: patienceFor(subject, layers),
  };
  const foreseen = sequence.map(({ starts }) => ({ starts, mostCycles: 0, results: 0 }));
  const answers = sequence.filter(({ answer }) => answer !== null).length;
  const results = layers.reduce((sum, layer) => sum + resultBeats(layer), 0);
  const input = hostJobWords(subject, job, foreseen, { answers, results });
  const seconds = options.timeoutSeconds ?? TIMEOUT_SECONDS;
  // Answers come when all layers are through.
  const limits = { totalSeconds: seconds, idleSeconds: seconds };
  const records = await recordsOf(simulator, input, limits);
  const read = new HostRecords(subject, records, answers + results + 1);
  read.requireNoFaults();
  const cycles: number[] = [];
  for (const { answer } of sequence) {
    if (answer === null) continue;
    const data = read.answer();
    if (answer === 'cycles') cycles.push(data);
  }
  return layers.map((layer, index) => ({
    words: read.results(resultBeats(layer)),
    cycles: cycles[index] as number,
  }));
}

/** Far more cycles than pass before the first result of any sum, or while a buffer is filled. */
function patienceFor({ shape }: AcceleratorSubject, layers: readonly LayerRun[]): number {
  const sums = layers.map(({ rowTiles, group }) => rowTiles * Math.max(shape.rows, group));
  return LEAST_PATIENCE + 4 * Math.max(0, ...sums);
}

async function simulatorOf(
  design: Pick<ArrayDesign, 'config' | 'shape' | 'arithmetic' | 'modules'>,
  { directory, seed = 0 }: ExecuteOptions,
): Promise<Simulator> {
  const module = design.modules.find(({ role }) => role === 'top');
  if (module === undefined) throw new RangeError(`${design.config.name} has no accelerator`);
  const sources = await readRtl(directory, design.config.name);
  const tools = await findSimulationTools();
  const runtime = await prepareRuntime(tools, 'array');
  const source = { sources, ...arraySource(design, module) };
  const command = await buildSimulator([source], tools, runtime);
  return forModule({ command, args: [String(seed)], cwd: directory }, 0);
}

/** Every channel is held up, each in its own way. */
function stalls(random: Random): HostGaps {
  const entries = HOST_CHANNELS.map((channel) => [
    channel,
    { chance: 8 + random.below(64), longest: 1 + random.below(6) },
  ]);
  return Object.fromEntries(entries) as HostGaps;
}

async function recordsOf(
  simulator: Simulator,
  input: Uint32Array,
  limits: SimulationLimits,
): Promise<Uint32Array> {
  const chunks: Uint8Array[] = [];
  const end = await exchange(simulator, ['jobs'], limits, {
    input: [bytesOf(input)],
    take: (chunk) => {
      chunks.push(chunk.slice());
      return true;
    },
  });
  if (end.kind === 'tool-missing') throw new Failure('tool-missing', end.detail);
  if (end.kind === 'timeout') {
    throw new Failure(
      'timeout',
      `the simulation of the layers took more than ${end.seconds} s`,
      'give it more seconds, or fewer layers',
    );
  }
  if (end.kind === 'crashed') {
    throw new Failure('tool-failed', `the simulation of the layers broke off: ${end.detail}`);
  }
  const bytes = Buffer.concat(chunks);
  const words = new Uint32Array(Math.floor(bytes.length / 4));
  bytesOf(words).set(bytes.subarray(0, 4 * words.length));
  return words;
}

/** Of each result beat, in order: its vector and its block of channels. */
export function resultPlaces({
  vectors,
  group,
  columnBlocks,
}: LayerRun): { readonly vector: number; readonly block: number }[] {
  const places: { readonly vector: number; readonly block: number }[] = [];
  for (let from = 0; from < vectors; from += group) {
    const to = Math.min(vectors, from + group);
    for (let block = 0; block < columnBlocks; block++) {
      for (let vector = from; vector < to; vector++) places.push({ vector, block });
    }
  }
  return places;
}
