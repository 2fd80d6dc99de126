import { expect, it } from 'vitest';
import { createRecent } from '../../../golden/fast/array/recent.ts';

it('makes a value again only when others were used since', () => {
  const made: number[] = [];
  const recent = createRecent<string>(2);
  const value = (key: number) =>
    recent(key, () => {
      made.push(key);
      return `value ${key}`;
    });
  const keys = [1, 2, 1, 3, 1, 2];
  expect(keys.map(value)).toEqual(keys.map((key) => `value ${key}`));
  // 3 takes the place of 2, which was used before 1 was again.
  expect(made).toEqual([1, 2, 3, 2]);
});
