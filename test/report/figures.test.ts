import { expect, test } from 'vitest';
import { compact, count, elided, percent, printable } from '../../report/figures.ts';
import { shortName } from '../../report/infer-summary.ts';

test.each([
  [0, '0.0 %'],
  [1e-9, '<0.1 %'],
  [0.4321, '43.2 %'],
  [0.99999, '>99.9 %'],
  [1, '100.0 %'],
])('a share of %f is %s', (share, text) => {
  expect(percent(share)).toBe(text);
});

test('digits of a share', () => {
  expect(percent(0.00004, 2)).toBe('<0.01 %');
  expect(percent(0.004, 0)).toBe('<1 %');
  expect(percent(0.999, 0)).toBe('>99 %');
});

test('counts, one and many, and with three digits', () => {
  expect(count(1, 'cycle')).toBe('1 cycle');
  expect(count(12_345, 'cycle')).toBe('12,345 cycles');
  expect(compact(1_234_567)).toBe('1.23M');
});

test('what would move a cursor or turn a text is a box', () => {
  expect(printable('a\u001b[2J\nb\u202ec\u2028d')).toBe('a\ufffd[2J\ufffdb\ufffdc\ufffdd');
  expect(printable('Faltung für 画像 <b>')).toBe('Faltung für 画像 <b>');
});

test('long texts keep their ends, letters of two code units whole', () => {
  expect(elided('abcdef', 6)).toBe('abcdef');
  expect(elided('abcdefg', 6)).toBe('…cdefg');
  expect(elided('😀😀😀😀', 3)).toBe('…😀😀');
});

test.each([
  ['/conv1/Conv', 'Conv', '/conv1/Conv'],
  ['/layer1/layer1.0/conv1/Conv', 'Conv', 'layer1.0/conv1'],
  ['/features/features.0/features.0.0/Conv', 'Conv', 'features.0.0'],
  ['/encoder/attention/projection/MatMul', 'MatMul', '…ntion/projection'],
  ['Conv/Conv/Conv/Conv/Conv', 'Conv', '…v/Conv/Conv/Conv'],
] as const)('%s in 17 letters', (name, operator, short) => {
  expect(shortName({ name, operator }, 17)).toBe(short);
});
