import { logOfSignificand } from '../../../golden/exact/index.ts';
import { isFloatDesign, type Resolved } from '../../config/resolve.ts';
import { bitLength, signedWidth, svLiteral } from '../../systemverilog.ts';
import { type EncoderRange, encoderRange } from './range.ts';

/** Bits of the internal signals. */
export interface EncoderWidths {
  readonly magnitude: number;
  /** Of the leading one's place; 0 where it is known. */
  readonly position: number;
  readonly log: number;
  readonly tail: number;
  readonly regime: number;
  /** Regime bits and tail, before they are cut to the body. */
  readonly unrounded: number;
  /** The word without its sign. */
  readonly body: number;
}

export interface RegimeRow {
  readonly regime: string;
  readonly value: string;
}

/** All that the sections are made from. */
export interface Encoder {
  readonly resolved: Resolved;
  readonly range: EncoderRange;
  readonly widths: EncoderWidths;
  /** R of section 4; null where it is the same for every x. */
  readonly table: readonly bigint[] | null;
  readonly regimes: readonly RegimeRow[];
}

export function describeEncoder(resolved: Resolved): Encoder {
  const { output, fraction, inputBits } = resolved.requantise;
  const range = encoderRange(resolved);
  const tail = output.es + fraction;
  const log = Math.max(signedWidth(range.logMin, range.logMax), tail + 1);
  const widths = {
    magnitude: range.magnitude,
    position: isFloatDesign(resolved) ? 0 : bitLength(range.magnitude - 1),
    log,
    tail,
    regime: log - tail,
    unrounded: Math.max(output.rs + tail, output.n - 1),
    body: output.n - 1,
  };
  return {
    resolved,
    range,
    widths,
    table: significandLogs(inputBits, fraction),
    regimes: regimeRows(resolved, range, widths),
  };
}

/** R of section 4, for every x; null where it is the same for all. */
export function significandLogs(X: number, Fo: number): readonly bigint[] | null {
  const table = Array.from({ length: 2 ** X }, (_, x) => logOfSignificand(X, Fo, x));
  return table.every((entry) => entry === table[0]) ? null : table;
}

/** Regimes that a sum can reach, each with its bits, the tail behind them, zeros at the end. */
function regimeRows(resolved: Resolved, range: EncoderRange, widths: EncoderWidths): RegimeRow[] {
  const { output } = resolved.requantise;
  const regimeOf = (log: bigint) => Number(log >> BigInt(widths.tail));
  const first = Math.max(regimeOf(max(range.logMin, range.smallest)), -output.rs);
  const last = Math.min(regimeOf(min(range.logMax, range.largest)), output.rs - 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const k = first + index;
    const run = k < 0 ? -k : k + 1;
    const bits = `${(k < 0 ? '0' : '1').repeat(run)}${run < output.rs ? (k < 0 ? '1' : '0') : ''}`;
    const zeros = widths.unrounded - bits.length - widths.tail;
    const parts = [
      `${bits.length}'b${bits}`,
      ...(widths.tail > 0 ? ['tail'] : []),
      ...(zeros > 0 ? [svLiteral(0, zeros)] : []),
    ];
    return {
      regime: svLiteral(k, widths.regime, 'signed'),
      value: parts.length === 1 ? (parts[0] ?? '') : `{${parts.join(', ')}}`,
    };
  });
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
