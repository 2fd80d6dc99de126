import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { libertyText } from '../../synth/liberty-text.ts';
import { TINY } from './support.ts';

const CELL = 'cell (INV) { area : 1; }';

test('a whole library gives its name', async () => {
  expect(libertyText(await readFile(TINY, 'utf8'))).toEqual({ name: 'tiny', flaw: null });
});

test('a quoted name, and comments and strings with braces, do not disturb', () => {
  const text = `/* { */ library ("a lib") { // {\n comment : "}}\\"}"; ${CELL} }`;
  expect(libertyText(text)).toEqual({ name: 'a lib', flaw: null });
});

describe('flaws', () => {
  test.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['hello', 'is not a Liberty library: no "library (name) {" at its start'],
    [`${CELL}`, 'is not a Liberty library: no "library (name) {" at its start'],
    [`library (x) { ${CELL}`, 'is cut off: 1 "{" without "}"'],
    ['library (x) { cell (INV) { area', 'is cut off: 2 "{" without "}"'],
    [`library (x) { ${CELL} } }`, 'is not a Liberty library: "}" without "{"'],
    ['library (x) { time_unit : "1ns"; }', 'has no cells'],
    ['library (x) { /* cell (INV) { } */ }', 'has no cells'],
  ])('%j %s', (text, flaw) => {
    expect(libertyText(text)).toEqual({ name: '', flaw });
  });
});
