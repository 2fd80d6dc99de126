import { describe, expect, test } from 'vitest';
import * as exact from '../../golden/exact/index.ts';
import * as fast from '../../golden/fast/index.ts';
import { formatName, type LpFormat, lpFormat } from '../../golden/format.ts';

/** Exact against fast golden model, exhaustively where the space allows it. */

const UNDERFLOWS = ['flush', 'saturate'] as const;
const ROUNDINGS = ['log', 'linear'] as const;
const KINDS = ['number', 'zero', 'nar'] as const;

/** Every shape up to n bits. */
function shapes(n: number): LpFormat[] {
  const formats: LpFormat[] = [];
  for (let es = 0; es <= 5; es += 1) {
    for (let rs = 1; rs < n; rs += 1) formats.push(lpFormat({ n, es, rs }));
  }
  return formats;
}

/** Fails on the first difference only: millions of comparisons go through here. */
function agree(fromFast: unknown, fromExact: unknown, where: () => string): void {
  if (fromFast !== fromExact) expect(`${where()}: ${fromFast}`).toBe(`${where()}: ${fromExact}`);
}

for (const n of [2, 3, 4, 5, 6, 7, 8]) {
  describe(`n = ${n}`, () => {
    test('every word of every format decodes alike', () => {
      let words = 0;
      for (const format of shapes(n)) {
        const table = fast.decodeTable(format);
        for (let word = 0; word < 2 ** n; word += 1) {
          const decoded = exact.decode(format, word);
          const number = decoded.kind === 'number' ? decoded : { sign: 0, log: 0n };
          const where = () => `${formatName(format)} word ${word}`;
          agree(KINDS[table.kind[word] ?? 0], decoded.kind, where);
          agree(table.sign[word], number.sign, where);
          agree(table.log[word], Number(number.log), where);
          words += 1;
        }
      }
      expect(words).toBe(6 * (n - 1) * 2 ** n);
    });

    test('every log on a quarter-step grid encodes alike: words, midpoints, both ends', () => {
      for (const format of shapes(n)) {
        const fractionBits = format.fractionBits + 2;
        const end = 4 * format.maxLog + 5 * 2 ** fractionBits;
        for (const underflow of UNDERFLOWS) {
          const encoder = fast.createEncoder(format, underflow);
          for (let log = -end; log <= end; log += 1) {
            const sign = log & 1 ? 1 : 0;
            const t = { numerator: BigInt(log), fractionBits };
            const word = exact.encodeLog(format, sign, t, underflow);
            agree(
              encoder.encode(sign, log, fractionBits),
              word,
              () => `${formatName(format)} ${underflow} log ${log}/2^${fractionBits}`,
            );
          }
        }
      }
    });

    test('real numbers at words, between them and beside each bound encode alike', () => {
      for (const [index, shape] of shapes(n)
        .filter(({ es }) => es < 4)
        .entries()) {
        // Of the widest words each shape has every other factor: neighbours have the others.
        for (const sf of [0, 0.5, -2.75, 0.1].filter((_, at) => n < 7 || (at + index) % 2 === 0)) {
          const format = lpFormat({ ...shape, sf });
          const inputs = realInputs(format);
          for (const rounding of ROUNDINGS) {
            // Linear rounding does not look at it.
            for (const underflow of rounding === 'linear' ? UNDERFLOWS.slice(1) : UNDERFLOWS) {
              const quantise = fast.createQuantizer(format, { rounding, underflow });
              for (const x of inputs) {
                const word = exact.encodeReal(format, x, { rounding, underflow });
                agree(
                  quantise(x),
                  word,
                  () => `${formatName(format)} ${rounding} ${underflow} ${x}`,
                );
              }
            }
          }
        }
      }
    });
  });
}

/** Special numbers, powers of two, some words' values, arithmetic and geometric means of neighbours. */
function realInputs(format: LpFormat): number[] {
  const step = Math.max(1, 2 ** (format.n - 6));
  const points: number[] = [];
  for (let word = 1; word < format.maxWord; word += step) {
    const a = exact.wordValue(format, word) ?? 0;
    const b = exact.wordValue(format, word + 1) ?? 0;
    points.push(a, (a + b) / 2, Math.sqrt(a) * Math.sqrt(b));
  }
  const smallest = exact.wordValue(format, 1) ?? 0;
  const largest = exact.wordValue(format, format.maxWord) ?? 0;
  points.push(smallest / 2, smallest / 4, largest, largest * 2, 1e300, 1e-300, 5e-324);
  for (let exponent = -8; exponent <= 8; exponent += 1) points.push(2 ** exponent);
  const near = points.flatMap((x) => [x, x * (1 + Number.EPSILON), x * (1 - Number.EPSILON / 2)]);
  return [0, -0, Number.NaN, Infinity, -Infinity, ...near, ...points.map((x) => -x)];
}

const PAIRS: readonly [LpFormat, LpFormat][] = [
  [lpFormat({ n: 8, es: 1, rs: 7 }), lpFormat({ n: 8, es: 1, rs: 7 })],
  [lpFormat({ n: 8, es: 0, rs: 3 }), lpFormat({ n: 7, es: 2, rs: 2 })],
  [lpFormat({ n: 4, es: 0, rs: 2 }), lpFormat({ n: 8, es: 1, rs: 7 })],
  [lpFormat({ n: 2, es: 0, rs: 1 }), lpFormat({ n: 8, es: 2, rs: 5 })],
  [lpFormat({ n: 2, es: 5, rs: 1 }), lpFormat({ n: 2, es: 0, rs: 1 })],
  [lpFormat({ n: 3, es: 3, rs: 2 }), lpFormat({ n: 6, es: 0, rs: 1 })],
  [lpFormat({ n: 4, es: 1, rs: 3 }), lpFormat({ n: 4, es: 1, rs: 3 })],
  [lpFormat({ n: 5, es: 5, rs: 4 }), lpFormat({ n: 5, es: 0, rs: 4 })],
  [lpFormat({ n: 6, es: 2, rs: 3 }), lpFormat({ n: 6, es: 2, rs: 5 })],
  [lpFormat({ n: 7, es: 0, rs: 6 }), lpFormat({ n: 5, es: 3, rs: 2 })],
  [lpFormat({ n: 6, es: 0, rs: 1 }), lpFormat({ n: 7, es: 1, rs: 3 })],
  [lpFormat({ n: 5, es: 4, rs: 1 }), lpFormat({ n: 6, es: 1, rs: 2 })],
  [lpFormat({ n: 9, es: 1, rs: 8 }), lpFormat({ n: 3, es: 0, rs: 2 })],
];

/** Widths and fractions that make sums fit, wrap, vanish and overflow; limbs of 1, 2 and 4 words. */
const SUMS = [
  { converterFraction: 6, accumulatorFraction: 12, accumulatorWidth: 24 },
  { converterFraction: 2, accumulatorFraction: 3, accumulatorWidth: 8 },
  { converterFraction: 0, accumulatorFraction: -4, accumulatorWidth: 31 },
  { converterFraction: 9, accumulatorFraction: 20, accumulatorWidth: 70 },
] as const;

describe('multiply-accumulate', () => {
  for (const [weight, activation] of PAIRS) {
    test(`${formatName(weight)} x ${formatName(activation)}: all pairs, all options`, () => {
      let combinations = 0;
      for (const converter of ['table', 'mitchell'] as const) {
        for (const align of ['truncate', 'nearest', 'floor', 'floor-act'] as const) {
          for (const overflow of ['wrap', 'saturate'] as const) {
            for (const sum of SUMS) {
              compareSums({ weight, activation, converter, align, overflow, ...sum });
              combinations += 1;
            }
          }
        }
      }
      expect(combinations).toBe(16 * SUMS.length);
    });
  }
});

function compareSums(parameters: exact.MacParameters): void {
  const { weight, activation, accumulatorWidth: P } = parameters;
  const pairs = 2 ** (weight.n + activation.n);
  const depth = 5;
  const end = 1n << BigInt(P - 1);
  const starts = [0n, end - 1n, -end, 1n, -1n];
  const mac = fast.createMac(parameters);
  const records = new Uint32Array(pairs * mac.recordWords);
  mac.createSweep({ depth, starts }).fill(0, pairs, records);

  let state = exact.start(0n);
  for (let index = 0; index < pairs; index += 1) {
    if (index % depth === 0) state = exact.start(starts[(index / depth) % starts.length] ?? 0n);
    const w = index >> activation.n;
    const a = index % 2 ** activation.n;
    state = exact.multiplyAccumulate(parameters, state, w, a);
    const expected = record(state, P);
    for (let word = 0; word < mac.recordWords; word += 1) {
      const got = records[index * mac.recordWords + word];
      const want = Number((expected >> BigInt(32 * word)) & 0xffffffffn);
      agree(got, want, () => `${JSON.stringify(parameters)} pair ${w}, ${a}, word ${word}`);
    }
  }
}

/** {nar, acc} as one integer. */
function record({ acc, nar }: exact.MacState, P: number): bigint {
  return BigInt.asUintN(P, acc) | (nar ? 1n << BigInt(P) : 0n);
}

const REQUANTISERS: readonly Omit<exact.RequantiseParameters, 'accumulatorWidth'>[] = (
  [
    { output: [8, 1, 7], A: 8, X: 8, Fo: 6, c: 0n, relu: false, underflow: 'flush' },
    { output: [8, 1, 7], A: 8, X: 8, Fo: 6, c: -900n, relu: false, underflow: 'flush' },
    { output: [8, 0, 3], A: 14, X: 4, Fo: 5, c: 17n, relu: true, underflow: 'saturate' },
    { output: [4, 2, 2], A: -3, X: 5, Fo: 3, c: -5n, relu: false, underflow: 'saturate' },
    { output: [2, 0, 1], A: 7, X: 0, Fo: 0, c: 0n, relu: false, underflow: 'flush' },
    { output: [8, 5, 7], A: 10, X: 16, Fo: 12, c: 12345n, relu: false, underflow: 'flush' },
    { output: [6, 0, 1], A: 9, X: 3, Fo: 1, c: 2n, relu: true, underflow: 'flush' },
    { output: [7, 3, 4], A: 12, X: 9, Fo: 0, c: -3n, relu: false, underflow: 'saturate' },
    { output: [16, 1, 15], A: 6, X: 12, Fo: 10, c: 100n, relu: false, underflow: 'flush' },
    { output: [8, 2, 5], A: 30, X: 7, Fo: 5, c: 10n ** 15n, relu: false, underflow: 'flush' },
    { output: [8, 2, 5], A: 30, X: 7, Fo: 5, c: -(10n ** 15n), relu: false, underflow: 'saturate' },
  ] as const
).map(({ output: [n, es, rs], A, X, Fo, c, relu, underflow }) => ({
  output: lpFormat({ n, es, rs }),
  accumulatorFraction: A,
  inputBits: X,
  fraction: Fo,
  scale: c,
  relu,
  underflow,
}));

describe('requantisation', () => {
  for (const [index, rest] of REQUANTISERS.entries()) {
    test(`case ${index}: all 2^16 accumulators of ${formatName(rest.output)}, NaR and not`, () => {
      const P = 16;
      const parameters = { ...rest, accumulatorWidth: P };
      const requantizer = fast.createRequantizer(parameters);
      expect(requantizer.recordWords).toBe(1);
      const words = requantizer.run(Uint32Array.from({ length: 2 ** (P + 1) }, (_, i) => i));
      for (let index = 0; index < 2 ** (P + 1); index += 1) {
        const v = BigInt.asIntN(P, BigInt(index));
        const word = exact.requantise(parameters, v, index >= 2 ** P);
        agree(words[index], word, () => `acc ${v}`);
      }
    });
  }

  test('wide accumulators: every position of the leading one, both ends', () => {
    for (const [index, rest] of REQUANTISERS.entries()) {
      const P = [33, 64, 127, 128][index % 4] ?? 64;
      const parameters = { ...rest, accumulatorWidth: P };
      const requantizer = fast.createRequantizer(parameters);
      const values: bigint[] = [];
      for (let p = 0; p < P; p += 1) {
        const one = 1n << BigInt(p);
        for (const v of [one - 1n, one, one + 1n, one + one / 2n, one + one / 3n, 2n * one - 2n]) {
          values.push(BigInt.asIntN(P, v), BigInt.asIntN(P, -v));
        }
      }
      const words = requantizer.run(
        Uint32Array.from(
          values.flatMap((v) => limbs(BigInt.asUintN(P, v), requantizer.recordWords)),
        ),
      );
      values.forEach((v, at) => {
        agree(words[at], exact.requantise(parameters, v, false), () => `P ${P} acc ${v}`);
      });
    }
  });
});

function limbs(value: bigint, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Number((value >> BigInt(32 * i)) & 0xffffffffn));
}
