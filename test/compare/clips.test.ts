import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../compare/formats.ts';
import type { DatapathInput } from '../../compare/specs.ts';
import { sqnr } from '../../compare/sqnr.ts';
import { datapathSchema } from '../../generator/config/systolic-schema.ts';
import { type Datapath, openDatapath, productRange } from '../../golden/datapaths/index.ts';

type Clipped<K> = Extract<DatapathInput, { readonly kind: K }>;

function clippedOf<K extends DatapathInput['kind']>(...kinds: readonly K[]) {
  return FORMATS.flatMap(({ id, datapath }) => {
    const isMeant = kinds.some((kind) => kind === datapath.kind) && 'clip' in datapath;
    return isMeant ? [[id, datapath as Clipped<K>] as const] : [];
  });
}

const open = (options: DatapathInput) => openDatapath(datapathSchema.parse(options));

/** In dB, of Gaussian data. */
const figure = (options: DatapathInput, mode = 0) =>
  sqnr(open(options), { mode, stream: 'gaussian' });

/** Both clips that leave out one word more. */
const smaller = (clip: { readonly weight: number; readonly activation: number }) => [
  { ...clip, weight: clip.weight - 1 },
  { ...clip, activation: clip.activation - 1 },
];

describe.each(clippedOf('posit', 'posit-fused'))('the largest words of %s', (_, options) => {
  const { clip = { weight: 0, activation: 0 } } = options;

  it('are so large that no mode is the worse for them', () => {
    for (let mode = 0; mode < (options.kind === 'posit' ? 1 : 3); mode += 1) {
      expect(figure(options, mode)).toBe(figure({ ...options, clip: undefined }, mode));
    }
  });

  it('are the smallest such', () => {
    for (const less of smaller(clip)) {
      expect(figure({ ...options, clip: less })).toBeLessThan(figure(options));
    }
  });
});

describe.each(clippedOf('float'))('the largest words of %s', (_, options) => {
  const { clip = { weight: 0, activation: 0 } } = options;

  it('are so large that products of as many bits are not the worse for them', () => {
    const without = { ...options, clip: undefined };
    const octaves = bitsOf(open(without)) - bitsOf(open(options));
    const whole = figure({ ...without, fraction: options.fraction - octaves });
    expect(figure(options)).toBeGreaterThan(whole - 0.02);
  });

  it('are the smallest such', () => {
    for (const less of smaller(clip)) {
      expect(figure({ ...options, clip: less })).toBeLessThan(figure(options));
    }
  });
});

/** Of the largest product. */
function bitsOf(datapath: Datapath): number {
  return productRange(datapath, 0, 0).greatest.toString(2).length;
}
