import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type AnyDesign, arrayDesign, design, filesOf, readDesign } from '../../generator/index.ts';
import { packageRoot } from '../../system/package-root.ts';
import { acceleratorConfigs } from '../support/accelerator-configs.ts';
import { arrayConfigs } from '../support/array-configs.ts';
import { conversionConfigs } from '../support/conversion-configs.ts';
import { goldenConfigs, REFERENCES } from '../support/golden-configs.ts';
import { gridConfigs } from '../support/grid-configs.ts';
import { familyConfigs, variedConfigs } from '../support/varied-configs.ts';

/** Committed RTL equals a fresh generation, file for file and byte for byte. */
function expectCommitted(directory: string, fresh: AnyDesign): void {
  const hint = 'run `npm run rtl` and review the difference';
  const files = filesOf(fresh);
  const committed = readdirSync(join(packageRoot, directory)).sort();
  expect(committed, hint).toEqual(files.map(({ path }) => path).sort());
  for (const { path, text } of files) {
    const there = readFileSync(join(packageRoot, directory, path), 'utf8');
    expect(there, `${directory}/${path}: ${hint}`).toBe(text);
  }
}

test.each(REFERENCES)('rtl-out/%s is what its example generates', async (name) => {
  const example = await readDesign(join(packageRoot, `examples/${name}.json`));
  expectCommitted(`rtl-out/${name}`, example);
});

for (const config of goldenConfigs()) {
  test(`test/golden-rtl/${config.name} is up to date`, () => {
    expectCommitted(`test/golden-rtl/${config.name}`, design(config));
  });
}

test('emitted text carries no residue of its templates', () => {
  const pes = [...goldenConfigs(), ...variedConfigs(), ...familyConfigs()];
  const arrays = [
    ...arrayConfigs(),
    ...gridConfigs(),
    ...conversionConfigs(),
    ...acceleratorConfigs(),
  ];
  const designs = [
    ...pes.map((config) => design(config)),
    ...arrays.map((config) => arrayDesign(config)),
  ];
  for (const { path, text } of designs.flatMap(({ sources }) => sources)) {
    expect(text, path).not.toMatch(/\{\{[#/>]|undefined|null|NaN|\[object|[ \t]$|\t/m);
    expect(text, path).not.toMatch(/\n\n\n/);
    expect(text.endsWith('endmodule\n'), path).toBe(true);
    for (const line of text.split('\n'))
      expect(line.length, `${path}: ${line}`).toBeLessThanOrEqual(100);
  }
});
