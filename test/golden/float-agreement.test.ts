import { describe, expect, test } from 'vitest';
import * as exact from '../../golden/exact/index.ts';
import { toWords } from '../../golden/fast/accumulator.ts';
import * as fast from '../../golden/fast/index.ts';
import { formatName, lpFormat } from '../../golden/format.ts';
import { repeatable } from './exact/support.ts';
import { randomStream } from './fast/reference.ts';
import { floatRecordOf, randomMac, randomPattern } from './float-support.ts';

/** Exact against fast golden model where sums float, exhaustively where the space allows it. */

const CONVERTERS = ['table', 'mitchell'] as const;
const STEP = fast.RST_NI | fast.EN_I;
const FIRST = STEP | fast.FIRST_I;

type Shape = readonly [n: number, es: number, rs: number];
const format = ([n, es, rs]: Shape) => lpFormat({ n, es, rs });

/** Every G kind: T[j] shortened, filling M exactly, extended. */
const fractionsOf = (W: number) => [W + 2, W - 1, Math.floor(W / 2)];

function macs(pair: readonly [Shape, Shape], fractions: (W: number) => readonly number[]) {
  return [4, 5, 6, 7, 8].flatMap((significand) =>
    fractions(significand).flatMap((converterFraction) =>
      CONVERTERS.map(
        (converter): exact.FloatMacParameters => ({
          weight: format(pair[0]),
          activation: format(pair[1]),
          converter,
          converterFraction,
          significand,
        }),
      ),
    ),
  );
}

describe('all chains of three products from zero', () => {
  const small = [
    [
      [2, 0, 1],
      [2, 1, 1],
    ],
    [
      [2, 2, 1],
      [2, 0, 1],
    ],
    [
      [3, 0, 1],
      [2, 0, 1],
    ],
    [
      [2, 0, 1],
      [3, 0, 2],
    ],
    [
      [3, 1, 1],
      [2, 1, 1],
    ],
  ] as const;
  for (const pair of small) {
    test(`${pair.join(' x ')}: W from 4 to 8, G below, at and above W - 1`, () => {
      for (const parameters of macs(pair, fractionsOf)) compareChains(parameters);
    });
  }

  const large = [
    [
      [3, 0, 1],
      [3, 1, 1],
    ],
    [
      [4, 0, 1],
      [2, 1, 1],
    ],
    [
      [3, 0, 2],
      [3, 0, 1],
    ],
  ] as const;
  for (const [index, pair] of large.entries()) {
    test(`${pair.join(' x ')}: W from 4 to 8, one G each`, () => {
      for (const parameters of macs(pair, (W) => [fractionsOf(W)[(W + index) % 3] ?? 0])) {
        compareChains(parameters);
      }
    });
  }
});

/** One stream per first pair: all second pairs, all third ones. */
function compareChains(parameters: exact.FloatMacParameters): void {
  const { weight, activation } = parameters;
  const mac = fast.createMac(parameters);
  expect(mac.recordWords).toBe(1);
  const pairs = 2 ** (weight.n + activation.n);
  const length = 3 * pairs * pairs;
  const stream = {
    length,
    flags: Uint8Array.from({ length }, (_, i) => (i % 3 === 0 ? FIRST : STEP)),
    weight: new Uint16Array(length),
    activation: new Uint16Array(length),
    start: new Uint32Array(length),
  };
  const put = (cycle: number, pair: number): void => {
    stream.weight[cycle] = pair >> activation.n;
    stream.activation[cycle] = pair % 2 ** activation.n;
  };
  const successors = exactSuccessors(parameters);
  const zero = exact.floatStart(parameters);
  const ones = successors(Number(floatRecordOf(exact.layoutOf(parameters), zero)), zero);

  for (const [first, one] of ones.entries()) {
    for (let rest = 0; rest < pairs * pairs; rest += 1) {
      put(3 * rest, first);
      put(3 * rest + 1, Math.floor(rest / pairs));
      put(3 * rest + 2, rest % pairs);
    }
    const records = mac.run(stream);
    for (const [second, two] of successors(one.record, one.state).entries()) {
      const at = 3 * pairs * second;
      const where = () => `${describeMac(parameters)} pairs ${first}, ${second}`;
      agree(records[at], one.record, where);
      agree(records[at + 1], two.record, where);
      for (const [third, { record }] of successors(two.record, two.state).entries()) {
        agree(records[at + 3 * third + 2], record, () => `${where()}, ${third}`);
      }
    }
  }
}

interface Reached {
  readonly state: exact.FloatMacState;
  readonly record: number;
}

/** What every pair makes of a state, worked out once per state: chains share few of them. */
function exactSuccessors(
  parameters: exact.FloatMacParameters,
): (record: number, state: exact.FloatMacState) => readonly Reached[] {
  const layout = exact.layoutOf(parameters);
  const { weight, activation } = parameters;
  const known = new Map<number, readonly Reached[]>();
  return (record, from) => {
    let reached = known.get(record);
    if (reached === undefined) {
      reached = Array.from({ length: 2 ** (weight.n + activation.n) }, (_, pair) => {
        const [w, a] = [pair >> activation.n, pair % 2 ** activation.n];
        const state = exact.floatMultiplyAccumulate(parameters, from, w, a);
        return { state, record: Number(floatRecordOf(layout, state)) };
      });
      known.set(record, reached);
    }
    return reached;
  };
}

describe('all pairs from random starts, with random continuations', () => {
  const cases = [
    {
      pair: [
        [8, 1, 7],
        [8, 1, 7],
      ],
      W: 12,
      G: 6,
    },
    {
      pair: [
        [8, 0, 3],
        [7, 2, 2],
      ],
      W: 8,
      G: 9,
    },
    {
      pair: [
        [6, 0, 1],
        [7, 1, 3],
      ],
      W: 24,
      G: 23,
    },
    {
      pair: [
        [5, 2, 4],
        [8, 0, 1],
      ],
      W: 5,
      G: 2,
    },
    {
      pair: [
        [7, 3, 6],
        [5, 0, 4],
      ],
      W: 29,
      G: 30,
    },
    {
      pair: [
        [6, 0, 5],
        [6, 1, 2],
      ],
      W: 30,
      G: 12,
    },
    {
      pair: [
        [6, 0, 5],
        [6, 1, 2],
      ],
      W: 31,
      G: 31,
    },
    {
      pair: [
        [6, 1, 5],
        [6, 0, 2],
      ],
      W: 32,
      G: 33,
    },
    {
      pair: [
        [8, 5, 7],
        [4, 0, 1],
      ],
      W: 32,
      G: 20,
    },
  ] as const;
  for (const [index, { pair, W, G }] of cases.entries()) {
    test(`${pair.join(' x ')}, W = ${W}, G = ${G}, run and sweep`, () => {
      comparePairs(
        {
          weight: format(pair[0]),
          activation: format(pair[1]),
          converter: index % 2 === 0 ? 'table' : 'mitchell',
          converterFraction: G,
          significand: W,
        },
        1000 + index,
      );
    });
  }
});

/** Sums of three products by run(), of which the first meets all pairs; of five by the sweep. */
function comparePairs(parameters: exact.FloatMacParameters, seed: number): void {
  const random = repeatable(seed);
  const { weight, activation } = parameters;
  const layout = exact.layoutOf(parameters);
  const pairs = 2 ** (weight.n + activation.n);
  const starts = Array.from({ length: 97 }, () => randomPattern(random, layout));
  const pairAt = (cycle: number) => (cycle % 3 === 0 ? cycle / 3 : random(pairs));
  const order = Array.from({ length: 3 * pairs }, (_, cycle) => pairAt(cycle));
  compare(parameters, order, { depth: 3, starts }, (mac) =>
    mac.run({
      length: order.length,
      flags: Uint8Array.from(order, (_, cycle) => (cycle % 3 === 0 ? FIRST : STEP)),
      weight: Uint16Array.from(order, (pair) => pair >> activation.n),
      activation: Uint16Array.from(order, (pair) => pair % 2 ** activation.n),
      start: toWords(
        order.map((_, cycle) => startAt(starts, Math.floor(cycle / 3))),
        Math.ceil(exact.sumBits(parameters) / 32),
      ),
    }),
  );

  const counted = Array.from({ length: pairs }, (_, vector) => vector);
  compare(parameters, counted, { depth: 5, starts }, (mac) => {
    const records = new Uint32Array(pairs * mac.recordWords);
    mac.createSweep({ depth: 5, starts }).fill(0, pairs, records);
    return records;
  });
}

const startAt = (starts: readonly bigint[], sum: number) => starts[sum % starts.length] ?? 0n;

/** The records of a fast MAC against exact sums of `depth` pairs each. */
function compare(
  parameters: exact.FloatMacParameters,
  pairs: readonly number[],
  { depth, starts }: { depth: number; starts: readonly bigint[] },
  recordsOf: (mac: fast.FastMac) => Uint32Array,
): void {
  const layout = exact.layoutOf(parameters);
  const mac = fast.createMac(parameters);
  const records = recordsOf(mac);
  let state = exact.floatStart(parameters);
  for (const [index, pair] of pairs.entries()) {
    if (index % depth === 0) {
      state = exact.floatStart(parameters, startAt(starts, index / depth));
    }
    const [w, a] = [pair >> parameters.activation.n, pair % 2 ** parameters.activation.n];
    state = exact.floatMultiplyAccumulate(parameters, state, w, a);
    agreeRecord(
      records,
      index,
      mac.recordWords,
      floatRecordOf(layout, state),
      () => `${describeMac(parameters)} step ${index}, pair ${w}, ${a}`,
    );
  }
  expect(records.length).toBe(pairs.length * mac.recordWords);
}

describe('random streams with resets, holds and restarts', () => {
  for (let seed = 0; seed < 60; seed += 1) {
    test(`seed ${seed}`, () => {
      const random = repeatable(seed + 31);
      const longest = seed % 6 === 0 ? 16 : 7;
      compareStream(randomMac(random, { longest, significand: 4 + (seed % 29) }), random);
    });
  }
});

function compareStream(
  parameters: exact.FloatMacParameters,
  random: (below: number) => number,
): void {
  const layout = exact.layoutOf(parameters);
  const length = 300;
  const startWords = Math.ceil(exact.sumBits(parameters) / 32);
  const mac = fast.createMac(parameters);
  const starts = Array.from({ length }, () => randomPattern(random, layout));
  const noise = BigInt(random(2 ** 31)) << BigInt(exact.sumBits(parameters)); // above the sum
  const stream = {
    ...randomStream(random, length, startWords),
    start: toWords(
      starts.map((bits) => bits | noise),
      startWords,
    ),
  };
  const records = mac.run(stream);
  let state = exact.floatStart(parameters);
  for (let cycle = 0; cycle < length; cycle += 1) {
    const flags = stream.flags[cycle] ?? 0;
    if ((flags & fast.RST_NI) === 0) {
      state = exact.floatStart(parameters);
    } else if ((flags & fast.EN_I) !== 0) {
      if ((flags & fast.FIRST_I) !== 0) state = exact.floatStart(parameters, starts[cycle]);
      const w = (stream.weight[cycle] ?? 0) % 2 ** parameters.weight.n;
      const a = (stream.activation[cycle] ?? 0) % 2 ** parameters.activation.n;
      state = exact.floatMultiplyAccumulate(parameters, state, w, a);
    }
    agreeRecord(
      records,
      cycle,
      mac.recordWords,
      floatRecordOf(layout, state),
      () => `${describeMac(parameters)} cycle ${cycle}`,
    );
  }
  expect(records.length).toBe(length * mac.recordWords);
}

describe('requantisation', () => {
  const cases = [
    { output: [8, 1, 7], X: 8, Fo: 6, c: 0n, relu: false, underflow: 'flush' },
    { output: [8, 0, 3], X: 4, Fo: 5, c: 17n, relu: true, underflow: 'saturate' },
    { output: [4, 2, 2], X: 3, Fo: 3, c: -5n, relu: false, underflow: 'saturate' },
    { output: [2, 0, 1], X: 0, Fo: 0, c: 0n, relu: false, underflow: 'flush' },
    { output: [8, 5, 7], X: 10, Fo: 9, c: 1234n, relu: false, underflow: 'flush' },
    { output: [16, 1, 15], X: 5, Fo: 10, c: 100n, relu: true, underflow: 'flush' },
    { output: [8, 2, 5], X: 2, Fo: 5, c: -(10n ** 15n), relu: false, underflow: 'saturate' },
  ] as const;
  for (const { output, X, Fo, c, relu, underflow } of cases) {
    test(`of all states for LP<${output}>, X = ${X}, NaR and not`, () => {
      for (const [significand, exponentBits] of [
        [4, 7],
        [6, 6],
        [8, 5],
      ] as const) {
        compareRequantiser({
          significand,
          exponentBits,
          inputBits: X,
          fraction: Fo,
          scale: c,
          relu,
          underflow,
          output: format(output),
        });
      }
    });
  }

  test('of wide sums, whose records have two words', () => {
    const random = repeatable(77);
    for (const [W, E, X] of [
      [24, 7, 8],
      [25, 6, 8],
      [24, 6, 11],
      [32, 8, 10],
      [31, 11, 4],
    ] as const) {
      const parameters: exact.FloatRequantiseParameters = {
        significand: W,
        exponentBits: E,
        inputBits: X,
        fraction: 8,
        scale: -3n,
        relu: false,
        underflow: 'flush',
        output: lpFormat({ n: 9, es: 2, rs: 6 }),
      };
      const patterns = Array.from({ length: 500 }, () => randomPattern(random, parameters));
      const requantizer = fast.createRequantizer(parameters);
      expect(requantizer.recordWords).toBe(W + E > 30 ? 2 : 1);
      const nar = (index: number) => index % 7 === 0;
      const records = patterns.map((bits, i) => bits | (BigInt(nar(i)) << BigInt(1 + E + W)));
      const words = requantizer.run(toWords(records, requantizer.recordWords));
      for (const [index, bits] of patterns.entries()) {
        const state = { sum: exact.unpackSum(parameters, bits), nar: nar(index) };
        const where = () => `W = ${W}, E = ${E}, pattern ${bits}`;
        agree(words[index], exact.floatRequantise(parameters, state), where);
      }
    }
  });
});

function compareRequantiser(parameters: exact.FloatRequantiseParameters): void {
  const { significand: W, exponentBits: E } = parameters;
  const width = 1 + E + W;
  const words = fast
    .createRequantizer(parameters)
    .run(Uint32Array.from({ length: 2 ** (width + 1) }, (_, record) => record));
  let states = 0;
  for (let record = 0; record < 2 ** (width + 1); record += 1) {
    const significand = record % 2 ** W;
    if (significand !== 0 && significand < 2 ** (W - 1)) continue;
    const sum = exact.unpackSum(parameters, BigInt(record % 2 ** width));
    const word = exact.floatRequantise(parameters, { sum, nar: record >= 2 ** width });
    agree(words[record], word, () => `W = ${W}, E = ${E}, record ${record}`);
    states += 1;
  }
  expect(states).toBe(2 ** (E + 2) * (2 ** (W - 1) + 1));
}

/** Fails on the first difference only: millions of comparisons go through here. */
function agree(fromFast: unknown, fromExact: unknown, where: () => string): void {
  if (fromFast !== fromExact) expect(`${where()}: ${fromFast}`).toBe(`${where()}: ${fromExact}`);
}

function agreeRecord(
  records: Uint32Array,
  index: number,
  recordWords: number,
  expected: bigint,
  where: () => string,
): void {
  for (let word = 0; word < recordWords; word += 1) {
    const want = Number((expected >> BigInt(32 * word)) & 0xffffffffn);
    agree(records[index * recordWords + word], want, () => `${where()}, word ${word}`);
  }
}

function describeMac(parameters: exact.FloatMacParameters): string {
  const { weight, activation, converter, converterFraction: G, significand: W } = parameters;
  return `${formatName(weight)} x ${formatName(activation)} ${converter} G = ${G}, W = ${W}`;
}
