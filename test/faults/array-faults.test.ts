import { afterAll, expect, test } from 'vitest';
import { arrayDesign } from '../../generator/index.ts';
import { arrayFaultConfigs } from '../support/array-fault-configs.ts';
import { ARRAY_EDITS, type Edit, type ListedEdit } from './edits.ts';
import { applyEdit, type Bed, plant, prepareBed } from './plant.ts';

/** A fault of each kind; `npm run verify:faults` plants all of them in all arrays. */
const SAMPLE: readonly string[] = [
  'control: slot credit: one too many',
  'control: control word a cycle late',
  'control: first and last mixed up',
  'edge: skew a cycle short',
  'decoder: mode ignored in a lane',
  'pe: shadow loaded too long',
  'pe: P_I a bit short',
  'product: carry dropped',
  'accumulator: P_O a bit short',
  'accumulator: NaR flag of earlier tiles lost',
  'foot: scale of lane 0 in every lane',
  'foot: idle lane not masked',
];

const designs = arrayFaultConfigs().map((config) => arrayDesign(config));
const beds = new Map<string, Bed>();
afterAll(() => Promise.all([...beds.values()].map((bed) => bed.dispose())));

test('every fault of an array has a place in some array', () => {
  const homeless = ARRAY_EDITS.filter((edit) => !designs.some((each) => hasPlace(each, edit)));
  expect(homeless.map(key)).toEqual([]);
});

test('every sampled fault exists', () => {
  expect(ARRAY_EDITS.map(key)).toEqual(expect.arrayContaining([...SAMPLE]));
});

for (const edit of ARRAY_EDITS.filter((each) => SAMPLE.includes(key(each)))) {
  test(`${key(edit)} is reported`, async () => {
    const place = designs.find((each) => hasPlace(each, edit));
    if (place === undefined) throw new Error('no array has a place for this fault');
    expect(await plant(await bedOf(place), edit, 1)).toMatchObject({ kind: 'reported' });
  });
}

async function bedOf(each: (typeof designs)[number]): Promise<Bed> {
  const { name } = each.config;
  const bed = beds.get(name) ?? (await prepareBed(each));
  beds.set(name, bed);
  return bed;
}

function hasPlace({ modules, sources }: (typeof designs)[number], edit: Edit): boolean {
  return sources.some(
    ({ path, text }) =>
      modules.find(({ file }) => file === path)?.role === edit.role &&
      applyEdit(text, edit) !== null,
  );
}

function key({ part, fault }: ListedEdit): string {
  return `${part}: ${fault}`;
}
