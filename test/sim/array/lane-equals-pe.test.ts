import { describe, expect, test } from 'vitest';
import {
  type ArrayDesign,
  type ArrayInput,
  design,
  type LaneShape,
  type PeInput,
  peSchema,
  requireFixed,
  writeDesign,
} from '../../../generator/index.ts';
import { sumBits } from '../../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../../golden/format.ts';
import type { ModuleSource } from '../../../sim/build.ts';
import { sweepArgs } from '../../../sim/checks/pe-sweep.ts';
import type { Simulator } from '../../../sim/exchange.ts';
import { limbsFor } from '../../../sim/limbs.ts';
import { forModule } from '../../../sim/simulate-all.ts';
import { readRtl } from '../../../system/rtl-files.ts';
import { answers, simulatorOf, sourceOf } from '../fixtures/answers.ts';
import { emittedArray, emittedRtl, type RegexEdit } from '../fixtures/emitted-array.ts';
import { scratchDirectory } from '../fixtures/fixture.ts';

/** Operand words of both simulators count up, and the array decodes its own: no model has a say. */

interface Shape {
  readonly n: number;
  readonly es: number;
  readonly rs: number;
}

interface Comparison {
  readonly lane: number;
  readonly weight: Shape;
  readonly activation: Shape;
}

const lp = (n: number, es: number, rs: number): Shape => ({ n, es, rs });

const RUN_TIME: readonly Comparison[] = [
  { lane: 0, weight: lp(8, 1, 7), activation: lp(8, 1, 7) },
  { lane: 0, weight: lp(8, 2, 1), activation: lp(8, 0, 3) },
  { lane: 0, weight: lp(8, 0, 2), activation: lp(8, 2, 2) },
  { lane: 0, weight: lp(4, 1, 2), activation: lp(8, 1, 7) },
  { lane: 0, weight: lp(2, 0, 1), activation: lp(8, 2, 5) },
  { lane: 1, weight: lp(4, 2, 1), activation: lp(8, 0, 1) },
  { lane: 1, weight: lp(4, 0, 3), activation: lp(8, 2, 7) },
  { lane: 1, weight: lp(2, 0, 1), activation: lp(8, 1, 3) },
  { lane: 2, weight: lp(2, 0, 1), activation: lp(8, 0, 7) },
  { lane: 3, weight: lp(2, 0, 1), activation: lp(8, 2, 1) },
];

const LP4 = lp(4, 1, 2);
const LP6 = lp(6, 0, 3);
const FIXED: readonly Comparison[] = [
  { lane: 0, weight: LP4, activation: LP6 },
  { lane: 1, weight: LP4, activation: LP6 },
];

const ARRAY = { rows: 4, cols: 1, taper: false };
const ARRAYS: Readonly<
  Record<string, { config: Partial<ArrayInput>; comparisons: readonly Comparison[] }>
> = {
  'all modes': { config: { array: { ...ARRAY, maxEs: 2 } }, comparisons: RUN_TIME },
  'all modes, narrow sums that saturate, rounded to the nearest': {
    config: {
      array: { ...ARRAY, maxEs: 2, tileWidth: 19 },
      accumulator: { width: 24, overflow: 'saturate', align: 'nearest', fraction: 9 },
    },
    comparisons: RUN_TIME,
  },
  'two lanes of fixed formats, Mitchell, floor': {
    config: {
      ...{ array: ARRAY, weight: LP4, activation: LP6 },
      converter: { kind: 'mitchell', fraction: 3 },
      accumulator: { align: 'floor', fraction: 4 },
    },
    comparisons: FIXED,
  },
};

const DEPTH = 16;

describe('a lane of an array gives the bits of the PE of one format', () => {
  test.each(Object.entries(ARRAYS))('%s', async (_, { config, comparisons }) => {
    const array = emittedArray(config);
    const pair = await simulators(array, comparisons);
    for (const [index, comparison] of comparisons.entries()) {
      const { lane, pe } = await answersOf(array, pair, comparison, index);
      const { weight, activation } = comparison;
      const words = limbsFor((array.shape.lanes[comparison.lane] as LaneShape).tileWidth + 1);
      expect(lane.length).toBe(2 * 2 ** (weight.n + activation.n) * words);
      expect(differences(lane, pe), JSON.stringify(comparison)).toBe(0);
    }
  });

  test('which a fault in a lane changes', async () => {
    const { config, comparisons } = ARRAYS['all modes'] as (typeof ARRAYS)[string];
    const array = emittedArray(config);
    const pair = await simulators(array, comparisons.slice(0, 1), {
      file: 'product_8',
      from: /weight_sign_i \^ act_sign_i/,
      to: 'weight_sign_i',
    });
    const { lane, pe } = await answersOf(array, pair, comparisons[0] as Comparison, 0);
    expect(differences(lane, pe)).toBeGreaterThan(0);
  });
});

interface Pair {
  /** The array's decoders of weights and activations, then the lanes of its PE. */
  readonly array: Simulator;
  /** The PEs of one format, in the order of the comparisons. */
  readonly pes: Simulator;
}

async function simulators(
  array: ArrayDesign,
  comparisons: readonly Comparison[],
  ...edits: readonly RegexEdit[]
): Promise<Pair> {
  const directory = await emittedRtl(array, ...edits);
  const decoders = array.modules.filter(({ role }) => role === 'decoder');
  const sources = await readRtl(directory, array.config.name);
  const decoderOf = (operand: 'weight' | 'activation'): ModuleSource => {
    const module = decoders.find(({ serves }) => serves?.includes(operand));
    if (module === undefined) throw new RangeError(`no decoder serves ${operand}`);
    return { sources, module };
  };
  const modules = [
    decoderOf('weight'),
    decoderOf('activation'),
    await sourceOf(array, directory, 'pe'),
  ];
  const pes = await Promise.all(comparisons.map((comparison) => peOf(array, comparison)));
  return {
    array: await simulatorOf(modules, directory),
    pes: await simulatorOf(pes, directory),
  };
}

/** The PE of a lane's formats: same converter, LSB, alignment and width. */
async function peOf(
  { config, shape }: ArrayDesign,
  { lane, weight, activation }: Comparison,
): Promise<ModuleSource> {
  const { fraction, align, overflow } = config.accumulator;
  const width = (shape.lanes[lane] as LaneShape).tileWidth;
  const input: PeInput = {
    ...{ name: 'pe', weight, activation, converter: config.converter },
    accumulator: { width, fraction, align, overflow },
  };
  const emitted = design(peSchema.parse(input));
  requireFixed(emitted);
  const directory = await scratchDirectory();
  await writeDesign(emitted, directory);
  const module = emitted.modules.find(({ role }) => role === 'pe');
  if (module === undefined) throw new RangeError('a design has a PE');
  return { sources: await readRtl(directory, 'pe'), module };
}

/** Every product alone, then running sums from several values: what a lane and a PE say. */
async function answersOf(
  array: ArrayDesign,
  { array: lanes, pes }: Pair,
  comparison: Comparison,
  index: number,
): Promise<{ lane: number[]; pe: number[] }> {
  const { lane } = comparison;
  const weight = lpFormat(comparison.weight);
  const activation = lpFormat(comparison.activation);
  const operands = Uint32Array.of(
    ...[weight.n, activation.n],
    ...(await decoded(array, lanes, 'weight', weight, lane)),
    ...(await decoded(array, lanes, 'activation', activation, 0)),
  );
  const { arithmetic, shape } = array;
  const accumulatorWidth = (shape.lanes[lane] as LaneShape).tileWidth;
  const parameters = { ...arithmetic, weight, activation, accumulatorWidth };
  const end = 2n ** BigInt(sumBits(parameters) - 1);
  const vectors = 2 ** (weight.n + activation.n);
  const sweeps = [
    sweepArgs('sweep', { parameters, vectors, depth: 1, starts: [0n] }),
    sweepArgs('sweep', { parameters, vectors, depth: DEPTH, starts: [0n, end - 1n, -end, 12345n] }),
  ];
  const ofLane: number[] = [];
  const ofPe: number[] = [];
  for (const args of sweeps) {
    for (const word of await answers(forModule(lanes, 2 + lane), args, [operands]))
      ofLane.push(word);
    for (const word of await answers(forModule(pes, index), args)) ofPe.push(word);
  }
  return { lane: ofLane, pe: ofPe };
}

/** What the array's own decoder makes of every word of a format in a lane. */
async function decoded(
  { shape }: ArrayDesign,
  simulator: Simulator,
  operand: 'weight' | 'activation',
  { n, es, rs }: LpFormat,
  lane: number,
): Promise<Uint32Array> {
  const lanes = shape.runTime && operand === 'weight' ? shape.lanes.length : 1;
  const slot = lanes === 1 ? 0 : lane;
  const mode = n === 2 ? 0 : n === 4 ? 1 : 2;
  const format = shape.runTime ? es * 2 ** 8 + rs * 2 ** 12 + mode * 2 ** 16 : 0;
  const codes = Uint32Array.from({ length: 2 ** n }, (_, word) => (word << (slot * n)) + format);
  const decoder = forModule(simulator, operand === 'weight' ? 0 : 1);
  const records = await answers(decoder, ['records'], [codes]);
  return records.filter((_, at) => at % lanes === slot);
}

function differences(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return a.reduce((count, word, at) => count + (word === b[at] ? 0 : 1), 0);
}
