import { describe, expect, it } from 'vitest';
import { type DatapathOptions, openDatapath } from '../../../golden/datapaths/index.ts';
import { referenceOf } from './reference.ts';
import { EVERY_KIND } from './support.ts';

describe('openDatapath', () => {
  it('has every kind in the exhaustive runs', () => {
    expect(new Set(EVERY_KIND.map(({ kind }) => kind)).size).toBe(13);
  });

  it.each(EVERY_KIND.map((options) => [JSON.stringify(options), options] as const))(
    'agrees with a second reading on every pair of words: %s',
    (_, options) => {
      expect(differences(options)).toEqual([]);
    },
  );
});

/** The first pairs, modes and lanes in which values or products differ. */
function differences(options: DatapathOptions): string[] {
  const datapath = openDatapath(options);
  const reference = referenceOf(options);
  const found: string[] = [];
  const check = (what: string, actual: unknown, expected: unknown) => {
    if (actual !== expected && found.length < 5) found.push(`${what}: ${actual}, not ${expected}`);
  };
  const activations = 2 ** datapath.activationBits;
  for (let word = 0; word < activations; word += 1) {
    check(`activation ${word}`, datapath.activationValue(word), reference.activation(word));
  }
  for (const [mode, { lanes, bits }] of datapath.modes.entries()) {
    for (let lane = 0; lane < lanes; lane += 1) {
      for (let field = 0; field < 2 ** bits; field += 1) {
        const weight = inLane(field, lane, { bits, container: datapath.weightBits });
        const name = `mode ${mode}, lane ${lane}, weight ${weight}`;
        check(name, datapath.weightValue(mode, lane, weight), reference.weight(mode, field));
        for (let word = 0; word < activations; word += 1) {
          const expected = reference.product(mode, field, word);
          const actual = Number(datapath.product(mode, lane, weight, word));
          if (actual !== expected) check(`${name}, activation ${word}`, actual, expected);
        }
      }
    }
  }
  return found;
}

/** A weight word with a field in one lane and anything in the others. */
function inLane(
  field: number,
  lane: number,
  { bits, container }: { bits: number; container: number },
): number {
  const others = (field * 0x9d + lane * 0x35) % 2 ** container;
  const mask = (2 ** bits - 1) << (lane * bits);
  return (others & ~mask) | (field << (lane * bits));
}
