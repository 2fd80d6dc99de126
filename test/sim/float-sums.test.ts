import { describe, expect, test } from 'vitest';
import {
  floatMultiplyAccumulate,
  floatRequantise,
  floatStart,
  layoutOf,
  packSum,
} from '../../golden/exact/index.ts';
import { createMac, createRequantizer, FIRST_I, RST_NI } from '../../golden/fast/index.ts';
import { encoderChecks } from '../../sim/checks/encoder.ts';
import { verify } from '../../sim/index.ts';
import { createRandom } from '../../sim/random.ts';
import { cancellations, distances } from '../../sim/stimulus/float-directed.ts';
import { fieldsOf, patternOf } from '../../sim/stimulus/float-pattern.ts';
import { floatStarts } from '../../sim/stimulus/float-starts.ts';
import { allFloatSums, floatSumCount, someFloatSums } from '../../sim/stimulus/float-sums.ts';
import { traffic } from '../../sim/stimulus/traffic.ts';
import { macSumForm, sumText } from '../../sim/sum-form.ts';
import { type Edit, floatFixtureDesign, floatFixtureRtl } from './fixtures/fixture.ts';

const SEED = 40;
const DESIGN = floatFixtureDesign();
const { mac: MAC, requantise: REQUANTISE } = DESIGN;
const LAYOUT = layoutOf(MAC);
const OPTIONS = {
  weight: MAC.weight,
  activation: MAC.activation,
  sumBits: 20,
  depth: 16,
  starts: floatStarts(MAC),
};

describe('the hand-written RTL with floating sums', () => {
  test('passes every check', async () => {
    const report = await verify(DESIGN, { directory: await floatFixtureRtl(), seed: SEED });
    expect(report.checks.filter(({ verdict }) => verdict.kind !== 'pass')).toEqual([]);
    expect(report).toMatchObject({ verdict: 'pass', exhaustive: true });
    expect(report.checks.map(({ name }) => name)).toEqual([
      'all words',
      'all operand pairs',
      'all operand pairs, running sums',
      'cancellations, distances and carries',
      'chains with gaps and resets',
      'reset from unknown state',
      'sums of every magnitude',
    ]);
  });

  const directed = /^cancellations/;
  test.each([
    [
      'the smaller significand is cut at W - 1',
      'pe',
      "distance >= 8'd12",
      "distance >= 8'd11",
      null,
    ],
    [
      'the distance is cut to 5 bits',
      'pe',
      "distance >= 8'd12 ? 12'd0 : smaller >> distance",
      "distance[4:0] >= 5'd12 ? 12'd0 : smaller >> distance[4:0]",
      null,
    ],
    ['a carry drops the wrong bit', 'pe', 'magnitude[12:1]', 'magnitude[11:0]', null],
    [
      'cancelling leaves an exponent',
      'pe',
      "13'd0 ? 20'd0 :",
      "13'd0 ? {1'b0, larger_exponent, 12'd0} :",
      null,
    ],
    ['zero is not a case of its own', 'pe', "sum_m == 12'd0 ?", "1'b0 ?", null],
    [
      'the sign of a difference is that of the larger exponent',
      'pe',
      '{total[13], larger',
      '{larger_sign, larger',
      null,
    ],
    [
      'only a product of the same exponent cancels wrongly',
      'pe',
      'assign magnitude         = total[13]',
      'assign magnitude         = total[13] && gap != 0',
      directed,
    ],
    [
      'the start value is not loaded',
      'pe',
      'first_i ? start_i : acc_q',
      "first_i ? 20'd0 : acc_q",
      null,
    ],
    [
      'the sign comes from below',
      'encoder',
      'acc_i[19] ? -positive',
      'acc_i[18] ? -positive',
      null,
    ],
    [
      'the exponent is not signed',
      'encoder',
      "{acc_i[18:12], 5'd0}",
      "{1'b0, acc_i[17:12], 5'd0}",
      null,
    ],
    ['zero is not seen', 'encoder', '!acc_i[11] ?', "1'b0 ?", null],
  ] as const)('fails where %s', async (_, role, from, to, by) => {
    const edit: Edit = { file: `fix_${role}.sv`, from, to };
    const directory = await floatFixtureRtl(edit);
    const report = await verify(floatFixtureDesign(role), { directory, seed: SEED });
    expect(report.verdict).toBe('mismatch');
    if (by === null) return;
    const found = report.checks.filter(({ verdict }) => verdict.kind === 'mismatch');
    expect(found.some(({ name }) => by.test(name))).toBe(true);
  });

  test('has its sums explained', async () => {
    const edit = { file: 'fix_pe.sv', from: 'first_i ? start_i : acc_q', to: 'start_i' };
    const directory = await floatFixtureRtl(edit);
    const report = await verify(floatFixtureDesign('pe'), { directory, seed: SEED });
    const text = /^(zero|-?[\d.e+-]+) \(s [01], e -?\d+, M 0x[0-9a-f]{3}, 0x[0-9a-f]{5}\)$/;
    expect(report.firstMismatch).toMatchObject({
      check: 'all operand pairs, running sums',
      inputs: { first_i: '0', 'acc_o before': expect.stringMatching(text) },
      expected: { acc_o: expect.stringMatching(text) },
      differs: ['acc_o'],
    });
  });
});

describe('a floating sum as text', () => {
  const form = macSumForm(MAC);
  test.each([
    [0n, 'zero (s 0, e 0, M 0x000, 0x00000)'],
    [0x00800n, '1 (s 0, e 0, M 0x800, 0x00800)'],
    [0xffc00n, '-0.75 (s 1, e -1, M 0xc00, 0xffc00)'],
    [0x00400n, 'not normalised (s 0, e 0, M 0x400, 0x00400)'],
    [0x100800n, '1 (s 0, e 0, M 0x800, 0x00800)'],
  ])('%s', (sum, text) => {
    expect(sumText(form, sum)).toBe(text);
  });
});

/** Start values of all cycles that load one. */
function loaded(stream: ReturnType<typeof traffic>): number[] {
  const loads = [...stream.flags.keys()].filter(
    (cycle) => ((stream.flags[cycle] as number) & (RST_NI | FIRST_I)) === (RST_NI | FIRST_I),
  );
  return loads.map((cycle) => stream.start[cycle] as number);
}

function isSum(pattern: number): boolean {
  return pattern === 0 || (pattern < 2 ** 20 && ((pattern >>> 11) & 1) === 1);
}

describe('stimulus of floating sums', () => {
  const fast = createMac(MAC);
  const streams = {
    cancellations: cancellations(OPTIONS, MAC, fast),
    distances: distances(OPTIONS, MAC, fast),
    traffic: traffic(OPTIONS, 2 ** 14, createRandom(3, 'test')),
  };

  test.each(Object.entries(streams))('%s loads zero and normalised sums only', (_, stream) => {
    const starts = loaded(stream);
    expect(starts.length).toBeGreaterThan(500);
    expect(starts.filter((start) => !isSum(start))).toEqual([]);
  });

  test('holds every distance about W, either way, in both signs', () => {
    const seen = new Set<string>();
    const { flags, weight, activation, start, length } = streams.distances;
    for (let cycle = 0; cycle < length; cycle++) {
      if (((flags[cycle] as number) & FIRST_I) === 0 || start[cycle] === 0) continue;
      const lone = floatMultiplyAccumulate(
        MAC,
        floatStart(MAC),
        weight[cycle] as number,
        activation[cycle] as number,
      );
      const product = fieldsOf(LAYOUT, Number(packSum(LAYOUT, lone.sum)));
      const sum = fieldsOf(LAYOUT, start[cycle] as number);
      seen.add(`${sum.exponent - product.exponent} ${sum.sign ^ product.sign}`);
    }
    for (const distance of [-13, -12, -11, -10, -1, 0, 1, 10, 11, 12, 13]) {
      for (const opposed of [0, 1]) expect([...seen]).toContain(`${distance} ${opposed}`);
    }
  });

  test('reaches zero by cancelling', () => {
    const records = fast.run(streams.cancellations);
    expect(records.filter((record) => record === 0).length).toBeGreaterThan(100);
  });

  test('has start values at both ends of e', () => {
    const exponents = OPTIONS.starts.fixed.map((start) => fieldsOf(LAYOUT, Number(start)).exponent);
    expect(exponents).toEqual(expect.arrayContaining([-64, 63, 24, -24]));
  });

  test('is every sum of an encoder once, where they are few', () => {
    const small = { ...REQUANTISE, significand: 4, exponentBits: 5 };
    const sums = [...allFloatSums(small)];
    expect(new Set(sums).size).toBe(sums.length);
    expect(sums).toHaveLength(floatSumCount(small));
    expect(sums).toHaveLength(2 * (1 + 2 * 32 * 8));
    expect(sums.filter((sum) => sum % 2 ** 10 !== 0 && ((sum >>> 3) & 1) !== 1)).toEqual([]);
  });

  test('is both sides of every change of the word, where they are many', () => {
    const wide = { ...REQUANTISE, significand: 20, inputBits: 6, fraction: 7 };
    const requantizer = createRequantizer(wide);
    expect(encoderChecks(wide, 1).map(({ exhaustive }) => exhaustive)).toEqual([false]);
    const sums = new Set(someFloatSums(wide, requantizer, { seed: 1, randomSums: 2 ** 17 }));
    const wordOf = (significand: bigint) =>
      floatRequantise(wide, {
        sum: { kind: 'number', sign: 0, exponent: 0, significand },
        nar: false,
      });
    let found = 0;
    for (let x = 1; x < 64; x++) {
      const significand = (64 + x) * 2 ** 13;
      if (wordOf(BigInt(significand)) === wordOf(BigInt(significand - 1))) continue;
      found++;
      for (const value of [significand, significand - 1]) {
        expect(sums.has(patternOf(wide, { sign: 0, exponent: 0, significand: value }))).toBe(true);
      }
    }
    expect(found).toBeGreaterThan(5);
  });
});
