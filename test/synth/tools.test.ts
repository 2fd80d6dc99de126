import { expect, test } from 'vitest';
import { locateOpenSta, locateYosys, synthToolStatuses } from '../../synth/tools.ts';
import { failureOf, fakeTools, OSU018 } from './support.ts';

test('the tools of this machine are found with their versions', async () => {
  const yosys = await locateYosys();
  expect(yosys.version).toMatch(/^0\.\d+/);
  expect(yosys.build).toMatch(/^Yosys 0\.\d+/);
  expect((await locateOpenSta()).version).toMatch(/^2\.\d+/);
});

test('a missing tool is one line with a hint', async () => {
  await fakeTools({}, { keepPath: false });
  const failure = await failureOf(locateYosys());
  expect(failure).toMatchObject({
    kind: 'tool-missing',
    exitCode: 3,
    message: 'Yosys is missing: cannot start "yosys"',
  });
  expect(failure.hint).toContain('./bootstrap');
  expect((await failureOf(locateOpenSta())).message).toBe('OpenSTA is missing: cannot start "sta"');
});

test.each([
  ['Yosys 0.22 (git sha1 abc)', 'Yosys 0.22 is too old: 0.23 or newer is needed'],
  ['Yosys 0.9', 'Yosys 0.9 is too old: 0.23 or newer is needed'],
  ['hello', '"yosys" says no version: is it Yosys?'],
])('a yosys that says %j', async (says, message) => {
  await fakeTools({ yosys: `echo '${says}'` });
  expect(await failureOf(locateYosys())).toMatchObject({ exitCode: 3, message });
});

test('newer versions are taken', async () => {
  await fakeTools({ yosys: "echo 'Yosys 0.52+12 (git sha1 abc)'", sta: 'echo 2.6.2' });
  expect((await locateYosys()).version).toBe('0.52+12');
  expect((await locateOpenSta()).version).toBe('2.6.2');
});

test('doctor hears of all four, found', async () => {
  const statuses = await synthToolStatuses();
  expect(statuses.map(({ name, found }) => [name, found])).toEqual([
    ['Yosys', true],
    ['Yosys (embedded)', true],
    ['OpenSTA', true],
    ['osu018 cell library', true],
  ]);
  expect(statuses[3]?.command).toBe(OSU018);
});

test('doctor hears what is missing or too old, and what to do', async () => {
  await fakeTools({ yosys: "echo 'Yosys 0.9'" }, { keepPath: false });
  const [yosys, embedded, sta] = await synthToolStatuses();
  expect(yosys).toMatchObject({
    found: false,
    optional: true,
    version: null,
    hint: 'Yosys 0.9 is too old: 0.23 or newer is needed; ./bootstrap, or apt-get install yosys',
  });
  expect(embedded).toMatchObject({ found: true, version: expect.stringMatching(/^0\.\d+/) });
  expect(sta).toMatchObject({
    optional: true,
    command: 'sta',
    found: false,
    hint: './bootstrap, or apt-get install opensta',
  });
});
