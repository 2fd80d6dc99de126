import { afterAll, beforeAll, expect, test } from 'vitest';
import { design, peSchema } from '../../generator/index.ts';
import type { Edit } from './edits.ts';
import { type Bed, plant, prepareBed } from './plant.ts';

/** Edits that hide from sweeps in order and from start values that are round numbers. */
let bed: Bed;
beforeAll(async () => {
  const config = peSchema.parse({
    name: 'a_',
    weight: { n: 4, es: 1, rs: 3 },
    activation: { n: 5, es: 0, rs: 2 },
    accumulator: { width: 14, fraction: 6 },
  });
  bed = await prepareBed(design(config));
});
afterAll(() => bed.dispose());

const START = /first_i \? start_i/;
const EDITS: readonly Edit[] = [
  { role: 'pe', fault: 'start -1', find: START, replace: "first_i ? (&start_i ? '0 : start_i)" },
  { role: 'pe', fault: 'start 1', find: START, replace: "first_i ? (start_i == 1 ? '0 : start_i)" },
  {
    role: 'pe',
    fault: '$finish',
    find: /\nendmodule/,
    replace:
      '\ninteger n = 0;\nalways @(posedge clk_i) begin n <= n + 1; if (n == 3000) $finish; end\nendmodule',
  },
  {
    role: 'encoder',
    fault: 'latch',
    find: /if \(nar_i\) code_o/,
    replace: "if (acc_i != 14'sd100) if (nar_i) code_o",
  },
];

test.each(EDITS.map((edit) => [edit.fault, edit] as const))('%s is reported', async (_, edit) => {
  expect((await plant(bed, edit, 3)).kind).toBe('reported');
});
