import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findSimulationTools, simToolStatuses } from '../../sim/tools.ts';
import { verify } from '../../sim/verify.ts';
import { isAtLeast } from '../../system/tool.ts';
import { fixtureDesign, fixtureRtl, scratchDirectory } from './fixtures/fixture.ts';

/** A PATH of one directory with these programs in it, each printing a text. */
async function pathWith(programs: Readonly<Record<string, string>>): Promise<void> {
  const directory = await scratchDirectory();
  for (const [name, text] of Object.entries(programs)) {
    const path = join(directory, name);
    await writeFile(path, `#!/bin/sh\necho '${text}'\n`);
    await chmod(path, 0o755);
  }
  const before = process.env.PATH;
  process.env.PATH = directory;
  onTestFinished(() => {
    process.env.PATH = before;
  });
}

const ALL = {
  verilator_bin: 'Verilator 5.020 2024-01-01 rev v5.020',
  'g++': '13.2.0',
  mold: 'mold 2.30.0 (compatible with GNU ld)',
  iverilog: 'Icarus Verilog version 12.0 (stable) ()',
  vvp: 'Icarus Verilog runtime version 12.0 (stable) ()',
};

test.each([
  ['5.006', '5.006', true],
  ['5.020', '5.006', true],
  ['4.228', '5.006', false],
  ['5.005', '5.006', false],
  ['6.0', '5.006', true],
  ['12.2.0', '12.1', true],
  ['12', '12.1', false],
])('version %s against %s: %s', (version, minimum, expected) => {
  expect(isAtLeast(version, minimum)).toBe(expected);
});

describe('the tools', () => {
  test('of this machine are found, with versions', async () => {
    const statuses = await simToolStatuses();
    for (const { found, optional, version } of statuses) {
      expect(optional || found).toBe(true);
      if (found) expect(version).toMatch(/^\d+\.\d+/);
    }
  });

  test('are read from what they print', async () => {
    await pathWith(ALL);
    expect(await findSimulationTools()).toMatchObject({
      verilator: { version: '5.020' },
      compiler: { version: '13.2.0' },
      linker: { version: '2.30.0' },
      icarus: { version: '12.0' },
    });
  });

  test('include no mold where there is none, or where g++ does not know it', async () => {
    const { mold, ...others } = ALL;
    await pathWith(others);
    expect((await findSimulationTools()).linker).toBeNull();
    await pathWith({ ...others, mold, 'g++': '11.4.0' });
    expect((await findSimulationTools()).linker).toBeNull();
  });

  test.each([
    ['verilator_bin', 'Verilator is missing: cannot start "verilator_bin"'],
    ['g++', 'g++ is missing: cannot start "g++"'],
    ['iverilog', 'Icarus Verilog is missing: cannot start "iverilog"'],
    ['vvp', 'Icarus Verilog runtime is missing: cannot start "vvp"'],
  ] as const)('without %s end a verification as tool-missing', async (command, message) => {
    const directory = await fixtureRtl();
    await pathWith(Object.fromEntries(Object.entries(ALL).filter(([name]) => name !== command)));
    const run = verify(fixtureDesign(), { directory });
    await expect(run).rejects.toMatchObject({ kind: 'tool-missing', message });
    const status = (await simToolStatuses()).find((tool) => tool.command === command);
    expect(status).toMatchObject({ found: false, version: null, optional: false });
  });

  test('that are too old are not taken', async () => {
    await pathWith({ ...ALL, verilator_bin: 'Verilator 4.038 2020-07-11' });
    await expect(findSimulationTools()).rejects.toMatchObject({
      kind: 'tool-missing',
      message: 'Verilator 4.038 is too old: 5.006 or newer is needed',
    });
  });
});
