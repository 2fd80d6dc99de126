import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Judge } from '../../search/chooser.ts';
import { choosers } from '../../search/choosers/index.ts';
import { createJournal, journaled } from '../../search/journal.ts';
import { coupled, EIGHT, judgeBy, synthetic } from './synthetic.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'logposit-journal-'));
  path = join(folder, 'made', 'search.jsonl');
});

afterEach(() => rm(folder, { recursive: true }));

/** A judge that dies with the process after so many calls. */
function dying(judge: Judge, calls: number): Judge {
  let left = calls;
  return {
    losses: (candidates) =>
      left-- > 0 ? judge.losses(candidates) : Promise.reject(new Error('killed')),
  };
}

for (const [name, create] of Object.entries(choosers)) {
  test(`${name}: a killed search goes on to the identical answer and measures nothing again`, async () => {
    const loss = coupled(EIGHT);
    const whole = synthetic(EIGHT, loss, 3.4);
    const expected = await create()(whole);
    const done = name === 'error' ? 1 : 7;
    const before = judgeBy(loss);
    const first = journaled(dying(before, done), await createJournal(path, 'q'));
    if (name !== 'error') {
      await expect(create()({ ...whole, judge: first })).rejects.toThrow('killed');
    } else {
      await create()({ ...whole, judge: first });
    }
    // The process died in the middle of a write.
    await appendFile(path, '{"key":"8,0,2,0 8,0,');
    const after = judgeBy(loss);
    const resumed = journaled(after, await createJournal(path, 'q'));
    expect(await create()({ ...whole, judge: resumed })).toEqual(expected);
    expect(after.asked.filter((key) => before.asked.includes(key))).toEqual([]);
    expect(before.asked.length).toBeGreaterThan(0);
    expect([...before.asked, ...after.asked].sort()).toEqual([...whole.judge.asked].sort());
    const third = judgeBy(loss);
    const again = journaled(third, await createJournal(path, 'q'));
    expect(await create()({ ...whole, judge: again })).toEqual(expected);
    expect(third.asked).toEqual([]);
  });
}

test('the first line names the question, each other one holds a loss', async () => {
  const journal = await createJournal(path, 'abc');
  journal.record([
    { key: '8,0,2,0', loss: 0.1 + 0.2 },
    { key: '4,0,2,-1', loss: Number.POSITIVE_INFINITY },
  ]);
  journal.record([]);
  expect(await readFile(path, 'utf8')).toBe(
    '{"version":1,"question":"abc"}\n' +
      '{"key":"8,0,2,0","loss":0.30000000000000004}\n' +
      '{"key":"4,0,2,-1","loss":null}\n',
  );
  const read = await createJournal(path, 'abc');
  expect(read.known('8,0,2,0')).toBe(0.1 + 0.2);
  expect(read.known('4,0,2,-1')).toBe(Number.POSITIVE_INFINITY);
  expect(read.known('2,0,1,0')).toBeUndefined();
});

const WHOLE = '{"version":1,"question":"q"}\n{"key":"a","loss":1}\n';

test.each([
  ['a torn line', '{"key":"b","lo'],
  ['a line without its end', '{"key":"b","loss":2}'],
  ['a damaged line, and what follows it', '\0\0\0\n{"key":"c","loss":3}\n'],
  ['a line of other content', '{"key":"b","loss":"2"}\n'],
])('%s is cut off', async (_what, tail) => {
  await mkdir(join(folder, 'made'));
  await writeFile(path, WHOLE + tail);
  const journal = await createJournal(path, 'q');
  expect(journal.known('a')).toBe(1);
  expect([journal.known('b'), journal.known('c')]).toEqual([undefined, undefined]);
  journal.record([{ key: 'd', loss: 4 }]);
  expect(await readFile(path, 'utf8')).toBe(`${WHOLE}{"key":"d","loss":4}\n`);
});

test.each([
  ['of another question', WHOLE.replace('"q"', '"other"')],
  ['of another version', WHOLE.replace('1', '2')],
  ['of garbage', 'PK\u0003\u0004'],
  ['torn in its first line', WHOLE.slice(0, 20)],
  ['that is empty', ''],
])('a file %s is replaced', async (_what, content) => {
  await mkdir(join(folder, 'made'));
  await writeFile(path, content);
  const journal = await createJournal(path, 'q');
  expect(journal.known('a')).toBeUndefined();
  expect(await readFile(path, 'utf8')).toBe('{"version":1,"question":"q"}\n');
});

test('a journal in memory knows what was recorded', async () => {
  const judge = judgeBy(() => 3);
  const twice = journaled(judge, await createJournal(null, 'q'));
  const candidate = [{ bits: 4, es: 0, rs: 1, gain: 0 }];
  expect(await twice.losses([candidate, candidate])).toEqual([3, 3]);
  expect(await twice.losses([candidate])).toEqual([3]);
  expect(judge.asked).toEqual(['4,0,1,0']);
});

test('a loss that is no number is not written down', async () => {
  const judge = journaled(
    judgeBy(() => Number.NaN),
    await createJournal(path, 'q'),
  );
  await expect(judge.losses([[]])).rejects.toThrow('no loss of');
  expect(await readFile(path, 'utf8')).toBe('{"version":1,"question":"q"}\n');
});

test('errors of the file system are failures that name the file', async () => {
  await expect(createJournal(folder, 'q')).rejects.toThrow(
    `cannot keep the journal of the search in ${folder}: it is a directory`,
  );
  const journal = await createJournal(path, 'q');
  await rm(path);
  await mkdir(path);
  expect(() => journal.record([{ key: 'a', loss: 1 }])).toThrow(
    /^cannot keep .*it is a directory$/,
  );
});
