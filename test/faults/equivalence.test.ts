import { afterAll, beforeAll, expect, test } from 'vitest';
import { design, type PeRole, peSchema } from '../../generator/index.ts';
import { type Proof, proveChange } from './equivalence.ts';
import { type Bed, prepareBed } from './plant.ts';

/** Decoded operands, a stage and a floating sum: a contract on every port. */
let bed: Bed;
beforeAll(async () => {
  const config = peSchema.parse({
    name: 'b_',
    weight: { n: 3, es: 0, rs: 2 },
    activation: { n: 3, es: 0, rs: 2 },
    pe: { operands: 'logs', pipeline: 1 },
    accumulator: { kind: 'float', significand: 4 },
  });
  bed = await prepareBed(design(config));
});
afterAll(() => bed.dispose());

function prove(role: PeRole, find: string, replace: string): Promise<Proof> {
  const module = bed.design.modules.find((each) => each.role === role);
  const text = bed.design.sources.find(({ path }) => path === module?.file)?.text;
  if (module === undefined || !text?.includes(find)) throw new Error(`no place for ${find}`);
  return proveChange(bed.design, module, bed.directory, text.replace(find, replace));
}

test('data behind a cleared en need no reset', async () => {
  expect(await prove('pe', "start_q               <= '0;", 'start_q <= start_q;')).toEqual({
    kind: 'equivalent',
    contract: null,
  });
});

test('what the decoders never make and sums never are is told to be left out', async () => {
  expect(await prove('pe', '<= weight_nar_i ||', '<= (weight_nar_i && !weight_zero_i) ||')).toEqual(
    {
      kind: 'equivalent',
      contract: 'operands as the decoders make them, start_i zero or normalised',
    },
  );
  expect(await prove('encoder', "magnitude == '0", "acc_i == '0")).toEqual({
    kind: 'equivalent',
    contract: 'acc_i zero or normalised',
  });
});

test('a changed sum is not proven equivalent, with or without a contract', async () => {
  expect(await prove('pe', 'smaller >> distance', 'smaller >> (distance + 1)')).toMatchObject({
    kind: 'different',
    counterexample: expect.stringContaining('in_start_i'),
  });
});
