import { describe, expect, it } from 'vitest';
import { allFormats, formatPairs } from '../../scripts/verify-formats/plan.ts';

const pairs = formatPairs();
const alike = pairs.filter(({ group }) => group !== 'mixed');
const mixed = pairs.filter(({ group }) => group === 'mixed');

describe('the plan', () => {
  it('holds all 112 formats with themselves and 100 different mixed pairs', () => {
    const shapes = allFormats().map(({ n, es, rs }) => `LP<${n},${es},${rs}>`);
    expect(new Set(shapes).size).toBe(112);
    expect(alike.map(({ name }) => name)).toEqual(shapes);
    expect(new Set(mixed.map(({ name }) => name)).size).toBe(100);
    for (const { configs } of mixed) expect(configs[0]?.weight).not.toEqual(configs[0]?.activation);
  });

  it('gives each pair its agnostic width and 16 bits, wrapping and saturating', () => {
    for (const { configs, name } of pairs) {
      const fixed = configs.filter(({ accumulator }) => accumulator.kind === 'fixed');
      const sums = fixed.map(({ accumulator }) => [accumulator.width, accumulator.overflow]);
      expect(sums, name).toEqual([
        [undefined, undefined],
        [16, 'wrap'],
        [16, 'saturate'],
      ]);
    }
  });

  it.each([
    ['alike', alike],
    ['mixed', mixed],
  ])('meets every form of a PE at every kind of sum: %s', (_, group) => {
    const forms = new Set(
      group.flatMap(({ configs }) =>
        configs.map(({ name, pe }) => `${name.split('_')[1]} ${pe.operands} ${pe.pipeline}`),
      ),
    );
    expect(forms.size).toBe(4 * 2 * 3);
  });

  it('meets every option of converter, align and encoder', () => {
    const values = new Set(
      mixed.flatMap(({ configs }) =>
        configs.flatMap(({ converter, accumulator, encoder }) => [
          converter.kind,
          accumulator.align,
          encoder.underflow,
          encoder.relu,
        ]),
      ),
    );
    for (const value of ['table', 'mitchell', 'truncate', 'nearest', 'floor', 'floor-act']) {
      expect(values).toContain(value);
    }
    for (const value of ['flush', 'saturate', true, false]) expect(values).toContain(value);
  });

  it('is the same every time, under names that differ', () => {
    expect(formatPairs()).toEqual(pairs);
    const names = pairs.flatMap(({ configs }) => configs.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
  });
});
