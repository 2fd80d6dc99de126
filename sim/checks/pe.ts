import type { FixedResolved } from '../../generator/config/resolve.ts';
import { createMac, type MacStream } from '../../golden/fast/index.ts';
import { createRandom } from '../random.ts';
import { largestChain, overflows, specialPairs } from '../stimulus/directed.ts';
import { randomStart, startValues } from '../stimulus/start-values.ts';
import { type TrafficOptions, traffic } from '../stimulus/traffic.ts';
import type { Workload } from '../workload.ts';
import { streamCheck } from './pe-streams.ts';
import { sweepCheck } from './pe-sweep.ts';

/** Operand spaces up to 2^24 pairs are gone through whole: a second or two. */
const EXHAUSTIVE_BITS = 24;
const SMALLEST_SWEEP = 2 ** 13;
/** Sums of a sweep are kept short enough for every start value to meet many operands. */
const LONGEST_SWEPT_SUM = 64;
const RANDOM_STARTS = 2;

const TRAFFIC_CYCLES = 2 ** 15;
const SAMPLED_TRAFFIC_CYCLES = 2 ** 20;
/** Every stream starts with a reset of its own, and is held in memory whole. */
const STREAM_CYCLES = 2 ** 15;

/** What a PE is put through: all pairs of words, or a sample of them, and chains of products. */
export function peChecks(design: FixedResolved, latency: number, seed: number): Workload[] {
  const { mac: parameters, config } = design;
  const mac = createMac(parameters);
  const pairBits = parameters.weight.n + parameters.activation.n;
  const options: TrafficOptions = {
    weight: parameters.weight,
    activation: parameters.activation,
    accumulatorWidth: parameters.accumulatorWidth,
    depth: config.accumulator.depth,
    startMax: config.accumulator.startMax,
  };
  const exhaustive = pairBits <= EXHAUSTIVE_BITS;
  const sweep = { parameters, mac, vectors: Math.max(SMALLEST_SWEEP, 2 ** pairBits) };
  const stream = { parameters, mac, latency };

  return [
    ...(exhaustive
      ? [
          sweepCheck({ ...sweep, name: 'all operand pairs', depth: 1, starts: [0n] }),
          sweepCheck({
            ...sweep,
            name: 'all operand pairs, running sums',
            depth: Math.min(options.depth, LONGEST_SWEPT_SUM),
            starts: sweptStarts(options, seed),
          }),
        ]
      : [
          streamCheck({
            ...stream,
            name: 'special operand pairs',
            streams: [() => specialPairs(options)],
          }),
        ]),
    streamCheck({
      ...stream,
      name: 'largest products and overflow',
      streams: [
        () => overflows(options, mac),
        () => largestChain(options, 1),
        () => largestChain(options, -1),
      ],
    }),
    streamCheck({
      ...stream,
      name: 'chains with gaps and resets',
      streams: trafficStreams(options, exhaustive ? TRAFFIC_CYCLES : SAMPLED_TRAFFIC_CYCLES, seed),
    }),
  ];
}

/** 0, the ends, and random values, used in turn. */
function sweptStarts({ accumulatorWidth, startMax }: TrafficOptions, seed: number): bigint[] {
  const random = createRandom(seed, 'swept start values');
  const others = Array.from({ length: RANDOM_STARTS }, () => randomStart(random, accumulatorWidth));
  return [...startValues(accumulatorWidth, startMax), ...others];
}

/** Streams that can each be made again on their own, to explain a mismatch in it. */
function trafficStreams(
  options: TrafficOptions,
  cycles: number,
  seed: number,
): (() => MacStream)[] {
  return Array.from({ length: cycles / STREAM_CYCLES }, (_, index) => {
    const use = `traffic ${index}`;
    return () => traffic(options, STREAM_CYCLES, createRandom(seed, use));
  });
}
