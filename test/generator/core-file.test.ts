import { describe, expect, test } from 'vitest';
import { type AnyDesign, arrayDesign, design, filesOf } from '../../generator/index.ts';
import { acceleratorConfig } from '../support/accelerator-configs.ts';
import { arrayConfig } from '../support/array-configs.ts';
import { goldenConfigs } from '../support/golden-configs.ts';

const [pe] = goldenConfigs();
if (pe === undefined) throw new Error('there is a PE');
const DESIGNS: readonly (readonly [string, AnyDesign, string])[] = [
  ['a PE', design(pe), 'pe'],
  ['an array', arrayDesign(arrayConfig('oblong')), 'array'],
  ['an accelerator', arrayDesign(acceleratorConfig('fixed8')), 'accelerator'],
];

describe.each(DESIGNS)('the FuseSoC core of %s', (_, emitted, suffix) => {
  const { name } = emitted.config;
  const files = new Map(filesOf(emitted).map(({ path, text }) => [path, text]));
  const core = files.get(`${name}.core`) ?? '';

  test('is CAPI2 and named after the config', () => {
    expect(core.startsWith(`CAPI=2:\n\nname: logposit:generated:${name}:0\n`)).toBe(true);
  });

  test('has the files of the filelist, in its order', () => {
    const listed = [...core.matchAll(/^ {6}- (\S+)$/gm)].map(([, path]) => path);
    expect(`${listed.join('\n')}\n`).toBe(files.get(`${name}.f`));
  });

  test('is linted from the module that holds the others', () => {
    expect(core).toContain(`    toplevel: ${name}_${suffix}\n`);
    expect(core).toContain('        mode: lint-only\n        verilator_options: [-Wall]\n');
  });

  test('is in the manifest, as every file but the manifest is', () => {
    const manifest = JSON.parse(files.get('manifest.json') ?? '') as { files: { path: string }[] };
    const paths = [...files.keys()].filter((path) => path !== 'manifest.json');
    expect(manifest.files.map(({ path }) => path)).toEqual(paths);
  });
});
