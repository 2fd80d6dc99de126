import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { KNOWN_DESIGNS } from '../compare/compare.ts';
import { generatedDocs } from '../docs/generate.ts';
import { readDesign } from '../generator/index.ts';
import { packageRoot } from '../system/package-root.ts';

const PAGES = [
  'README.md',
  ...readdirSync(join(packageRoot, 'docs')).map((file) => `docs/${file}`),
];

for (const { path, text } of generatedDocs()) {
  test(`${path} is as it is generated`, () => {
    const written = readFileSync(join(packageRoot, path), 'utf8');
    expect(written, 'run `npm run docs` and review the difference').toBe(text);
  });
}

for (const page of PAGES.filter((file) => file.endsWith('.md'))) {
  test(`${page}: every link within the repository leads somewhere`, () => {
    const text = readFileSync(join(packageRoot, page), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)\)/g)) {
      expect(existsSync(join(packageRoot, dirname(page), target)), target).toBe(true);
    }
  });
}

test('docs/compare.md lists every known design once', () => {
  const page = readFileSync(join(packageRoot, 'docs/compare.md'), 'utf8');
  const [, table = ''] = /<!-- designs:([\s\S]*)<!-- end of designs -->/.exec(page) ?? [];
  const ids = [...table.matchAll(/`([^`]+)`/g)].map(([, id]) => id);
  expect(ids.toSorted()).toEqual(KNOWN_DESIGNS.toSorted());
});

test('every example is a design, is listed in the README and is named as its file', async () => {
  const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');
  const examples = readdirSync(join(packageRoot, 'examples')).filter((file) =>
    file.endsWith('.json'),
  );
  expect(examples.length).toBeGreaterThan(0);
  for (const file of examples) {
    const { config } = await readDesign(join(packageRoot, 'examples', file));
    expect(`${config.name}.json`).toBe(file);
    expect(readme).toContain(`examples/${file}`);
  }
});
