import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type AnyDesign,
  design,
  filelist,
  manifestText,
  readDesign,
} from '../../generator/index.ts';
import { packageRoot } from '../../system/package-root.ts';
import { goldenConfigs } from '../support/golden-configs.ts';
import { familyConfigs, variedConfigs } from '../support/varied-configs.ts';

/** Committed RTL equals a fresh generation, file for file and byte for byte. */
function expectCommitted(directory: string, fresh: AnyDesign): void {
  const hint = 'run `npm run rtl` and review the difference';
  const manifest = { path: 'manifest.json', text: manifestText(fresh) };
  const files = [...fresh.sources, filelist(fresh), manifest];
  const committed = readdirSync(join(packageRoot, directory)).sort();
  expect(committed, hint).toEqual(files.map(({ path }) => path).sort());
  for (const { path, text } of files) {
    const there = readFileSync(join(packageRoot, directory, path), 'utf8');
    expect(there, `${directory}/${path}: ${hint}`).toBe(text);
  }
}

test('rtl-out/lp8 is what examples/lp8.json generates', async () => {
  expectCommitted('rtl-out/lp8', await readDesign(join(packageRoot, 'examples/lp8.json')));
});

for (const config of goldenConfigs()) {
  test(`test/golden-rtl/${config.name} is up to date`, () => {
    expectCommitted(`test/golden-rtl/${config.name}`, design(config));
  });
}

test('emitted text carries no residue of its templates', () => {
  const configs = [...goldenConfigs(), ...variedConfigs(), ...familyConfigs()];
  for (const { path, text } of configs
    .map((config) => design(config))
    .flatMap(({ sources }) => sources)) {
    expect(text, path).not.toMatch(/\{\{[#/>]|undefined|null|NaN|\[object|[ \t]$|\t/m);
    expect(text, path).not.toMatch(/\n\n\n/);
    expect(text.endsWith('endmodule\n'), path).toBe(true);
    for (const line of text.split('\n'))
      expect(line.length, `${path}: ${line}`).toBeLessThanOrEqual(100);
  }
});
