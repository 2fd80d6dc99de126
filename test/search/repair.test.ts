import { expect, test } from 'vitest';
import type { LayerChoice } from '../../search/candidate.ts';
import { bitBudget } from '../../search/choosers/budget.ts';
import { widest } from '../../search/choosers/layer-choices.ts';
import { repaired } from '../../search/choosers/repair.ts';
import { averageBits } from '../../search/space.ts';
import { EIGHT, syntheticSpace } from './synthetic.ts';

const SPACE = syntheticSpace(EIGHT);

function bitsOf(candidate: readonly LayerChoice[]): number[] {
  return candidate.map(({ bits }) => bits);
}

test('a repaired candidate meets its budget and leaves no room for another step', () => {
  for (const bits of [2, 2.1, 3.4, 4, 7.9]) {
    const budget = bitBudget(SPACE, bits);
    const answer = repaired(SPACE, budget, widest(SPACE));
    expect(averageBits(SPACE, answer)).toBeLessThanOrEqual(bits);
    const room = budget.limit - budget.used(answer);
    for (const [at, { parameters, widths }] of SPACE.entries()) {
      const now = answer[at] as LayerChoice;
      const wider = widths.find((width) => width > now.bits) ?? Number.POSITIVE_INFINITY;
      expect(parameters * (wider - now.bits)).toBeGreaterThan(room);
    }
  }
});

test('the layer with the least increase of error per saved bit is narrowed first', () => {
  const layers = syntheticSpace([
    { parameters: 10, sensitivity: 1 },
    { parameters: 20, sensitivity: 1 },
  ]);
  // The larger layer saves twice the bits for the same increase.
  expect(bitsOf(repaired(layers, bitBudget(layers, 6), widest(layers)))).toEqual([8, 4]);
});

test('layers that are kept give bits last and take none', () => {
  const budget = bitBudget(SPACE, 4);
  const kept = repaired(SPACE, budget, widest(SPACE), new Set([3]));
  expect(kept[3]?.bits).toBe(8);
  expect(budget.fits(kept)).toBe(true);
  const narrow = SPACE.map((layer) => layer.shapes(2)[0] as LayerChoice);
  expect(repaired(SPACE, budget, narrow, new Set([3]))[3]?.bits).toBe(2);
  const all = new Set(SPACE.keys());
  expect(budget.fits(repaired(SPACE, budget, widest(SPACE), all))).toBe(true);
});

test('a repair keeps gains, and changes nothing without a limit or where no step fits', () => {
  const start = widest(SPACE).map((choice, at) => ({ ...choice, gain: at }));
  expect(repaired(SPACE, bitBudget(SPACE, null), start)).toEqual(start);
  expect(repaired(SPACE, bitBudget(SPACE, 8), start)).toEqual(start);
  const answer = repaired(SPACE, bitBudget(SPACE, 3), start);
  expect(answer.map(({ gain }) => gain)).toEqual(start.map(({ gain }) => gain));
});

test('layers without weights take no part in narrowing', () => {
  const layers = syntheticSpace([
    { parameters: 0, sensitivity: 1 },
    { parameters: 10, sensitivity: 1 },
  ]);
  expect(bitsOf(repaired(layers, bitBudget(layers, 2), widest(layers)))).toEqual([8, 2]);
});

test('a budget counts whole bits and never rounds up', () => {
  const three = syntheticSpace([{ parameters: 3, sensitivity: 1 }]);
  expect(bitBudget(three, 3.3333).limit).toBe(9);
  expect(bitBudget(three, 10 / 3).limit).toBe(10);
  const ten = syntheticSpace([{ parameters: 10, sensitivity: 1 }]);
  expect(bitBudget(ten, 3.4).limit).toBe(34);
  expect(() => bitBudget(ten, 1.99)).toThrow('layers take words of 2 bits and more');
});

test('a budget below layers of unlike narrowest words names their average', () => {
  const [first, second] = syntheticSpace(EIGHT.slice(0, 2));
  const space = [first, { ...second, widths: [4, 8] }] as typeof SPACE;
  expect(() => bitBudget(space, 3)).toThrow('the narrowest words of the layers average 3.60 bits');
});
