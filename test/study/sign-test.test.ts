import { expect, test } from 'vitest';
import { signTest } from '../../study/sign-test.ts';

test.each([
  [0, 0, 1],
  [0, 1, 1],
  [0, 5, 2 / 32],
  [1, 9, 22 / 1024],
  [2, 8, 112 / 1024],
  [5, 5, 1],
  [10, 11, 1],
])('%i against %i: p = %f', (one, other, p) => {
  expect(signTest(one, other)).toBeCloseTo(p, 12);
  expect(signTest(other, one)).toBe(signTest(one, other));
});

test('thousands of answers, against the same sum in integers', () => {
  let tail = 0n;
  let ways = 1n;
  for (let heads = 0n; heads <= 700n; heads++) {
    tail += ways;
    ways = (ways * (1500n - heads)) / (heads + 1n);
  }
  const exact = Number((2n * tail * 10n ** 18n) / 2n ** 1500n) / 1e18;
  expect(signTest(700, 800)).toBeCloseTo(exact, 9);
  expect(signTest(0, 5000)).toBeGreaterThanOrEqual(0);
});
