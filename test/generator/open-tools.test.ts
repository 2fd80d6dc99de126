import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { design, writeDesign } from '../../generator/index.ts';
import { expectAccepted } from '../support/open-tools.ts';
import { familyConfigs, variedConfigs } from '../support/varied-configs.ts';

const scratch = mkdtempSync(join(tmpdir(), 'logposit-tools-'));
afterAll(() => rmSync(scratch, { recursive: true }));

for (const config of [...variedConfigs(), ...familyConfigs()]) {
  test(`${config.name}: Verilator, Icarus and Yosys accept every module without a word`, async () => {
    const emitted = design(config);
    const directory = join(scratch, config.name);
    await writeDesign(emitted, directory);
    expectAccepted({
      directory,
      list: `${config.name}.f`,
      files: emitted.sources.map(({ path }) => path),
      modules: emitted.modules.map(({ name }) => name),
    });
  });
}
