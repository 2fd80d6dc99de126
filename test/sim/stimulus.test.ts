import { describe, expect, test } from 'vitest';
import { agnosticWidth } from '../../golden/exact/index.ts';
import {
  createMac,
  createRequantizer,
  EN_I,
  type MacStream,
  RST_NI,
} from '../../golden/fast/index.ts';
import { lpFormat } from '../../golden/format.ts';
import { encoderChecks } from '../../sim/checks/encoder.ts';
import { peChecks } from '../../sim/checks/pe.ts';
import { bytesOf, readLimbs } from '../../sim/limbs.ts';
import { createRandom } from '../../sim/random.ts';
import { largestChain } from '../../sim/stimulus/directed.ts';
import { delayStream, drainStream } from '../../sim/stimulus/pipeline.ts';
import { specialWords } from '../../sim/stimulus/special-words.ts';
import { fixedStarts } from '../../sim/stimulus/start-values.ts';
import { encoderRecords } from '../../sim/stimulus/sums.ts';
import { traffic } from '../../sim/stimulus/traffic.ts';
import type { Workload } from '../../sim/workload.ts';
import { contentHash } from '../../system/cache.ts';
import { fixtureDesign, fixtureModule } from './fixtures/fixture.ts';

const DESIGN = fixtureDesign();

function stimulusHash(workloads: readonly Workload[]): string {
  const parts = workloads.flatMap(({ name, args, blocks }) => [
    name,
    ...args,
    ...[...blocks()].map(({ input }) => contentHash(input)),
  ]);
  return contentHash(...parts);
}

describe('a seed', () => {
  const all = (seed: number) => [
    ...peChecks(DESIGN, fixtureModule('pe'), seed),
    ...encoderChecks(DESIGN.requantise, seed),
  ];

  test('replays the whole stimulus', () => {
    expect(stimulusHash(all(7))).toBe(stimulusHash(all(7)));
  });

  test('makes another stimulus than its neighbour', () => {
    expect(stimulusHash(all(7))).not.toBe(stimulusHash(all(8)));
  });

  test('gives different uses different numbers', () => {
    const words = (use: string) => Array.from({ length: 4 }, createRandom(7, use).word);
    expect(words('a')).not.toEqual(words('b'));
    expect(words('a')).toEqual(words('a'));
  });
});

describe('special words', () => {
  test.each([
    [2, 0, 1],
    [3, 0, 2],
    [8, 1, 7],
    [8, 2, 3],
    [16, 5, 4],
  ])('of LP<%d,%d,%d> are words, each once, with the ends among them', (n, es, rs) => {
    const format = lpFormat({ n, es, rs });
    const words = specialWords(format);
    expect(new Set(words).size).toBe(words.length);
    expect(words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** n)).toBe(true);
    const ends = [0, 1, format.maxWord, format.narWord, format.narWord + 1, 2 ** n - 1];
    expect(words).toEqual(expect.arrayContaining(ends));
  });
});

describe('traffic', () => {
  const options = {
    weight: DESIGN.mac.weight,
    activation: DESIGN.mac.activation,
    sumBits: 24,
    depth: 16,
    starts: fixedStarts(24, 5),
  };
  const stream = traffic(options, 2 ** 15, createRandom(3, 'test'));
  const count = (matches: (flags: number) => boolean) =>
    stream.flags.reduce((sum, flags) => sum + (matches(flags) ? 1 : 0), 0);

  test('begins with a reset and has more of them in mid-chain', () => {
    expect(stream.flags[0]).toBe(6);
    for (const flags of [0, 2, 4, 6]) expect(count((value) => value === flags)).toBeGreaterThan(5);
  });

  test('has gaps with and without first_i, and sums that start', () => {
    for (const flags of [1, 5, 3, 7])
      expect(count((value) => value === flags)).toBeGreaterThan(500);
  });

  test('leaves the NaR flag low for much of the time, and high for much of it', () => {
    const mac = createMac(DESIGN.mac);
    const high = mac.run(stream).filter((record) => record >>> 24 === 1).length;
    expect(high / stream.length).toBeGreaterThan(0.1);
    expect(high / stream.length).toBeLessThan(0.9);
  });
});

test.each([1, -1] as const)('a chain of largest products of sign %d attains its bound', (sign) => {
  const depth = 100;
  const { width, ...bounds } = agnosticWidth(DESIGN.mac, depth, 5n);
  const mac = createMac({ ...DESIGN.mac, accumulatorWidth: width });
  const options = { ...DESIGN.mac, sumBits: width, depth, starts: fixedStarts(width, 5) };
  const stream = largestChain(options, sign, BigInt(5 * sign));
  const records = mac.run(stream);
  const last = readLimbs(records, records.length - mac.recordWords, mac.recordWords);
  const reached = BigInt.asIntN(width, last);
  expect(Object.values(bounds).map(String)).toContain(String(sign === 1 ? reached : -reached));
});

describe('encoder records', () => {
  const design = DESIGN.requantise;
  const requantizer = createRequantizer(design);
  const values = [
    ...encoderRecords(design, requantizer, { seed: 1, randomSums: 2 ** 17, blockRecords: 2 ** 12 }),
  ].flatMap((block) => [...block]);

  test('hold both sides of every threshold', () => {
    const sums = new Set(values);
    for (let sum = 1; sum < 2 ** 16; sum++) {
      const [below, at] = requantizer.run(Uint32Array.of(sum - 1, sum));
      if (below === at) continue;
      expect(sums.has(sum - 1) && sums.has(sum), `threshold ${sum}`).toBe(true);
      expect(sums.has(2 ** 24 - sum), `threshold ${-sum}`).toBe(true);
    }
  });

  test('hold every leading one with every 4 bits below it, in both signs', () => {
    const sums = new Set(values.filter((value) => value < 2 ** 24));
    for (let lead = 4; lead < 23; lead++) {
      for (let fraction = 0; fraction < 16; fraction++) {
        const sum = (16 + fraction) * 2 ** (lead - 4);
        expect(sums.has(sum) && sums.has(2 ** 24 - sum), `${sum}`).toBe(true);
        expect(sums.has(sum + 2 ** (lead - 4) - 1), `${sum} and ones`).toBe(true);
      }
    }
  });

  test('hold every leading one with every next one and nothing between, in both signs', () => {
    const sums = new Set(values.filter((value) => value < 2 ** 24));
    for (let lead = 1; lead < 23; lead++) {
      for (let next = 0; next < lead; next++) {
        const sum = 2 ** lead + 2 ** next;
        expect(sums.has(sum) && sums.has(2 ** 24 - sum), `${sum}`).toBe(true);
      }
    }
  });

  test('hold NaR with zero, with both ends and with random sums', () => {
    const nar = values.filter((value) => value >= 2 ** 24).map((value) => value - 2 ** 24);
    expect(nar).toEqual(expect.arrayContaining([0, 2 ** 23, 2 ** 23 - 1]));
    expect(nar.length).toBeGreaterThan(1000);
  });

  test('are random at the end', () => {
    expect(values.length).toBeGreaterThan(2 ** 16);
    expect(bytesOf(Uint32Array.from(values)).byteLength).toBe(4 * values.length);
  });
});

describe('a stream for a longer latency', () => {
  const stream: MacStream = {
    length: 7,
    flags: Uint8Array.of(6, 7, 3, 3, 0, 7, 3),
    weight: Uint16Array.of(9, 1, 2, 3, 9, 5, 6),
    activation: Uint16Array.of(9, 1, 2, 3, 9, 5, 6),
    start: Uint32Array.of(9, 1, 2, 3, 9, 5, 6),
  };

  test('is the same for latency 1', () => {
    expect(delayStream(stream, 1)).toBe(stream);
  });

  test('brings every set later, except where a reset comes in between', () => {
    const { flags, weight, start } = delayStream(stream, 2);
    expect([...flags]).toEqual([0, RST_NI, 7, 3, 0, RST_NI, 7]);
    expect([...weight].slice(2, 4)).toEqual([1, 2]);
    expect([...start].slice(2, 4)).toEqual([1, 2]);
    expect(delayStream(stream, 3).flags.filter((value) => (value & EN_I) !== 0)).toHaveLength(1);
  });

  test('goes on until the last set is out', () => {
    expect(drainStream(stream, 1)).toBe(stream);
    const drained = delayStream(drainStream(stream, 3), 3);
    expect(drained.length).toBe(9);
    expect([...drained.flags].slice(7)).toEqual([7, 3]);
    expect([...drained.weight].slice(7)).toEqual([5, 6]);
    expect([...drained.start].slice(7)).toEqual([5, 6]);
  });
});
