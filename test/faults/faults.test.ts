import { afterAll, expect, test } from 'vitest';
import { design } from '../../generator/index.ts';
import { faultConfigs } from '../support/varied-configs.ts';
import { EDITS, type Edit } from './edits.ts';
import { applyEdit, type Bed, plant, prepareBed } from './plant.ts';

/**
 * Each fault once, in the first design where it has a place and changes something;
 * `npm run verify:faults` plants all of them in all designs and prints the matrix.
 */
const beds: Bed[] = [];
for (const config of faultConfigs()) beds.push(await prepareBed(design(config)));
afterAll(() => Promise.all(beds.map((bed) => bed.dispose())));

for (const edit of EDITS) {
  test(`${edit.role}: ${edit.fault} is reported`, async () => {
    const outcome = await plantWherePossible(edit);
    if (outcome.kind !== 'reported') throw new Error(`not reported: ${outcome.kind}`);
    const { firstMismatch, verdict, mismatches } = outcome.report;
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
  for (const bed of beds) {
    const has = bed.design.sources.some(
      ({ path, text }) =>
        bed.design.modules.find(({ file }) => file === path)?.role === edit.role &&
        applyEdit(text, edit) !== null,
    );
    if (!has) continue;
    const outcome = await plant(bed, edit, 1);
    if (outcome.kind !== 'equivalent') return outcome;
  }
  throw new Error('no design has a place for this fault');
}
