import { afterAll, expect, test } from 'vitest';
import { design } from '../../generator/index.ts';
import type { VerifyReport } from '../../sim/index.ts';
import { faultConfigs } from '../support/varied-configs.ts';
import { EDITS, type Edit } from './edits.ts';
import { FaultBeds, faultName, hasPlace } from './fault-beds.ts';
import { plant } from './plant.ts';

/**
 * Faults once each, in the first design where they have a place and change something: of stages and
 * floating sums a sample. `npm run verify:faults` plants all of them in all designs and prints the
 * matrix.
 */
const SAMPLE: readonly string[] = [
  'pe stage: every set valid',
  'pe stage: NaR one stage too few',
  'float pe: zero state not replaced by the product',
  'float pe: leading-zero count off by one',
  'encoder: floating sum: exponent cut',
];
const SAMPLED = /^(?:pe stage:|float pe:|encoder: (?:floating sum|last bit|bits behind|sign from))/;

const designs = faultConfigs().map((config) => design(config));
const beds = new FaultBeds();
afterAll(() => beds.dispose());

test('every fault has a place in some design', () => {
  const homeless = EDITS.filter((edit) => !designs.some((each) => hasPlace(each, edit)));
  expect(homeless.map(faultName)).toEqual([]);
});

test('every sampled fault exists', () => {
  expect(EDITS.map(faultName)).toEqual(expect.arrayContaining([...SAMPLE]));
});

const chosen = EDITS.filter(
  (edit) => !SAMPLED.test(faultName(edit)) || SAMPLE.includes(faultName(edit)),
);

for (const edit of chosen) {
  test(`${faultName(edit)} is reported`, async () => {
    const outcome = await plantWherePossible(edit);
    if (outcome.kind !== 'reported') throw new Error(`not reported: ${outcome.kind}`);
    const { firstMismatch, verdict, mismatches } = outcome.report as VerifyReport;
    if (verdict === 'mismatch') {
      expect(mismatches).toBeGreaterThan(0);
      expect(firstMismatch?.differs).not.toEqual([]);
      expect(Object.keys(firstMismatch?.inputs ?? {})).not.toEqual([]);
      for (const field of firstMismatch?.differs ?? []) {
        expect(firstMismatch?.got[field]).not.toBe(firstMismatch?.expected[field]);
      }
    }
  });
}

async function plantWherePossible(edit: Edit) {
  for (const each of designs) {
    if (!hasPlace(each, edit)) continue;
    const outcome = await plant(await beds.of(each), edit, 1);
    if (outcome.kind !== 'equivalent') return outcome;
  }
  throw new Error('no design has a place for this fault');
}
