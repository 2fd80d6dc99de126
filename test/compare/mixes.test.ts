import { describe, expect, test } from 'vitest';
import { type ClaimSpec, claimIn } from '../../compare/claims.ts';
import { MIXES, mixRow, modeFor } from '../../compare/mixes.ts';
import { paperRows } from '../../compare/paper.ts';
import { compareReport } from '../support/compare-report.ts';

const modes = [
  { name: '8', weightBits: 8, weightsPerWord: 1, sqnr: { gaussian: 40 } },
  { name: '4', weightBits: 4, weightsPerWord: 2, sqnr: { gaussian: 20 } },
  { name: 'pot4', weightBits: 4, weightsPerWord: 2, sqnr: { gaussian: 14 } },
];

describe('a mix of weight widths', () => {
  test('has shares that add up to 1', () => {
    for (const { shares } of MIXES) {
      expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    }
  });

  test('takes the fastest mode that is wide enough', () => {
    expect(modeFor(modes, 8)?.name).toBe('8');
    expect(modeFor(modes, 4)?.name).toBe('4');
    expect(modeFor(modes, 2)?.name).toBe('4');
    expect(modeFor(modes.slice(1), 8)).toBeUndefined();
  });

  test('divides areas and energies by the weights of a word, and adds noise', () => {
    const [first] = compareReport().designs;
    const [figures] = first?.figures ?? [];
    const point = figures?.points.find(({ name }) => name === 'clock');
    if (first === undefined || figures === undefined || point === undefined) throw new Error();
    const energy = ['8', '4'].map((mode) => ({
      mode,
      stream: 'relu',
      model: 'zero' as const,
      perWord: mode === '8' ? 100 : 80,
      parts: point.parts,
      cells: 1,
    }));
    const row = mixRow(
      { name: 'half', shares: { 4: 0.5, 8: 0.5 } },
      { ...first, modes },
      { ...figures, energy },
    );
    expect(row?.areaPerMac).toBeCloseTo(point.areaPerWord * (0.5 / 2 + 0.5 / 1), 9);
    expect(row?.energyPerMac).toEqual({ 'relu/zero': 0.5 * 100 + 0.5 * 40 });
    expect(row?.sqnr.gaussian).toBeCloseTo(-10 * Math.log10((1e-2 + 1e-4) / 2), 9);
    expect(row?.modes).toEqual({ 4: '4', 8: '8' });
  });

  test('leaves out a design that misses the clock or cannot hold the weights', () => {
    const [first] = compareReport().designs;
    const [figures] = first?.figures ?? [];
    if (first === undefined || figures === undefined) throw new Error();
    const half = { name: 'half', shares: { 4: 0.5, 8: 0.5 } };
    const late = figures.points.filter(({ name }) => name !== 'clock');
    expect(mixRow(half, { ...first, modes }, { ...figures, points: late })).toBeNull();
    expect(mixRow(half, { ...first, modes: modes.slice(1) }, figures)).toBeNull();
  });
});

describe("a row of the paper's table", () => {
  test('has the energies of its design on every mix, in its own library', () => {
    const report = compareReport();
    const [library] = report.libraries;
    const design = report.designs.find(({ id }) => id === 'int8');
    if (library === undefined || design === undefined) throw new Error();
    const [row, ...others] = paperRows(library.name, [design], report.mixes, 6);
    expect(others).toEqual([]);
    const own = report.mixes.filter((mix) => mix.design === 'int8' && mix.library === library.name);
    expect(own.length).toBeGreaterThan(1);
    expect(row?.energyPerMac).toEqual(
      Object.fromEntries(own.map(({ mix, energyPerMac }) => [mix, energyPerMac])),
    );
    expect(paperRows(library.name, [design], [], 6)[0]?.energyPerMac).toEqual({});
  });
});

describe('a claim', () => {
  const row = (design: string, areaPerMac: number, relu: number, gaussian: number) => ({
    mix: 'half',
    shares: {},
    design,
    library: 'lib',
    modes: {},
    areaPerMac,
    energyPerMac: { 'relu/zero': relu },
    sqnr: { gaussian, relu: gaussian },
  });
  const rows = [row('a', 10, 5, 19), row('b', 8, 6, 18), row('p', 12, 9, 20), row('q', 13, 8, 20)];
  const spec: ClaimSpec = {
    id: 'x',
    text: 'x',
    ours: ['a', 'b', 'gone'],
    peers: ['p', 'q'],
    mix: 'half',
    quantity: 'density',
    target: 1.5,
  };

  test('sets the best of ours against the best peer', () => {
    expect(claimIn(spec, 'lib', rows, [])).toMatchObject({
      ours: 'b',
      peer: 'p',
      ratio: 1.5,
      met: true,
      sqnrGap: -2,
    });
    const energy = { ...spec, quantity: 'energy', stream: 'relu/zero', target: 0.6 } as const;
    expect(claimIn(energy, 'lib', rows, [])).toMatchObject({
      ours: 'a',
      peer: 'q',
      ratio: 5 / 8,
      met: false,
    });
  });

  test('is known no better than the largest spread of its library, if one was measured', () => {
    const floor = (library: string, spread: number) => ({
      library,
      design: 'p',
      variants: [],
      spread,
    });
    const floors = [floor('lib', 0.02), floor('lib', 0.05), floor('other', 0.3)];
    expect(claimIn(spec, 'lib', rows, floors)?.noise).toBe(0.05);
    expect(claimIn(spec, 'lib', rows, floors.slice(2))?.noise).toBeNull();
    expect(claimIn(spec, 'lib', rows, [floor('lib', 0)])?.noise).toBe(0);
  });

  test('is not made where a side has no figure', () => {
    expect(claimIn({ ...spec, peers: ['gone'] }, 'lib', rows, [])).toBeNull();
    expect(claimIn(spec, 'other', rows, [])).toBeNull();
  });
});
