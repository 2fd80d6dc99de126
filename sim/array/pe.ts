import type { ArrayModule, ArrayShape, LaneShape } from '../../generator/index.ts';
import { agnosticBounds, type MacParameters, NO_START } from '../../golden/exact/index.ts';
import { createMac, decodeTable } from '../../golden/fast/index.ts';
import { formatName, type LpFormat, lpFormat } from '../../golden/format.ts';
import type { OperandForm } from '../checks/operand-form.ts';
import { type MacSubject, macChecks } from '../checks/pe.ts';
import { sweepCheck } from '../checks/pe-sweep.ts';
import { REGRESSION } from '../checks/scope.ts';
import { bytesOf } from '../limbs.ts';
import { decodedRecord } from '../stimulus/decoded.ts';
import type { LanePorts } from '../unit.ts';
import type { Workload } from '../workload.ts';
import { scaled } from './decoder.ts';
import type { ArraySubject } from './parameters.ts';

/** A check of one lane of a PE. */
export interface LaneWorkload {
  readonly lane: number;
  readonly workload: Workload;
}

/** Load, swap beside the activation, add: how long the driver's lane takes. */
const LANE_LATENCY = 3;
/** A chain is at least so long, however few rows there are. */
const SHORTEST_CHAIN = 16;
const SMALLEST_SWEEP = 2 ** 13;

/** Where the lanes lie in the ports of a PE. */
export function lanePorts(shape: ArrayShape, pe: ArrayModule): LanePorts[] {
  const row = firstRow(pe);
  let weightAt = 0;
  let sumAt = 0;
  return shape.lanes.map(({ index, weight, tileWidth, rowWidths }) => {
    const ports: LanePorts = {
      lane: index,
      weightAt,
      sumAt,
      logWidth: weight.logWidth,
      actLogWidth: shape.activation.logWidth,
      sumWidth: tileWidth,
      accWidth: rowWidths[row] as number,
    };
    weightAt += 3 + weight.logWidth;
    sumAt += tileWidth;
    return ports;
  });
}

/** Every lane as a PE of its own, for formats that bring out all bits of the logs, and their ends. */
export function arrayPeChecks(
  subject: ArraySubject,
  pe: ArrayModule,
  seed: number,
): LaneWorkload[] {
  const { shape } = subject;
  const row = firstRow(pe);
  return shape.lanes.flatMap((lane) =>
    formatPairs(shape, lane).flatMap(([weight, activation]) => {
      const name = `lane ${lane.index}, ${formatName(weight)} x ${formatName(activation)}`;
      const checks = laneChecks(subject, lane, { row, weight, activation, seed });
      return checks.map((workload) => ({
        lane: lane.index,
        workload: { ...workload, name: `${name}: ${workload.name}` },
      }));
    }),
  );
}

/** The row from which on PEs are like this one. */
function firstRow({ name }: ArrayModule): number {
  return Number(/_pe_r(\d+)$/.exec(name)?.[1] ?? 0);
}

/**
 * Fixed formats, or, of those that come at run time: the finest logs, the largest ones, one side of
 * each, and the words of narrower modes.
 */
function formatPairs(shape: ArrayShape, lane: LaneShape): [LpFormat, LpFormat][] {
  const { activation, maxEs } = shape;
  if (lane.weight.fixed !== null && activation.fixed !== null) {
    return [[lane.weight.fixed, activation.fixed]];
  }
  const [widest = 8, ...narrower] = lane.modes;
  const finest = (n: number) => lpFormat({ n, es: 0, rs: 1 });
  const largest = (n: number) => lpFormat({ n, es: maxEs, rs: n - 1 });
  return [
    [finest(widest), finest(activation.n)],
    [largest(widest), largest(activation.n)],
    [lpFormat({ n: widest, es: maxEs, rs: Math.min(2, widest - 1) }), finest(activation.n)],
    ...narrower.map((n): [LpFormat, LpFormat] => [largest(n), largest(activation.n)]),
  ];
}

interface LaneQuestion {
  readonly row: number;
  readonly weight: LpFormat;
  readonly activation: LpFormat;
  readonly seed: number;
}

function laneChecks(
  { shape, arithmetic }: ArraySubject,
  lane: LaneShape,
  { row, weight, activation, seed }: LaneQuestion,
): Workload[] {
  const { converter, converterFraction, align, overflow, accumulatorFraction } = arithmetic;
  const accumulatorWidth = lane.rowWidths[row] as number;
  const parameters: MacParameters = {
    ...{ weight, activation, converter, converterFraction, align, overflow },
    ...{ accumulatorFraction, accumulatorWidth },
  };
  const operands = decodedOperands(shape, lane, weight, activation);
  if (accumulatorWidth < lane.tileWidth) {
    // Its sums cannot overflow, so that it has nothing to clamp them with.
    return taperedChecks(lane, row, { ...parameters, overflow: 'wrap' }, operands);
  }
  const depth = Math.max(SHORTEST_CHAIN, shape.rows);
  const subject: MacSubject = {
    ...{ parameters, depth, operands },
    startMax: 0,
    latency: LANE_LATENCY,
  };
  return macChecks(subject, seed, REGRESSION);
}

/** A row that holds fewer bits than a tile's sum only ever adds to sums of the rows above it. */
function taperedChecks(
  lane: LaneShape,
  row: number,
  parameters: MacParameters,
  operands: OperandForm,
): Workload[] {
  const last = lane.rowWidths.lastIndexOf(parameters.accumulatorWidth);
  const { upper, lower } = agnosticBounds(lane.product, last, NO_START);
  const pairs = 2 ** (parameters.weight.n + parameters.activation.n);
  return [
    sweepCheck({
      name: `all operand pairs on sums of ${row} to ${last} rows`,
      parameters,
      mac: createMac(parameters),
      operands,
      vectors: Math.max(SMALLEST_SWEEP, 4 * pairs),
      depth: 1,
      // Five, so that each of four passes meets another one.
      starts: [0n, upper, -lower, upper / 2n, -lower / 2n],
    }),
  ];
}

/** How the driver turns words into operands: logs in the units of the lane's ports. */
function decodedOperands(
  shape: ArrayShape,
  lane: LaneShape,
  weight: LpFormat,
  activation: LpFormat,
): OperandForm {
  const decoded = (format: LpFormat, fractionBits: number) => {
    const table = decodeTable(format);
    const finer = fractionBits - format.fractionBits;
    return Array.from(table.kind, (_, word) => scaled(decodedRecord(table, word), finer) >>> 0);
  };
  return {
    weightName: 'weight word',
    activationName: 'act word',
    prologue: () =>
      bytesOf(
        Uint32Array.of(
          weight.n,
          activation.n,
          ...decoded(weight, lane.weight.fractionBits),
          ...decoded(activation, shape.activation.fractionBits),
        ),
      ),
  };
}
