import { describe, expect, it } from 'vitest';
import {
  type AccumulatorBounds,
  type ActivationSigns,
  agnosticWidth,
  attainingVector,
  bindingSide,
  type MacParameters,
  multiplyAccumulate,
  rowBounds,
  start,
  tileBounds,
  twoStageBounds,
  weightTerms,
} from '../../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../../golden/format.ts';
import { repeatable } from './support.ts';

const ALIGNS = ['truncate', 'nearest', 'floor', 'floor-act'] as const;
const SIGNS: readonly ActivationSigns[] = ['both', 'non-negative'];
const STARTS = [0n, 3n, -5n];

const base: MacParameters = {
  weight: lpFormat({ n: 3, es: 0, rs: 2 }),
  activation: lpFormat({ n: 3, es: 1, rs: 1 }),
  converter: 'table',
  converterFraction: 3,
  align: 'truncate',
  overflow: 'wrap',
  accumulatorFraction: 2,
  accumulatorWidth: 200,
};

/** Products of every pair of words, by the definition: sums of one in a wide accumulator. */
function products(parameters: MacParameters): number[][] {
  const { weight, activation } = parameters;
  return wordsOf(weight).map((w) =>
    wordsOf(activation).map((a) => Number(multiplyAccumulate(parameters, start(0n), w, a).acc)),
  );
}

function wordsOf(format: LpFormat): number[] {
  return Array.from({ length: 2 ** format.n }, (_, word) => word);
}

/** Activation words that may occur: NaR among them, negative ones only where signs allow. */
function allowedWords(activation: LpFormat, signs: ActivationSigns): number[] {
  return wordsOf(activation).filter((word) => signs === 'both' || word <= activation.narWord);
}

/** Least and most of every partial sum over every vector of activations, words in this order. */
function reach(row: readonly number[], table: number[][], words: number[], from: number) {
  let sums = new Set([from]);
  let [least, most] = [from, from];
  for (const weight of row) {
    const next = new Set<number>();
    for (const sum of sums) {
      for (const word of words) next.add(sum + (table[weight]?.[word] as number));
    }
    sums = next;
    for (const sum of sums) [least, most] = [Math.min(least, sum), Math.max(most, sum)];
  }
  return { least, most };
}

function fits({ upper, lower }: AccumulatorBounds, width: number): boolean {
  return upper <= 2n ** BigInt(width - 1) - 1n && lower <= 2n ** BigInt(width - 1);
}

function run(parameters: MacParameters, row: readonly number[], vector: Uint16Array, b = 0n) {
  let state = start(b);
  for (const [index, weight] of row.entries()) {
    state = multiplyAccumulate(parameters, state, weight, vector[index] as number);
  }
  return state.acc;
}

describe('rowBounds', () => {
  for (const align of ALIGNS) {
    it(`is what every row of three weights reaches with some activations, ${align}`, () => {
      for (const accumulatorFraction of [-1, 0, 2]) {
        const parameters = { ...base, align, accumulatorFraction };
        const table = products(parameters);
        for (const signs of SIGNS) {
          const terms = weightTerms(parameters, signs);
          const words = allowedWords(parameters.activation, signs);
          for (let code = 0; code < 8 ** 3; code += 1) {
            const row = [code % 8, Math.floor(code / 8) % 8, Math.floor(code / 64)];
            for (const b of STARTS) {
              const bounds = rowBounds(terms, row, { least: b, most: b });
              const { least, most } = reach(row, table, words, Number(b));
              // A start value pulls the other side away from its bound; nothing else does.
              const [down, up] = b < 0n ? [b, 0n] : [0n, b];
              expect(most).toBe(Number(bounds.upper + down));
              expect(least).toBe(Number(-bounds.lower + up));
              expect(fits(bounds, bounds.width)).toBe(true);
              if (bounds.width > 1) expect(fits(bounds, bounds.width - 1)).toBe(false);
            }
          }
        }
      }
    });

    it(`is attained by the vector named for each side, in every order, ${align}`, () => {
      const parameters = { ...base, align, accumulatorFraction: 0 };
      for (const signs of SIGNS) {
        const terms = weightTerms(parameters, signs);
        for (let code = 0; code < 8 ** 3; code += 1) {
          const row = [code % 8, Math.floor(code / 8) % 8, Math.floor(code / 64)];
          const bounds = rowBounds(terms, row);
          const upper = attainingVector(parameters, row, 'upper', signs);
          const lower = attainingVector(parameters, row, 'lower', signs);
          expect(run(parameters, row, upper)).toBe(bounds.upper);
          expect(run(parameters, row, lower)).toBe(-bounds.lower);
          const reversed = row.toReversed();
          expect(run(parameters, reversed, upper.toReversed())).toBe(bounds.upper);
          for (const word of [...upper, ...lower]) {
            expect(word).not.toBe(parameters.activation.narWord);
            if (signs === 'non-negative') expect(word).toBeLessThan(parameters.activation.narWord);
          }
        }
      }
    });
  }

  it('holds mixed formats: the finer log on either side', () => {
    for (const align of ALIGNS) {
      for (const [weight, activation] of [
        [lpFormat({ n: 4, es: 0, rs: 2 }), lpFormat({ n: 3, es: 1, rs: 2 })],
        [lpFormat({ n: 2, es: 1, rs: 1 }), lpFormat({ n: 4, es: 0, rs: 1 })],
      ] as const) {
        const parameters = { ...base, weight, activation, align, accumulatorFraction: 1 };
        const table = products(parameters);
        const draw = repeatable(17);
        for (const signs of SIGNS) {
          const terms = weightTerms(parameters, signs);
          for (let round = 0; round < 50; round += 1) {
            const row = Array.from({ length: 4 }, () => draw(2 ** weight.n));
            const bounds = rowBounds(terms, row);
            const { least, most } = reach(row, table, allowedWords(activation, signs), 0);
            expect([most, least]).toEqual([Number(bounds.upper), Number(-bounds.lower)]);
          }
        }
      }
    }
  });

  it('overflows P - 1 bits on the binding side, and P bits never', () => {
    const draw = repeatable(99);
    for (const align of ALIGNS) {
      for (const signs of SIGNS) {
        const terms = weightTerms({ ...base, align }, signs);
        for (let round = 0; round < 40; round += 1) {
          const row = Array.from({ length: 7 }, () => draw(8));
          const bounds = rowBounds(terms, row);
          if (bounds.width < 2) continue;
          const side = bindingSide(bounds);
          const vector = attainingVector(base, row, side, signs);
          const exact = side === 'upper' ? bounds.upper : -bounds.lower;
          for (const overflow of ['wrap', 'saturate'] as const) {
            const at = (accumulatorWidth: number) =>
              run({ ...base, align, overflow, accumulatorWidth }, row, vector);
            expect(at(bounds.width)).toBe(exact);
            expect(at(bounds.width - 1)).not.toBe(exact);
          }
        }
      }
    }
  });

  it('takes a range of start values as one more term on each side it reaches', () => {
    const terms = weightTerms(base, 'both');
    const { upper, lower } = rowBounds(terms, [1, 3]);
    expect(rowBounds(terms, [1, 3], { least: -4n, most: 9n })).toMatchObject({
      upper: upper + 9n,
      lower: lower + 4n,
    });
    expect(rowBounds(terms, [1, 3], { least: 2n, most: 9n })).toMatchObject({
      upper: upper + 9n,
      lower,
    });
  });

  it('is 1 bit where nothing is added: no weights, zero, NaR', () => {
    const terms = weightTerms(base, 'both');
    const nothing = { upper: 0n, lower: 0n, width: 1 };
    expect(rowBounds(terms, [])).toEqual(nothing);
    expect(rowBounds(terms, [0, base.weight.narWord, 0])).toEqual(nothing);
  });

  it('is the agnostic width where every weight is the largest', () => {
    for (const align of ALIGNS) {
      const parameters = { ...base, align };
      const { maxWord, n } = parameters.weight;
      const agnostic = agnosticWidth(parameters, 20, 0n);
      const rows = [maxWord, 2 ** n - maxWord].map((word) => {
        return rowBounds(
          weightTerms(parameters, 'both'),
          Array.from({ length: 20 }, () => word),
        );
      });
      expect(Math.max(...rows.map(({ width }) => width))).toBe(agnostic.width);
    }
  });

  it('refuses a word beyond the format', () => {
    expect(() => rowBounds(weightTerms(base, 'both'), [1, 8])).toThrow('weight 1 is 8');
  });
});

describe('two stages', () => {
  it('bounds every tile from 0 and the row from b, the last tile short', () => {
    const draw = repeatable(5);
    for (const align of ALIGNS) {
      const parameters = { ...base, align };
      const terms = weightTerms(parameters, 'both');
      for (let round = 0; round < 60; round += 1) {
        const row = Array.from({ length: 7 }, () => draw(8));
        const tiles = tileBounds(terms, row, 3);
        expect(tiles).toEqual([
          rowBounds(terms, row.slice(0, 3)),
          rowBounds(terms, row.slice(3, 6)),
          rowBounds(terms, row.slice(6)),
        ]);
        const { inner, outer } = twoStageBounds(terms, row, 3, { least: -6n, most: -6n });
        expect(inner.width).toBe(Math.max(...tiles.map(({ width }) => width)));
        expect(outer).toEqual(rowBounds(terms, row, { least: -6n, most: -6n }));
      }
    }
  });

  it('makes wrapping tile sums and their wrapping sum exact, and one bit less does not', () => {
    const draw = repeatable(6);
    const terms = weightTerms(base, 'both');
    for (let round = 0; round < 60; round += 1) {
      const row = Array.from({ length: 10 }, () => 1 + draw(3));
      const { inner, outer } = twoStageBounds(terms, row, 4);
      const vector = attainingVector(base, row, 'upper', 'both');
      const staged = (P_I: number, P_O: number) => {
        let sum = 0n;
        for (let from = 0; from < row.length; from += 4) {
          const tile = { ...base, accumulatorWidth: P_I };
          sum += run(tile, row.slice(from, from + 4), vector.slice(from, from + 4));
          sum = BigInt.asIntN(P_O, sum);
        }
        return sum;
      };
      expect(staged(inner.width, outer.width)).toBe(outer.upper);
      expect(staged(inner.width - 1, outer.width)).not.toBe(outer.upper);
      expect(staged(inner.width, outer.width - 1)).not.toBe(outer.upper);
    }
  });

  it('refuses tiles of no products', () => {
    expect(() => tileBounds(weightTerms(base, 'both'), [1], 0)).toThrow(RangeError);
  });
});
