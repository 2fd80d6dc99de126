import { expect, it } from 'vitest';
import { peSchema } from '../../generator/index.ts';
import type { Pair } from '../../scripts/verify-formats/plan.ts';
import { emitPairs } from '../../scripts/verify-formats/subjects.ts';

const LP4 = { n: 4, es: 0, rs: 2 };

/** A pair of one design whose sums have 16 bits, so that the depth does not show in its RTL. */
function pair(name: string, depth: number): [number, Pair] {
  const accumulator = { width: 16, depth };
  const config = peSchema.parse({ name, weight: LP4, activation: LP4, accumulator });
  return [0, { name, group: 'mixed', configs: [config] }];
}

async function rolesBySecond(first: [number, Pair], second: [number, Pair]) {
  const [, other] = await emitPairs([first, second], '/nowhere');
  return other?.subjects.map(({ module }) => module.role);
}

it('leaves out a module that an earlier pair has, whatever its name', async () => {
  expect(await rolesBySecond(pair('one', 64), pair('two', 64))).toEqual([]);
});

it('takes the same text under other parameters for another module', async () => {
  expect(await rolesBySecond(pair('one', 64), pair('two', 8))).toEqual(['pe']);
});
