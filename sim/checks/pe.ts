import type { ModuleDescription } from '../../generator/design.ts';
import { type FloatMacParameters, isFloat, type Mac, sumBits } from '../../golden/exact/index.ts';
import { createMac, type FastMac } from '../../golden/fast/index.ts';
import { createRandom } from '../random.ts';
import { largestChain, overflows, specialPairs } from '../stimulus/directed.ts';
import { cancellations, distances } from '../stimulus/float-directed.ts';
import { floatStarts } from '../stimulus/float-starts.ts';
import { fixedStarts } from '../stimulus/start-values.ts';
import { type TrafficOptions, traffic } from '../stimulus/traffic.ts';
import type { Workload } from '../workload.ts';
import { type OperandForm, operandForm } from './operand-form.ts';
import { type StreamMaker, streamCheck } from './pe-streams.ts';
import { sweepCheck } from './pe-sweep.ts';
import { FULL, type Scope } from './scope.ts';

const SMALLEST_SWEEP = 2 ** 13;
/** Sums of a sweep are kept short enough for every start value to meet many operands. */
const LONGEST_SWEPT_SUM = 64;
const RANDOM_STARTS = 2;

/** Every stream starts with a reset of its own, and is held in memory whole. */
const STREAM_CYCLES = 2 ** 15;

/** What the checks of a PE follow from. */
export interface PeDesign {
  readonly mac: Mac;
  readonly config: {
    /** Floating sums start from zero or from any sum: they have no startMax. */
    readonly accumulator: { readonly depth: number; readonly startMax?: number };
  };
}

/** The arithmetic of sums that a PE forms, and how it is asked for them. */
export interface MacSubject {
  readonly parameters: Mac;
  /** K: products of a chain. */
  readonly depth: number;
  /** Largest start value that chains of K products allow for. */
  readonly startMax: number;
  readonly operands: OperandForm;
  /** Clock edges from an operand set to its result. */
  readonly latency: number;
}

/** What a PE is put through: all pairs of words, or a sample of them, and chains of products. */
export function peChecks(
  { mac: parameters, config }: PeDesign,
  pe: Pick<ModuleDescription, 'latency' | 'ports'>,
  seed: number,
  scope: Scope = FULL,
): Workload[] {
  const { depth, startMax = 0 } = config.accumulator;
  const operands = operandForm(pe, parameters);
  return macChecks({ parameters, depth, startMax, operands, latency: pe.latency }, seed, scope);
}

/** The same of anything that multiplies and accumulates like one. */
export function macChecks(
  { parameters, depth, startMax, operands, latency }: MacSubject,
  seed: number,
  scope: Scope,
): Workload[] {
  const mac = createMac(parameters);
  const { weight, activation } = parameters;
  const pairBits = weight.n + activation.n;
  const options: TrafficOptions = {
    weight,
    activation,
    sumBits: sumBits(parameters),
    depth,
    starts: isFloat(parameters)
      ? floatStarts(parameters)
      : fixedStarts(parameters.accumulatorWidth, startMax),
  };
  const exhaustive = pairBits <= scope.pairBits;
  const sweep = { parameters, mac, operands, vectors: Math.max(SMALLEST_SWEEP, 2 ** pairBits) };
  const stream = { parameters, mac, operands, latency };

  return [
    ...(exhaustive
      ? [
          sweepCheck({ ...sweep, name: 'all operand pairs', depth: 1, starts: [0n] }),
          sweepCheck({
            ...sweep,
            name: 'all operand pairs, running sums',
            depth: Math.min(depth, LONGEST_SWEPT_SUM),
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
      ...(isFloat(parameters)
        ? {
            name: 'cancellations, distances and carries',
            streams: floatStreams(options, parameters, mac),
          }
        : {
            name: 'largest products and overflow',
            streams: fixedStreams(options, startMax, mac),
          }),
    }),
    streamCheck({
      ...stream,
      name: 'chains with gaps and resets',
      streams: trafficStreams(
        options,
        scope.chainCycles[exhaustive ? 'exhaustive' : 'sampled'],
        seed,
      ),
    }),
  ];
}

function fixedStreams(options: TrafficOptions, startMax: number, mac: FastMac): StreamMaker[] {
  return [
    () => overflows(options, mac),
    () => largestChain(options, 1, BigInt(startMax)),
    () => largestChain(options, -1, -BigInt(startMax)),
  ];
}

function floatStreams(
  options: TrafficOptions,
  parameters: FloatMacParameters,
  mac: FastMac,
): StreamMaker[] {
  return [
    () => cancellations(options, parameters, mac),
    () => distances(options, parameters, mac),
    () => largestChain(options, 1, 0n),
    () => largestChain(options, -1, 0n),
  ];
}

/** 0, the ends, and random values, used in turn. */
function sweptStarts({ starts }: TrafficOptions, seed: number): bigint[] {
  const random = createRandom(seed, 'swept start values');
  const others = Array.from({ length: RANDOM_STARTS }, () => starts.random(random));
  return [...starts.fixed, ...others];
}

/** Streams that can each be made again on their own, to explain a mismatch in it. */
function trafficStreams(options: TrafficOptions, cycles: number, seed: number): StreamMaker[] {
  const length = Math.min(cycles, STREAM_CYCLES);
  return Array.from({ length: cycles / length }, (_, index) => {
    const use = `traffic ${index}`;
    return () => traffic(options, length, createRandom(seed, use));
  });
}
