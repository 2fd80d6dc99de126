import { expect, test } from 'vitest';
import type { InferReport } from '../../infer/report.ts';
import { inferLines } from '../../report/infer-text.ts';
import { paintFor } from '../../report/paint.ts';
import { FLOAT, golden, layerReport, layersUpTo, MALICIOUS, rtl } from './infer-reports.ts';

function linesOf(report: InferReport): string[] {
  return inferLines(report, paintFor({ isTTY: false }));
}

function textOf(report: InferReport): string {
  return `\n${linesOf(report).join('\n')}\n`;
}

test('the float network has answers only', () => {
  expect(textOf(FLOAT)).toMatchInlineSnapshot(`
    "
    digits.onnx: 45 inputs through the float network

    42 of 45 right (93.3 %)
    float 0.1 s
    "
  `);
});

test('float without labels', () => {
  expect(textOf({ ...FLOAT, accuracy: null, floatAccuracy: null })).toMatchInlineSnapshot(`
    "
    digits.onnx: 45 inputs through the float network

    no labels: right answers are not counted
    float 0.1 s
    "
  `);
});

test('a golden run of one layer', () => {
  const report = golden(layersUpTo(1), { n: 1, accuracy: 1, floatAccuracy: 1, agreement: 1 });
  expect(textOf({ ...report, outputs: 'answers.npy' })).toMatchInlineSnapshot(`
    "
    digits.onnx: 1 input through the golden model of lpa, 8 x 8 PEs with 4 lanes

      #  layer  bits  weights    activations  results     tile    sum
      1  conv1     8  LP<8,1,7>  LP<8,1,7>    LP<8,2,7>  12/22  16/30
      tile, sum: bits that sums of a tile and over all tiles need / bits of the array

      #  layer    MACs  cycles    used  SQNR dB  zeros  saturated
      1  conv1  48,000   1,000  25.0 %    38.00  0.0 %     0.00 %

    1 layer: 48,000 MACs in 1,000 cycles, 1,000 an input
    utilisation 43.2 %, MACs by weights: 100.0 % with 8 bits
    1 of 1 right (100.0 %), float 1; 1 of 1 agree with float, SQNR 31.23 dB
    answers: answers.npy
    float 0.1 s, plan 1.3 s, array 2.5 s
    "
  `);
});

test('without labels, and with an output that equals the float network to the last bit', () => {
  const layers = [layerReport(0, { sqnr: null }), layerReport(1, { sqnr: -3.2 })];
  const report = golden(layers, { accuracy: null, floatAccuracy: null, sqnr: null });
  expect(textOf(report)).toMatchInlineSnapshot(`
    "
    digits.onnx: 45 inputs through the golden model of lpa, 8 x 8 PEs with 4 lanes

      #  layer  bits  weights    activations  results     tile    sum
      1  conv1     8  LP<8,1,7>  LP<8,1,7>    LP<8,2,7>  12/22  16/30
      2  conv2     4  LP<4,0,3>  LP<8,1,7>    LP<8,2,7>  13/22  17/30
      tile, sum: bits that sums of a tile and over all tiles need / bits of the array

      #  layer     MACs  cycles    used  SQNR dB   zeros  saturated
      1  conv1   48,000   1,000  25.0 %    equal   0.0 %     0.00 %
      2  conv2  428,112   8,919  38.0 %    -3.20  17.0 %     0.07 %

    2 layers: 476,112 MACs in 9,919 cycles, 220 an input
    utilisation 43.2 %, MACs by weights: 10.1 % with 8 bits, 89.9 % with 4 bits
    no labels: right answers are not counted; 43 of 45 agree with float, all numbers equal
    float 0.1 s, plan 1.3 s, array 2.5 s
    "
  `);
});

test('RTL that does what the golden model says', () => {
  expect(textOf(rtl(layersUpTo(3)))).toMatchInlineSnapshot(`
    "
    digits.onnx: 45 inputs through the simulated RTL of lpa, 8 x 8 PEs with 4 lanes

      #  layer  bits  weights    activations  results     tile    sum
      1  conv1     8  LP<8,1,7>  LP<8,1,7>    LP<8,2,7>  12/22  16/30
      2  conv2     4  LP<4,0,3>  LP<8,1,7>    LP<8,2,7>  13/22  17/30
      3  conv3     2  LP<2,0,1>  LP<8,1,7>    LP<8,2,7>  14/22  18/30
      tile, sum: bits that sums of a tile and over all tiles need / bits of the array

      #  layer     MACs  cycles    used  SQNR dB   zeros  saturated
      1  conv1   48,000   1,000  25.0 %    38.00   0.0 %     0.00 %
      2  conv2  428,112   8,919  38.0 %    37.40  17.0 %     0.07 %
      3  conv3  376,224   7,838  51.0 %    36.80  34.0 %     0.14 %

    3 layers: 852,336 MACs in 17,757 cycles, 395 an input
    utilisation 43.2 %, MACs by weights: 5.6 % with 8 bits, 50.2 % with 4 bits, 44.1 % with 2 bits
    41 of 45 right (91.1 %), float 42; 43 of 45 agree with float, SQNR 31.23 dB
    RTL: pass, every result word, cycle and beat equals the golden model's
    float 0.1 s, plan 1.3 s, array 2.5 s
    "
  `);
});

test('RTL with wrong words, cycles and beats', () => {
  const wrong = { cycles: 8920, beats: { ...layerReport(1).beats, results: 299 } };
  const layers = [layerReport(0), layerReport(1, { simulated: wrong })];
  const firstMismatch = { layer: 'conv2', input: 4, place: 117, expected: 5, got: 159 };
  const lines = linesOf(rtl(layers, { mismatches: 1234, firstMismatch }));
  expect(lines.slice(-5, -1)).toEqual([
    'RTL: mismatch, 1,234 result words not as in the golden model',
    '  first: layer conv2, input 4, place 117: expected 0x05, got 0x9f',
    '  layer conv2, cycles: expected 8,919, got 8,920',
    '  layer conv2, beats of results: expected 300, got 299',
  ]);
});

test('RTL that was not compared everywhere does not pass', () => {
  const text = textOf(golden(layersUpTo(2), { on: 'rtl' }));
  expect(text).toContain('RTL: incomplete, 2 layers not simulated');
  expect(textOf(rtl([]))).toContain('RTL: incomplete, no layer ran on the array');
});

test('of many differences the first ones are shown', () => {
  const beats = { channels: 0, weights: 0, activations: 0, results: 0 };
  const layers = layersUpTo(2).map((layer) => ({ ...layer, simulated: { cycles: 0, beats } }));
  const lines = linesOf(rtl(layers));
  expect(lines).toContain('  and 3 more differences (--json has all)');
});

test('an array that is too narrow for some sums', () => {
  const widths = { tile: 23, sum: 24, arrayTile: 22, arraySum: 30 };
  const report = golden([layerReport(0), layerReport(1, { widths })]);
  expect(linesOf(report)).toContain('sums may overflow, the array is too narrow: conv2');
  expect(textOf(golden(layersUpTo(2)))).not.toContain('overflow');
});

test('40 layers with long and with odd names stay within 80 columns', () => {
  const layers = layersUpTo(40).map((layer, index) => ({
    ...layer,
    name: MALICIOUS[index] ?? `/features/features.${index}/block.${index}/Conv`,
  }));
  const lines = linesOf(golden(layers));
  const rows = lines.filter((line) => /^ +\d+ {2}/.test(line));
  expect(rows).toHaveLength(80);
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(80);
  expect(lines.join('')).not.toMatch(/\p{C}/u);
  expect(rows[39]).toContain(' …atures.39/block.39 ');
});
