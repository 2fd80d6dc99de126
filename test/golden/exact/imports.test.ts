import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../golden/exact', import.meta.url));

/** What follows `from`, a bare `import` or `import(` in a source text. */
function importsOf(source: string): string[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"`])([^'"`]*)\1/g;
  return [...source.matchAll(pattern)].map((match) => match[2] ?? '');
}

it('finds every form of import', () => {
  const source = `import { a } from './a.ts'; export * from "../b.ts";
    import 'c'; const d = await import('../fast/d.ts'); require('e');`;
  expect(importsOf(source)).toEqual(['./a.ts', '../b.ts', 'c', '../fast/d.ts', 'e']);
});

it('the exact model imports nothing but itself and the validated format', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(files).toContain('index.ts');
  let count = 0;
  for (const file of files) {
    const path = resolve(root, file);
    for (const imported of importsOf(readFileSync(path, 'utf8'))) {
      const target = resolve(dirname(path), imported);
      const place = relative(root, target);
      const inside = imported.startsWith('.') && !place.startsWith('..') && existsSync(target);
      expect([file, imported, inside || place === '../format.ts']).toEqual([file, imported, true]);
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(files.length);
});
