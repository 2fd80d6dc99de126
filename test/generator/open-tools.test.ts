import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { design, writeDesign } from '../../generator/index.ts';
import { familyConfigs, variedConfigs } from '../support/varied-configs.ts';
import { moduleComplaints, yosysComplaints } from './tool-complaints.ts';

const scratch = mkdtempSync(join(tmpdir(), 'logposit-tools-'));
afterAll(() => rmSync(scratch, { recursive: true }));

for (const config of [...variedConfigs(), ...familyConfigs()]) {
  test(`${config.name}: Verilator, Icarus and Yosys accept every module without a word`, async () => {
    const emitted = design(config);
    const directory = join(scratch, config.name);
    await writeDesign(emitted, directory);
    const files = emitted.sources.map(({ path }) => path);

    for (const { name } of emitted.modules) {
      expect(moduleComplaints(directory, name, `${config.name}.f`), name).toEqual([]);
    }
    expect(yosysComplaints(directory, files)).toEqual([]);
  });
}
