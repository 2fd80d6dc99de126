import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { systolicDesign, writeDesign } from '../../../generator/index.ts';
import { expectAccepted } from '../../support/open-tools.ts';
import { systolicConfigs } from '../../support/systolic-configs.ts';

const scratch = mkdtempSync(join(tmpdir(), 'logposit-grid-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe.each(systolicConfigs().map((config) => [config.name, config] as const))(
  'the grid of %s',
  (name, config) => {
    const design = systolicDesign(config);

    test('is written without residue, in lines of at most 100 columns', () => {
      for (const { path, text } of design.sources) {
        const lines = text.split('\n');
        expect(
          lines.filter((line) => line.length > 100 || /\s$/.test(line)),
          path,
        ).toEqual([]);
        expect(text, path).not.toContain('\n\n\n');
      }
    });

    test('is accepted by Verilator, Icarus and Yosys without a word', async () => {
      const directory = join(scratch, name);
      const written = await writeDesign(design, directory);
      expectAccepted({
        directory,
        list: `${name}.f`,
        files: written.filter((path) => path.endsWith('.sv')),
        modules: design.modules.map((module) => module.name),
      });
    });
  },
);
