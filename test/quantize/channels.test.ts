import { describe, expect, it } from 'vitest';
import { collapsed, foldedScales, logScales, startValues } from '../../quantize/channels.ts';
import { layerWords, matrixEncoder } from '../../quantize/words.ts';
import { layerOf } from './plan-support.ts';

const FORMAT = { n: 8, es: 1, rs: 7 };
const formats = {
  weight: { ...FORMAT, sf: 0.25 },
  activation: { ...FORMAT, sf: 0.5 },
  output: { ...FORMAT, sf: 1 },
};

/** Scales of both signs, and 0; offsets beside. */
const mixed = layerOf([[1], [1], [-1], [1], [1]], {
  scales: [1, 2, -0.5, 3, 0],
  offsets: [1, 1, 3, 0, -2],
});

describe('log scales and start values by hand', () => {
  it('c is floor(16 * (1 - 0.25 - 0.5) + 1/2) = 4, and floor(16 * log2|s| + 1/2) more', () => {
    // 16 * log2(3) = 25.36; the scale 0 counts as 1.
    expect(logScales(foldedScales(mixed), formats, 4)).toEqual([4, 4 + 16, 4 - 16, 4 + 25, 4]);
  });

  it('half a unit rounds up, also below 0', () => {
    const plain = foldedScales(layerOf([[1]]));
    const c = (sf: number) => logScales(plain, { ...formats, output: { ...FORMAT, sf } }, 0)[0];
    expect([c(1.25), c(0.25), c(-0.75), c(0.24)]).toEqual([1, 0, -1, -1]);
  });

  it('b is o / |s| in units of 2^-4.75 = 1 / 26.91, whatever the sign of s', () => {
    // 26.91, 13.45, 161.45, 0, -53.82
    expect(startValues(foldedScales(mixed), formats, 4)).toEqual([27, 13, 161, 0, -54]);
  });

  it('a start value that rounds to 0 is no negative zero', () => {
    const faint = foldedScales(layerOf([[1]], { offsets: [-0.001] }));
    expect(Object.is(startValues(faint, formats, 4)[0], 0)).toBe(true);
  });

  it('one number stands for equal ones', () => {
    expect(collapsed([7, 7, 7])).toEqual([7]);
    expect(collapsed([7, 7, 8])).toEqual([7, 7, 8]);
  });
});

describe('signs', () => {
  it('a negative scale negates its weights, a scale of 0 clears them', () => {
    const rows = [
      [1, -2, 0],
      [1, -2, 0],
      [1, -2, 0],
    ];
    const layer = layerOf(rows, { scales: [4, -4, 0] });
    const words = layerWords(layer, { weight: { ...FORMAT, sf: 0 }, rounding: 'linear' });
    // 1.0 is 0100_0000 and 2.0 is 0101_0000; two's complement negates.
    expect([...words]).toEqual([0x40, 0xb0, 0, 0xc0, 0x50, 0, 0, 0, 0]);
  });

  it('one scale counts for all channels', () => {
    const layer = layerOf([[1], [2]], { scales: [-1] });
    const words = layerWords(layer, { weight: { ...FORMAT, sf: 0 }, rounding: 'log' });
    expect([...words]).toEqual([0xc0, 0xb0]);
  });

  it('products that are nothing beside the offset are left out, so that b stays small', () => {
    const rows = [[1], [1], [0], [0]];
    const layer = layerOf(rows, { scales: [1e-20, 1e-20, 5, 5], offsets: [1, 0, 3, 0] });
    const { signs, magnitudes, offsets } = foldedScales(layer);
    expect([...signs]).toEqual([0, 1, 0, 0]);
    expect([...magnitudes]).toEqual([1, 1e-20, 1, 1]);
    expect([...offsets]).toEqual([1, 0, 3, 0]);
  });

  it('weights of another step come as K x M and go as M x K', () => {
    const layer = layerOf([], { weights: { kind: 'tensor', name: 'k' }, scales: [-0.25] });
    const encode = matrixEncoder(layer, { weight: { ...FORMAT, sf: 0 }, rounding: 'log' });
    // K = 3, M = 2: columns 1, 2, 0 and -1, -2, 4
    expect([...encode([1, -1, 2, -2, 0, 4], 3)]).toEqual([0xc0, 0xb0, 0, 0x40, 0x50, 0xa0]);
  });

  it('refuses weights that only come at run time', () => {
    const layer = layerOf([], { name: 'qk', weights: { kind: 'tensor', name: 'k' } });
    const plan = { weight: { ...FORMAT, sf: 0 }, rounding: 'log' as const };
    expect(() => layerWords(layer, plan)).toThrow('the weights of qk are not constant');
  });
});
