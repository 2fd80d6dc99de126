import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planArray } from '../../../generator/emit-array.ts';
import {
  type ArrayDesign,
  type ArrayInput,
  arrayDesign,
  arraySchema,
  type LaneShape,
  readInputs,
  weightRow,
} from '../../../generator/index.ts';
import { render } from '../../../generator/render.ts';
import {
  type ArrayParameters,
  lanesOfWord,
  type WeightWords,
} from '../../../golden/exact/index.ts';
import { createArray } from '../../../golden/fast/index.ts';
import { expectedRecords, recordsOf, recordWordsOf } from '../../../sim/array/expected.ts';
import { type ArrayJob, jobWords } from '../../../sim/array/job.ts';
import { arrayParameters } from '../../../sim/array/parameters.ts';
import { largestFormats } from '../../../sim/array/stimulus/formats.ts';
import { forModule } from '../../../sim/simulate-all.ts';
import { synthesize } from '../../../synth/index.ts';
import { npyBytes } from '../../../tensor/write-npy.ts';
import { dataAbsent, sharedData } from '../../support/shared-data.ts';
import { OSU018 } from '../../synth/support.ts';
import { answers, simulatorOf, sourceOf } from '../fixtures/answers.ts';
import { attainingJob, type Question, SIDES, takenBits } from '../fixtures/attaining.ts';
import { emittedRtl } from '../fixtures/emitted-array.ts';
import { scratchDirectory } from '../fixtures/fixture.ts';

type Input = Partial<ArrayInput>;

const LP8 = { n: 8, es: 0, rs: 5 };
const LP4 = { n: 4, es: 1, rs: 3 };

/** Six channels of ten weights: neither fills the tiles of four rows, two columns and two lanes. */
const WEIGHTS = { channels: 6, depth: 10 };

const AGNOSTIC: Readonly<Record<string, Input>> = {
  'formats at run time': {
    array: { rows: 3, cols: 1, maxEs: 1 },
    accumulator: { depth: 12, startMax: 1000 },
  },
  'fixed formats': {
    ...{ array: { rows: 4, cols: 2 }, weight: LP4, activation: LP8 },
    accumulator: { depth: 8, fraction: 6 },
  },
};

const AWARE: Readonly<Record<string, Input>> = {
  'activations of both signs': {
    ...{ array: { rows: 4, cols: 2 }, weight: LP4, activation: LP8 },
    accumulator: { startMax: 300, fraction: 6 },
  },
  'activations after a ReLU, sums that saturate': {
    ...{ array: { rows: 4, cols: 2 }, weight: LP4, activation: LP8 },
    accumulator: { oneSided: true, overflow: 'saturate', fraction: 6 },
  },
};

describe('sums of any weights fit the widths that "auto" gives, and no less', () => {
  test.each(Object.entries(AGNOSTIC))('%s', async (_, input) => {
    const design = arrayDesign(parse(input));
    await expectExactWidths(design, agnosticQuestions(design));
  });
});

describe('sums of known weights fit the widths for them, and no less', () => {
  test.each(Object.entries(AWARE))('%s', async (_, input) => {
    const directory = await scratchDirectory();
    const { channels, depth } = WEIGHTS;
    const words = Array.from({ length: channels * depth }, (__, at) => (at * 7 + (at >> 3)) % 16);
    const reals = words.map((word) => (word === 8 ? 0 : word));
    await writeFile(join(directory, 'w.npy'), npyBytes(reals, [channels, depth], 'uint8'));
    await expectWeightsFit(input, 'w.npy', directory);
  });

  test.skipIf(dataAbsent !== '')(`a layer of a keyword spotter${dataAbsent}`, async () => {
    const input: Input = {
      array: { rows: 8, cols: 8 },
      weight: { n: 8, es: 0, rs: 7, sf: 2.6875 },
      activation: { n: 8, es: 0, rs: 7 },
      accumulator: { oneSided: true, fraction: 8 },
    };
    await expectWeightsFit(input, 'kws_dscnn.onnx#pw1/conv.weight', sharedData);
  });
});

test('an array whose rows are as narrow as they can be gives the same results, in less area', async () => {
  const input: Input = {
    ...{ array: { rows: 4, cols: 2 }, weight: LP4, activation: LP8 },
    accumulator: { depth: 8, fraction: 6 },
  };
  const designs = [true, false].map((taper) =>
    arrayDesign(parse({ ...input, array: { ...input.array, taper } })),
  );
  const answered: Uint32Array[] = [];
  const areas: number[] = [];
  for (const design of designs) {
    const directory = await emittedRtl(design);
    answered.push(await rtlAnswers(design, directory, jobsOf(design, agnosticQuestions(design))));
    const inGrid = ['antilog', 'product', 'pe', 'grid'];
    const report = await synthesize(
      {
        config: design.config,
        modules: design.modules.filter(({ role }) => inGrid.includes(role)),
      },
      { directory, liberty: OSU018, effort: 'low' },
    );
    areas.push(report.modules.at(-1)?.hierarchyArea ?? 0);
  }
  const [tapered, straight] = areas as [number, number];
  expect(answered[0]).toEqual(answered[1]);
  expect(tapered).toBeGreaterThan(0);
  expect(tapered).toBeLessThan(straight);
});

async function expectWeightsFit(input: Input, weights: string, base: string): Promise<void> {
  const config = parse({ ...input, accumulator: { ...input.accumulator, weights } });
  const inputs = await readInputs(config, base);
  const known = inputs.weights;
  if (known === undefined) throw new Error('the config names weights');
  const channels = Array.from({ length: known.channels }, (_, index) => weightRow(known, index));
  const design = arrayDesign(config, inputs);
  await expectExactWidths(design, questions(design.shape.modes[0] as number, channels));
}

/**
 * Every sum that attains a bound comes out of the RTL as the integers say, and some sum does not once
 * the tile sums, the outer sums or a row have one bit less.
 */
async function expectExactWidths(design: ArrayDesign, asked: readonly Question[]): Promise<void> {
  for (const lane of design.shape.lanes) {
    const { rowWidths, tileWidth, width } = lane;
    const { rows, outer } = takenBits(design, lane, asked);
    const taken = { rowWidths: rows, tileWidth: Math.max(...rows), width: outer };
    expect({ rowWidths, tileWidth, width }).toEqual(taken);
  }
  expect(await differences(design, asked)).toEqual({ model: 0, integers: 0 });

  const lessInTile = withLanes(design, (lane) => tileWithin(lane, lane.tileWidth - 1));
  const lessInOuter = withLanes(design, (lane) => ({
    ...tileWithin(lane, lane.width - 1),
    width: lane.width - 1,
  }));
  for (const narrower of [lessInTile, lessInOuter]) {
    const { model, integers } = await differences(narrower, asked);
    expect(model).toBe(0);
    expect(integers).toBeGreaterThan(0);
  }
  const widths = design.shape.lanes[0]?.rowWidths ?? [];
  for (const [row, bits] of widths.slice(0, -1).entries()) {
    if (bits === widths[row - 1]) continue;
    const lessInRow = withLanes(design, ({ rowWidths }) => ({
      rowWidths: rowWidths.map((own, at) =>
        at > row ? own : Math.min(own, (rowWidths[row] as number) - 1),
      ),
    }));
    const { integers } = await differences(lessInRow, asked);
    expect(integers, `sums of row ${row}`).toBeGreaterThan(0);
  }
}

/** A lane's sums of tiles in no more than so many bits. */
function tileWithin({ tileWidth, rowWidths }: LaneShape, most: number): Partial<LaneShape> {
  return {
    tileWidth: Math.min(tileWidth, most),
    rowWidths: rowWidths.map((bits) => Math.min(bits, most)),
  };
}

/** The design with other widths than it was given. */
function withLanes(
  design: ArrayDesign,
  change: (lane: LaneShape) => Partial<LaneShape>,
): ArrayDesign {
  const lanes = design.shape.lanes.map((lane) => ({ ...lane, ...change(lane) }));
  const changed = { ...design, shape: { ...design.shape, lanes } };
  const planned = planArray(changed);
  return {
    ...changed,
    modules: planned.map(({ module }) => module),
    sources: planned.map(({ module, template, view }) => ({
      path: module.file,
      text: render(template, view),
    })),
  };
}

/** Words in which the RTL differs from the golden model, and from sums of no limited width. */
async function differences(
  design: ArrayDesign,
  asked: readonly Question[],
): Promise<{ model: number; integers: number }> {
  const jobs = jobsOf(design, asked);
  const got = await rtlAnswers(design, await emittedRtl(design), jobs);
  const parameters = arrayParameters(design);
  const lanes = parameters.lanes.map(() => ({ tile: UNBOUNDED, row: UNBOUNDED }));
  return {
    model: differing(expected(design, parameters, jobs), got),
    integers: differing(expected(design, { ...parameters, lanes }, jobs), got),
  };
}

const UNBOUNDED = 256;

function expected(
  { shape }: ArrayDesign,
  parameters: ArrayParameters,
  jobs: readonly ArrayJob[],
): Uint32Array[] {
  const model = createArray(parameters);
  return jobs.map((job) => expectedRecords(shape, model, job));
}

async function rtlAnswers(
  design: ArrayDesign,
  directory: string,
  jobs: readonly ArrayJob[],
): Promise<Uint32Array> {
  const source = await sourceOf(design, directory, 'array');
  const array = forModule(await simulatorOf([source], directory, 'array'), 0);
  const input = jobs.map((job) => jobWords(design.shape, job));
  const words = await answers(array, ['jobs'], input);
  const records = jobs.reduce((sum, job) => sum + recordsOf(design.shape, job), 0);
  expect(words.length).toBe(records * recordWordsOf(design.shape));
  return words;
}

/** Words that differ. */
function differing(wanted: readonly Uint32Array[], got: Uint32Array): number {
  const words = wanted.flatMap((records) => [...records]);
  return words.reduce((count, word, at) => count + (word === got[at] ? 0 : 1), 0);
}

function jobsOf(design: ArrayDesign, asked: readonly Question[]): ArrayJob[] {
  return asked.map((question) => attainingJob(design, question));
}

/** As many products of the largest words as the width is for, in every mode and lane. */
function agnosticQuestions({ shape, config }: ArrayDesign): Question[] {
  return shape.modes.flatMap((mode) => {
    const { weight } = largestFormats(shape, mode);
    const words = new Array<number>(config.accumulator.depth).fill(weight.maxWord);
    return questions(mode, new Array(shape.cols * lanesOfWord(mode)).fill(words));
  });
}

function questions(mode: number, channels: readonly WeightWords[]): Question[] {
  return SIDES.map((side) => ({ mode, channels, side }));
}

function parse(input: Input) {
  return arraySchema.parse({ name: 'arr', kind: 'array', ...input });
}
