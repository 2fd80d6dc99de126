import { expect, test } from 'vitest';
import { type SystolicInput, systolicDesign, systolicSchema } from '../../../generator/index.ts';
import { verify } from '../../../sim/index.ts';
import { emittedRtl, type RegexEdit } from '../fixtures/emitted-array.ts';

/** Lanes of three kinds, sums of four lanes. */
const CONFIG = {
  name: 'pf',
  kind: 'systolic',
  datapath: { kind: 'posit-fused', fraction: 6, clip: { weight: 0x62, activation: 0x62 } },
  grid: { rows: 4, cols: 2, products: 2, columnsPerRegister: 1 },
} as const satisfies SystolicInput;

const PAIRS = 'all operand pairs, 4 x 2';

test.each<{ what: string; edit: RegexEdit }>([
  {
    what: 'a lane that takes the weight of its neighbour',
    edit: {
      file: 'product',
      from: /taken_3 = (.*)weight_i\[16\]/,
      to: 'taken_3 = $1weight_i[14]',
    },
  },
  {
    what: 'a shift that forgets large distances',
    edit: {
      file: 'product',
      from: /= distance_1\[3:0\] \| \{ShiftWidth1\{distance_1\[4\]\}\}/,
      to: '= distance_1[3:0]',
    },
  },
  {
    what: 'a NaR of two bits that is lost',
    edit: { file: 'weight_decoder', from: /nar_2_3, nar_2_2/, to: "1'b0, nar_2_2" },
  },
  {
    what: 'an activation that is not inverted for lanes 2 and 3',
    edit: { file: 'act_decoder', from: / \^ \{WindowWidth\{.*\}\};/, to: ';' },
  },
])('fused posits with $what are found', async ({ edit }) => {
  const design = systolicDesign(systolicSchema.parse(CONFIG));
  const report = await verify(design, { directory: await emittedRtl(design, edit), seed: 20 });
  expect(report.verdict).toBe('mismatch');
  expect(report.firstMismatch?.check).toBe(PAIRS);
});
