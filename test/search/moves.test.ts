import { expect, test } from 'vitest';
import type { Candidate, LayerChoice } from '../../search/candidate.ts';
import { uniform } from '../../search/choosers/layer-choices.ts';
import { exchanges, gainMoves, shapeMoves } from '../../search/choosers/moves.ts';
import { type Study, study } from '../../search/choosers/study.ts';
import { EIGHT, separable, synthetic } from './synthetic.ts';

function studied(parameters: readonly number[], bits: number | null): Study {
  const layers = parameters.map((one) => ({ parameters: one, sensitivity: 1 }));
  return study(synthetic(layers, separable(layers), bits));
}

function widthsOf(moves: readonly Candidate[]): string[] {
  return moves.map((candidate) => candidate.map(({ bits }) => bits).join(''));
}

const NO_HARM = { givers: 9, harm: () => 0 };

test('a layer is widened at the expense of one other, or of several, and narrowed for the others', () => {
  const parts = studied([10, 10, 20, 20], 4);
  const start = uniform(parts.space, 4);
  // 8 bits need 40: layers of 20 give them alone, and the first two that cost least per bit do; 2 bits leave 20.
  expect(widthsOf(exchanges(parts, start, 0, NO_HARM))).toEqual(['2444', '8424', '8442', '8424']);
});

test('a giver is narrowed no further than it must be', () => {
  const parts = studied([10, 40], 7.2);
  const start = [4, 8].map((bits, at) => parts.space[at]?.shapes(bits)[0] as LayerChoice);
  expect(widthsOf(exchanges(parts, start, 0, NO_HARM))).toEqual(['28', '84', '84']);
});

test('those that giving harms least are asked, as many as the rule says', () => {
  const parts = studied([10, 20, 20, 20], 4);
  const harm = (layer: number, bits: number): number => ([0, 3, 1, 2][layer] as number) / bits;
  const asked = exchanges(parts, uniform(parts.space, 4), 0, { givers: 2, harm });
  expect(widthsOf(asked).slice(1, 3)).toEqual(['8424', '8442']);
  expect(asked.length).toBe(1 + 2 + 1);
});

test('every move meets the budget', () => {
  const parts = study(synthetic(EIGHT, separable(EIGHT), 3.4));
  const start = uniform(parts.space, 3.4);
  for (const at of EIGHT.keys()) {
    const moves = [...shapeMoves(parts, start, at, 4), ...exchanges(parts, start, at, NO_HARM)];
    expect(moves.length).toBeGreaterThan(3);
    expect(moves.every(parts.budget.fits)).toBe(true);
  }
});

test('without a limit there is nothing to exchange', () => {
  const parts = studied([10, 20], null);
  expect(exchanges(parts, uniform(parts.space, 4), 0, NO_HARM)).toEqual([]);
  expect(shapeMoves(parts, uniform(parts.space, 4), 0, 1).length).toBe(3);
});

test('gains move by the steps and back to none, up to the most', () => {
  const choice = { bits: 4, es: 0, rs: 2, gain: -3 };
  const gains = gainMoves([choice], 0, [-4, -1, 1, 4], 5).map(([moved]) => moved?.gain);
  expect(gains).toEqual([0, -4, -2, 1]);
});
