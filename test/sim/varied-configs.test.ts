import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { design, writeDesign } from '../../generator/index.ts';
import { verify } from '../../sim/index.ts';
import { familyConfigs, variedConfigs } from '../support/varied-configs.ts';

const scratch = mkdtempSync(join(tmpdir(), 'logposit-varied-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const hashes = new Set<string>();

/** One of each: logs, stages, float, more than a word of sum. */
const FAMILY = ['p2', 'p3', 'p8', 'p15', 'p19', 'p23'];
const family = familyConfigs().filter(({ name }) => FAMILY.includes(name));

for (const config of [...variedConfigs(), ...family]) {
  test(`${config.name} agrees with the golden model over every pair of operand words`, async () => {
    const emitted = design(config);
    const directory = join(scratch, config.name);
    await writeDesign(emitted, directory);
    const report = await verify(emitted, { directory });
    hashes.add(report.rtlHash);
    expect(report).toMatchObject({
      verdict: 'pass',
      exhaustive: true,
      mismatches: 0,
      firstMismatch: null,
    });
    const { weight, activation } = emitted.mac;
    const pairs = report.checks.find(({ name }) => name === 'all operand pairs');
    expect(pairs?.vectors).toBeGreaterThanOrEqual(2 ** (weight.n + activation.n));
  });
}

test('these are at least 40 designs', () => {
  expect(hashes.size).toBeGreaterThanOrEqual(40);
});
