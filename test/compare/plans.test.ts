import { describe, expect, test } from 'vitest';
import { UNIFORM } from '../../compare/mixes.ts';
import { planRows } from '../../compare/plan-rows.ts';
import { comparedPlan, planNames } from '../../compare/plans.ts';
import type { MixRow } from '../../compare/report.ts';
import type { LayerPlan } from '../../quantize/plan.ts';
import { Failure } from '../../system/failure.ts';
import { conv1, plan } from '../quantize/plan-by-hand.ts';
import { compareReport, planReport } from '../support/compare-report.ts';

function planOf(...layers: readonly Partial<LayerPlan>[]) {
  return { ...plan, layers: layers.map((change) => ({ ...conv1, ...change })) };
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.exitCode).toBe(2);
    return error.hint === undefined ? error.message : `${error.message} (${error.hint})`;
  }
  return 'taken';
}

describe('the mix of a plan', () => {
  test('has shares of MACs by bits that are used, and averages', () => {
    const found = comparedPlan(
      planOf(
        { macs: 600, parameters: 10 },
        { macs: 200, parameters: 30, bits: 5 },
        { macs: 100, parameters: 40, mode: 4, bits: 3, weight: { n: 4, es: 0, rs: 2, sf: 0 } },
        { macs: 60, parameters: 20, mode: 4, weight: { n: 4, es: 0, rs: 2, sf: 0 } },
        // Weights that are results of other layers: all of the word, and no weights.
        { macs: 40, parameters: 0, rounding: 'log' },
        { macs: 0, parameters: 0, mode: 2, weight: { n: 2, es: 0, rs: 1, sf: 0 } },
      ),
      'p.json',
    );
    expect(found).toEqual({
      name: 'p.json',
      shares: { 8: 0.64, 5: 0.2, 3: 0.1, 4: 0.06 },
      macs: 1000,
      bits: { macs: expect.closeTo(8 * 0.64 + 5 * 0.2 + 3 * 0.1 + 4 * 0.06, 12), weights: 4.3 },
    });
  });

  test('counts given words where the plan has no other number of weights', () => {
    const given = { rounding: 'given' as const, words: ['40c0', '0040'], macs: 5 };
    const narrow = { mode: 4, weight: { n: 4, es: 0, rs: 2, sf: 0 } };
    const words = comparedPlan(
      planOf(given, { ...given, ...narrow, words: ['12', '30', '77', '00'] }),
      'p.json',
    );
    expect(words.bits).toEqual({ macs: 6, weights: (8 * 4 + 4 * 8) / 12 });
    expect(comparedPlan(planOf(given, { macs: 5 }), 'p.json').bits.weights).toBeNull();
  });

  test.each([
    [
      planOf({ macs: 1 }, {}),
      'p.json: layer "conv1": macs is missing (write the plan again with this version, which tells the MACs of each layer)',
    ],
    [planOf({ macs: 0 }), 'p.json: its layers have no MACs to compare'],
    [planOf(), 'p.json: its layers have no MACs to compare'],
    [
      planOf({ macs: 1, mode: 16, weight: { n: 16, es: 0, rs: 7, sf: 0 } }),
      'p.json: layer "conv1": its weights have 16 bits, compared designs take 8 at most',
    ],
  ])('refused: %#', (given, line) => {
    expect(refusal(() => comparedPlan(given, 'p.json'))).toBe(line);
  });
});

describe('names of plans', () => {
  test('are those of files, with their folders where they must be told apart', () => {
    expect(planNames(['a/x.json', 'b/y.json'])).toEqual(['x.json', 'y.json']);
    expect(planNames(['a/x.json', 'b/x.json', 'y.json'])).toEqual([
      'a/x.json',
      'b/x.json',
      'y.json',
    ]);
  });

  test.each([
    [['x.json', 'x.json'], '--plan names x.json twice (once is enough)'],
    [
      ['plans/kws_dscnn'],
      '--plan plans/kws_dscnn: there is a mix of the name "kws_dscnn" (give the file another name)',
    ],
  ])('refused: %j', (paths, line) => {
    expect(refusal(() => planNames(paths))).toBe(line);
  });
});

describe('a plan in one library', () => {
  const { designs } = compareReport();
  const row = (design: string, mix: string, area: number, energy: number, streams = 2): MixRow => ({
    mix,
    shares: {},
    design,
    library: 'lib',
    modes: {},
    areaPerMac: area,
    energyPerMac: { 'relu/zero': energy, ...(streams === 1 ? {} : { 'gaussian/zero': energy }) },
    sqnr: { relu: 20, ...(streams === 1 ? {} : { gaussian: 20 }) },
  });
  const PLAN = { name: 'p.json', shares: { 4: 1 }, macs: 7, bits: { macs: 4, weights: null } };

  test('is the smallest LP design on it beside the smallest on 8-bit weights', () => {
    const mixes = [
      row('lp_linear_dot8', 'p.json', 50, 30),
      row('lp8_f4_dot8', 'p.json', 80, 45),
      row('lp_linear_dot8', UNIFORM, 100, 60),
      row('lp8_f4_dot8', UNIFORM, 80, 50),
      row('int8_dot8', 'p.json', 1, 1),
      row('int8_dot8', UNIFORM, 1, 1),
    ];
    expect(planRows('lib', [PLAN], designs, mixes)).toEqual([
      {
        plan: 'p.json',
        library: 'lib',
        macs: 7,
        bits: PLAN.bits,
        best: expect.objectContaining({ design: 'lp_linear_dot8', areaPerMac: 50 }),
        uniform: expect.objectContaining({ design: 'lp8_f4_dot8', areaPerMac: 80 }),
        density: 1.6,
        energy: { 'relu/zero': 0.6, 'gaussian/zero': 0.6 },
      },
    ]);
    expect(planRows('other', [PLAN], designs, mixes)[0]).toMatchObject({
      best: null,
      density: null,
    });
  });

  test('leaves out designs for activations without signs where others took part', () => {
    const only = [row('lp_linear_dot8', 'p.json', 40, 20, 1)];
    const both = [...only, row('lp_linear_dot4', 'p.json', 50, 30)];
    const best = (mixes: readonly MixRow[]) => planRows('lib', [PLAN], designs, mixes)[0]?.best;
    expect(best(both)?.design).toBe('lp_linear_dot4');
    expect(best(only)?.design).toBe('lp_linear_dot8');
  });

  test('takes 3 bits for 4, in every design of the report', () => {
    const report = planReport();
    for (const mix of report.mixes.filter(({ mix: name }) => name === 'plan.json')) {
      expect(mix.shares).toEqual({ 3: 0.5, 4: 0.375, 8: 0.125 });
      expect(mix.modes['3']).toBe(mix.modes['4']);
    }
    expect(report.plans).toHaveLength(2 * report.libraries.length);
  });
});
