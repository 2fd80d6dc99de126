import { afterAll, expect, test } from 'vitest';
import { arrayDesign } from '../../generator/index.ts';
import { arrayFaultConfigs } from '../support/array-fault-configs.ts';
import { ARRAY_EDITS } from './edits.ts';
import { FaultBeds, faultName, hasPlace } from './fault-beds.ts';
import { plant } from './plant.ts';

/** A fault of each kind; `npm run verify:faults` plants all of them in all arrays. */
const SAMPLE: readonly string[] = [
  'control: a slot for every vector',
  'edge: skew a cycle short',
  'decoder: mode ignored in a lane',
  'pe: P_I a bit short',
  'product: carry dropped',
  'accumulator: P_O a bit short',
  'accumulator: NaR flag of earlier tiles lost',
  'foot: scale of lane 0 in every lane',
];

const designs = arrayFaultConfigs().map((config) => arrayDesign(config));
const beds = new FaultBeds();
afterAll(() => beds.dispose());

test('every fault of an array has a place in some array', () => {
  const homeless = ARRAY_EDITS.filter((edit) => !designs.some((each) => hasPlace(each, edit)));
  expect(homeless.map(faultName)).toEqual([]);
});

test('every sampled fault exists', () => {
  expect(ARRAY_EDITS.map(faultName)).toEqual(expect.arrayContaining([...SAMPLE]));
});

for (const edit of ARRAY_EDITS.filter((each) => SAMPLE.includes(faultName(each)))) {
  test(`${faultName(edit)} is reported`, async () => {
    const place = designs.find((each) => hasPlace(each, edit));
    if (place === undefined) throw new Error('no array has a place for this fault');
    expect(await plant(await beds.of(place), edit, 1)).toMatchObject({ kind: 'reported' });
  });
}
