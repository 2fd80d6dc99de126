import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { expect, test } from 'vitest';
import { resolveConfig } from '../../generator/config/resolve.ts';
import { resolveArray } from '../../generator/config/resolve-array.ts';
import { resolveSystolic } from '../../generator/config/resolve-systolic.ts';
import type { CheckedSystolic } from '../../generator/config/schema.ts';
import { planModules } from '../../generator/emit.ts';
import { planArray } from '../../generator/emit-array.ts';
import { templateDirectory } from '../../generator/render.ts';
import { planSystolic } from '../../generator/systolic/plan.ts';
import { acceleratorConfigs } from '../support/accelerator-configs.ts';
import { arrayConfigs } from '../support/array-configs.ts';
import { conversionConfigs } from '../support/conversion-configs.ts';
import { gridConfigs } from '../support/grid-configs.ts';
import { systolicConfigs } from '../support/systolic-configs.ts';
import { familyConfigs, variedConfigs } from '../support/varied-configs.ts';
import { mergeShapes, type Shape, shapeOf, usedPaths } from './template-paths.ts';

/** Views of every template over configs that together have every field filled in. */
function viewShapes(): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  const planned = [
    ...[...variedConfigs(), ...familyConfigs()].flatMap((config) =>
      planModules(resolveConfig(config)),
    ),
    ...[
      ...arrayConfigs(),
      ...conversionConfigs(),
      ...gridConfigs(),
      ...acceleratorConfigs(),
    ].flatMap((config) => planArray(resolveArray(config))),
    ...systolicConfigs().flatMap(planGrid),
  ];
  for (const { template, view } of planned) {
    const known = shapes.get(template);
    shapes.set(template, known ? mergeShapes(known, shapeOf(view)) : shapeOf(view));
  }
  return shapes;
}

/** Modules of a systolic grid. */
function planGrid(config: CheckedSystolic) {
  const resolved = resolveSystolic(config);
  const provenance = { tool: 'logposit', command: 'a test', configHash: 'none' };
  return planSystolic(resolved, resolved.shape, provenance);
}

const shapes = viewShapes();
const templates = readdirSync(templateDirectory, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.sv.hbs'))
  .map((file) => file.replace('.sv.hbs', ''));

test('every template has a view', () => {
  expect(templates.sort()).toEqual([...shapes.keys()].sort());
});

for (const template of templates) {
  const source = readFileSync(join(templateDirectory, `${template}.sv.hbs`), 'utf8');

  test(`${template}: every path exists in the view, every field of the view is used`, () => {
    const shape = shapes.get(template);
    if (!shape) throw new Error(`no view for ${template}`);
    const { unknown, unused } = usedPaths(source, shape, readPartial);
    expect(unknown).toEqual([]);
    expect(unused).toEqual([]);
  });

  test(`${template}: at most a quarter of the lines is control, no expression is nested`, () => {
    const lines = inlined(source)
      .split('\n')
      .filter((line) => line.trim() !== '');
    const control = lines.filter((line) => /^\{\{[#/>]|^\{\{else/.test(line));
    const openings = control.filter((line) => line.startsWith('{{#'));
    expect(openings.length / lines.length).toBeLessThan(0.25);
    expect(inlined(source)).not.toMatch(/\{\{#?\w+ \(/);
  });
}

test('a misspelled path and a forgotten field are found', () => {
  const shape = shapeOf({ name: 'x', list: [{ a: '1' }], gone: '' });
  const found = usedPaths(
    '{{name}}{{#if nmae}}{{/if}}{{#each list}}{{b}}{{/each}}',
    shape,
    () => '',
  );
  expect(found.unknown).toEqual(['nmae', 'list[].b']);
  expect(found.unused).toEqual(['list[].a', 'gone']);
});

function readPartial(name: string): string {
  return readFileSync(join(templateDirectory, 'partials', `${name}.hbs`), 'utf8');
}

/** A template with its partials in their places: the hardware that a reviewer reads. */
function inlined(source: string): string {
  return source.replace(/^\{\{> ([\w-]+) .*\}\}$/gm, (_, name: string) =>
    inlined(readPartial(name)),
  );
}

test('partials parse alone', () => {
  for (const file of readdirSync(join(templateDirectory, 'partials'))) {
    expect(() => Handlebars.parse(readPartial(file.replace('.hbs', '')))).not.toThrow();
  }
});
