import { afterAll, expect, test } from 'vitest';
import { arrayDesign } from '../../generator/index.ts';
import { acceleratorFaultConfigs } from '../support/accelerator-fault-configs.ts';
import { ACCELERATOR_EDITS } from './edits.ts';
import { FaultBeds, faultName, hasPlace } from './fault-beds.ts';
import { plant } from './plant.ts';

/** A fault of each kind; `npm run verify:faults` plants all of them in all accelerators. */
const SAMPLE: readonly string[] = [
  'registers: SLVERR missing in BRESP',
  'registers: strobe of another byte',
  'registers: done too early',
  'registers: set under way not dropped',
  'sequencer: last group as large as the others: tiles',
  'sequencer: layer copied late',
  'sequencer: vectors of all tiles in a row',
  'sequencer: tlast a result early',
  'sequencer: weights lost',
  'sequencer: vectors at half the speed',
  'buffer: a beat does not stay',
  'top: a result counts before it is taken',
];

/** Those that are compiled soonest first. */
const designs = acceleratorFaultConfigs()
  .reverse()
  .map((config) => arrayDesign(config));
const beds = new FaultBeds();
afterAll(() => beds.dispose());

test('every fault of an accelerator has a place in some accelerator', () => {
  const homeless = ACCELERATOR_EDITS.filter(
    (edit) => !designs.some((each) => hasPlace(each, edit)),
  );
  expect(homeless.map(faultName)).toEqual([]);
});

test('every sampled fault exists', () => {
  expect(ACCELERATOR_EDITS.map(faultName)).toEqual(expect.arrayContaining([...SAMPLE]));
});

for (const edit of ACCELERATOR_EDITS.filter((each) => SAMPLE.includes(faultName(each)))) {
  test(`${faultName(edit)} is reported`, async () => {
    // A single PE, whose groups are of one vector, has little to get wrong.
    const place = designs.slice(1).find((each) => hasPlace(each, edit));
    if (place === undefined) throw new Error('no accelerator has a place for this fault');
    expect(await plant(await beds.of(place), edit, 1)).toMatchObject({ kind: 'reported' });
  });
}
