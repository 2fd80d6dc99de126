import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type GridEnergyRequest, gridEnergy, netlistSource } from '../../compare/grid-energy.ts';
import { gridWords } from '../../compare/stream-words.ts';
import { subjectOf } from '../../compare/subject.ts';
import { sweepSpec } from '../../compare/sweep-spec.ts';
import { verification } from '../../compare/verification.ts';
import { writeDesign } from '../../generator/index.ts';
import { synthesizePoints } from '../../synth/index.ts';
import { openLibrary } from '../../synth/library.ts';
import { failureOf, OSU018 } from '../synth/support.ts';

const scratch = mkdtempSync(join(tmpdir(), 'logposit-golden-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const subject = await subjectOf(
  sweepSpec({
    name: 'tiny',
    datapath: { kind: 'int', weightBits: 2, activationBits: 3, multiplier: 'array' },
    grid: { rows: 8, cols: 4, products: 2, columnsPerRegister: 4 },
  }),
);
const { datapath } = subject.small;

/** The same RTL beside a golden model in which one product is another. */
const wrong = {
  ...subject.small,
  datapath: {
    ...datapath,
    product: (mode: number, lane: number, weight: number, activation: number) =>
      datapath.product(mode, lane, weight, activation) + (weight === 1 ? 1n : 0n),
  },
};

test('a design whose RTL is not its golden model gets no row', async () => {
  const { verification: found, tools } = await verification(subject);
  expect(found).toMatchObject({ exhaustive: true });
  expect(tools).toHaveProperty('Verilator');
  // A pass of this very RTL may be remembered from the lines above, one under other names is not.
  const name = `held_${randomInt(2 ** 31)}_q`;
  const sources = wrong.sources.map(({ text, ...source }) => ({
    ...source,
    text: text.replaceAll('weight_q', name),
  }));
  const small = { ...wrong, sources };
  const failure = await failureOf(verification({ spec: subject.spec, small }));
  expect(failure).toMatchObject({ kind: 'mismatch' });
  expect(failure.message).toMatch(/^tiny does not agree with its golden model/);
});

test('an energy run whose sums are not the golden ones gives no figure', async () => {
  const { small, full, usages } = subject;
  await writeDesign(small, scratch);
  const { assemblies } = await synthesizePoints(small, {
    directory: scratch,
    liberty: OSU018,
    effort: 'low',
  });
  const [usage] = usages;
  if (assemblies.smallest === undefined || usage === undefined) throw new Error('nothing mapped');
  const size = { rows: small.shape.rows, cols: small.shape.cols, vectors: 96 };
  const request: GridEnergyRequest = {
    small,
    full,
    source: netlistSource(small, assemblies.smallest),
    library: await openLibrary(OSU018),
    periodNs: 20,
    model: 'zero',
    usage,
    words: gridWords(datapath, usage, 'gaussian', size),
  };
  expect((await gridEnergy(request)).perWord).toBeGreaterThan(0);
  const failure = await failureOf(gridEnergy({ ...request, small: wrong }));
  expect(failure).toMatchObject({ kind: 'tool-failed' });
  expect(failure.message).toContain('the netlist of tiny adds up wrongly');
});
