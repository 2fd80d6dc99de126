import type { LpFormat } from '../../../golden/format.ts';
import type { ArrayResolved } from '../../config/resolve-array.ts';
import { bitLength, signedWidth } from '../../systemverilog.ts';
import { significandLogs } from '../encoder/describe.ts';

/** An encoder of finished sums with a log scale per channel. */
export interface UnifiedEncoder {
  readonly resolved: ArrayResolved;
  /** The results' format; where it comes at run time, the one of the largest logs. */
  readonly format: LpFormat;
  /** Run-time formats have es up to this. */
  readonly maxEs: number;
  /** Whether rs comes at run time, and es where it may be other than 0. */
  readonly runTime: boolean;
  readonly widths: UnifiedEncoderWidths;
  /** R of section 4; null where it is the same for every x. */
  readonly table: readonly bigint[] | null;
  /** A sum's log is below this one where it flushes, in units of 2^-Fo; null without flush. */
  readonly flush: bigint | null;
}

/** Bits of the internal signals. */
export interface UnifiedEncoderWidths {
  readonly magnitude: number;
  /** Of the leading one's place. */
  readonly position: number;
  /** Of that place in octaves, where the LSB is 2^-A. */
  readonly octave: number;
  readonly log: number;
  /** The log over 2^es. */
  readonly scaled: number;
  readonly tail: number;
  /** Of m - 1, however long the run would be without rs. */
  readonly run: number;
  /** Of m - 1 for the longest run of any word; 0 where all runs are one bit long. */
  readonly shift: number;
  /** Regime bits and tail, before they are cut to the body. */
  readonly unrounded: number;
  /** The word without its sign. */
  readonly body: number;
}

export function describeUnifiedEncoder(resolved: ArrayResolved): UnifiedEncoder {
  const { shape, arithmetic } = resolved;
  const { output, maxEs, runTime } = shape;
  const format = output.fixed ?? output.largest;
  const flush = arithmetic.underflow === 'flush' ? flushLog(format, arithmetic.fraction) : null;
  return {
    resolved,
    format,
    maxEs,
    runTime,
    widths: encoderWidths(resolved, format, flush),
    table: significandLogs(arithmetic.inputBits, arithmetic.fraction),
    flush,
  };
}

function encoderWidths(
  { shape, arithmetic }: ArrayResolved,
  { n, es, rs }: LpFormat,
  flush: bigint | null,
): UnifiedEncoderWidths {
  const magnitude = Math.max(...shape.lanes.map(({ width }) => width));
  const { accumulatorFraction, fraction } = arithmetic;
  const [lowest, highest] = [-accumulatorFraction, magnitude - 1 - accumulatorFraction];
  const tail = es + fraction;
  const unit = 1n << BigInt(fraction);
  const reach = 1n << BigInt(shape.scaleWidth - 1);
  const logs = signedWidth(BigInt(lowest) * unit - reach, BigInt(highest + 1) * unit + reach - 1n);
  // A sign and a count that can exceed the longest run stand above the tail.
  const least = Math.max(1 + bitLength(rs) + tail, flush === null ? 0 : signedWidth(flush, 0));
  const log = Math.max(logs, least - shape.maxEs);
  const scaled = log + shape.maxEs;
  return {
    magnitude,
    position: bitLength(magnitude - 1),
    octave: signedWidth(lowest, highest),
    log,
    scaled,
    tail,
    run: scaled - tail - 1,
    shift: bitLength(rs - 1),
    unrounded: Math.max(rs + tail, n - 1),
    body: n - 1,
  };
}

/** Lmin less an octave, in units of 2^-Fo: a log is below it exactly where it is below this integer. */
function flushLog({ maxLog, fractionBits }: LpFormat, fraction: number): bigint {
  const unit = 1n << BigInt(fractionBits);
  return -(((BigInt(maxLog) + unit) << BigInt(fraction)) / unit);
}
