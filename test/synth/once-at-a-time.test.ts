import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { onceAtATime } from '../../synth/once-at-a-time.ts';
import { inSlot } from '../../synth/slots.ts';

test('work that is under way is done once for all that ask, and again later', async () => {
  const together = onceAtATime<number>();
  let runs = 0;
  const work = async () => {
    runs += 1;
    await new Promise((resolve) => setTimeout(resolve, 1));
    return runs;
  };
  expect(
    await Promise.all([together('a', work), together('a', work), together('b', work)]),
  ).toEqual([2, 2, 2]);
  expect(await together('a', work)).toBe(3);
});

test('a failure is that of all that asked, and is forgotten', async () => {
  const together = onceAtATime<number>();
  const fail = () => Promise.reject(new Error('no'));
  const both = await Promise.allSettled([together('a', fail), together('a', fail)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await together('a', async () => 1)).toBe(1);
});

test('slots are free again after work that failed', async () => {
  let running = 0;
  let most = 0;
  const work = async (index: number) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    if (index % 3 === 0) throw new Error('no');
    return index;
  };
  const all = await Promise.allSettled(
    Array.from({ length: 200 }, (_, index) => inSlot(() => work(index))),
  );
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(133);
  expect(most).toBeLessThanOrEqual(availableParallelism());
  expect(running).toBe(0);
});
