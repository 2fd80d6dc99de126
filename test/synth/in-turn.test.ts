import { expect, test } from 'vitest';
import { inTurn } from '../../synth/in-turn.ts';

test('results keep the order of the items, no more than so many at a time', async () => {
  let active = 0;
  let most = 0;
  const results = await inTurn([3, 1, 2, 0], 2, async (turns) => {
    active += 1;
    most = Math.max(most, active);
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    active -= 1;
    return turns * 10;
  });
  expect(results).toEqual([30, 10, 20, 0]);
  expect(most).toBe(2);
});

test('the first item that fails is thrown, after all that was started has ended', async () => {
  const ended: number[] = [];
  const run = inTurn([1, 2, 3, 4], 2, async (item) => {
    if (item === 2) throw new Error('two');
    await new Promise(setImmediate);
    ended.push(item);
    if (item === 1) throw new Error('one');
  });
  await expect(run).rejects.toThrow('one');
  expect(ended).toEqual([1]);
});
