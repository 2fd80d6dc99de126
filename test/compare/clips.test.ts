import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../compare/formats.ts';
import type { DatapathInput } from '../../compare/specs.ts';
import { sqnr } from '../../compare/sqnr.ts';
import { datapathSchema } from '../../generator/config/systolic-schema.ts';
import { openDatapath } from '../../golden/datapaths/index.ts';

type Posits = Extract<DatapathInput, { readonly kind: 'posit' | 'posit-fused' }>;

/** In dB, of Gaussian data. */
function figure(options: Posits, clip: Posits['clip'], mode: number): number {
  const datapath = openDatapath(datapathSchema.parse({ ...options, clip }));
  return sqnr(datapath, { mode, stream: 'gaussian' });
}

const CLIPPED = FORMATS.flatMap(({ id, datapath }) =>
  datapath.kind === 'posit' || datapath.kind === 'posit-fused' ? [[id, datapath] as const] : [],
);

describe.each(CLIPPED)('the largest words of %s', (_, options) => {
  const { clip = { weight: 0, activation: 0 } } = options;

  it('are so large that no mode is the worse for them', () => {
    for (let mode = 0; mode < (options.kind === 'posit' ? 1 : 3); mode += 1) {
      expect(figure(options, clip, mode)).toBe(figure(options, undefined, mode));
    }
  });

  it('are the smallest such', () => {
    for (const less of [
      { ...clip, weight: clip.weight - 1 },
      { ...clip, activation: clip.activation - 1 },
    ]) {
      expect(figure(options, less, 0)).toBeLessThan(figure(options, clip, 0));
    }
  });
});
