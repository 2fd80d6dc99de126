import type { OptionsOf } from '../../../../golden/datapaths/index.ts';
import { type LpFormat, lpFormat } from '../../../../golden/format.ts';
import type { Term } from '../../datapath.ts';
import {
  type BusForm,
  busForm,
  halfLogs,
  type LinearBus,
  linearBus,
  linearBusBits,
} from './linear-bus.ts';
import { type LinearLane, linearLane, linearTerms } from './linear-lane.ts';
import { type LogProduct, logBusBits, logProduct, logTerms } from './log-product.ts';
import { type LogRange, rangeOfLogs } from './log-range.ts';

/** One way to divide a word into weights. */
export interface FusedMode {
  readonly format: LpFormat;
  readonly sf: number;
  readonly lanes: number;
}

/** A lane that adds logs, or shifts what the edge has made linear. */
export type FusedLane =
  | { readonly kind: 'log'; readonly product: LogProduct }
  | { readonly kind: 'linear'; readonly lane: LinearLane };

export interface FusedLanes {
  readonly modes: readonly FusedMode[];
  readonly lanes: readonly FusedLane[];
  /** Null where no lane reads a linear activation. */
  readonly bus: LinearBus | null;
}

/**
 * Lane 0 adds logs where there are weights of 8 bits, and does so in every mode; all other lanes shift one linear activation.
 * Throws FormatError, CutToZero where nothing is left of a lane, and TypeError for align "floor" of linear lanes.
 */
export function fusedLanes(options: OptionsOf<'lp-fused'>): FusedLanes {
  const modes = options.weights.map(({ n, es, rs, sf = 0 }) => ({
    format: lpFormat({ n, es, rs }),
    sf,
    lanes: Math.floor(8 / n),
  }));
  const lanes = Math.max(...modes.map((mode) => mode.lanes));
  const hasLog = modes.some(({ format }) => format.n === 8);
  const linear = Array.from({ length: lanes }, (_, lane) => laneLogs(modes, lane)).slice(
    hasLog ? 1 : 0,
  );
  const bus =
    linear.length === 0
      ? null
      : linearBus(linear.flat(), formOf(options), {
          ...options,
          largest: options.clip?.activation,
        });
  return {
    modes,
    bus,
    lanes: [
      ...(hasLog
        ? [
            {
              kind: 'log',
              product: logProduct(logsOfAll(modes, options.clip?.weight), options),
            } as const,
          ]
        : []),
      ...(bus === null
        ? []
        : linear.map((logs) => ({ kind: 'linear', lane: linearLane(bus, logs) }) as const)),
    ],
  };
}

function formOf({ align, nonNegative }: OptionsOf<'lp-fused'>): BusForm {
  const bus = align === 'floor-act' ? 'twos-complement' : 'sign-magnitude';
  return busForm({ align, bus, nonNegative });
}

/** Logs in halves of the weights that a lane may hold, whatever the mode. */
function laneLogs(modes: readonly FusedMode[], lane: number): number[] {
  return modes.filter(({ lanes }) => lanes > lane).flatMap(scaledHalfLogs);
}

/** Of the positive words, in the order of the words. */
export function scaledHalfLogs({ format, sf }: FusedMode): number[] {
  return halfLogs(format).map((log) => log - 2 * sf);
}

function logsOfAll(modes: readonly FusedMode[], largest: number | undefined): LogRange {
  const fractionBits = Math.max(...modes.map(({ format }) => format.fractionBits));
  const ranges = modes.map(({ format, sf }) => {
    const own = rangeOfLogs(format, format.n === 8 ? largest : undefined);
    const unit = 2 ** (fractionBits - own.fractionBits);
    const offset = sf * 2 ** fractionBits;
    return { least: own.least * unit - offset, most: own.most * unit - offset };
  });
  return {
    fractionBits,
    least: Math.min(...ranges.map(({ least }) => least)),
    most: Math.max(...ranges.map(({ most }) => most)),
  };
}

export function magnitudeBits(lane: FusedLane): number {
  return lane.kind === 'log' ? lane.product.magnitudeBits : lane.lane.magnitudeBits;
}

/** Bits that products of a lane add; lane 0 alone adds logs. */
export function laneTerms(lane: FusedLane, index: number): Term[] {
  return lane.kind === 'log' ? logTerms(lane.product) : linearTerms(lane.lane, index);
}

/** Bits of a lane's weight that a PE holds: sign and code. */
export function storedBits(lane: FusedLane): number {
  return 1 + (lane.kind === 'log' ? lane.product.weightCode.bits : lane.lane.code.bits);
}

/** Bits on the bus: a sign, then the log for lane 0, then the linear activation. */
export function busBits(fused: FusedLanes): number {
  const parts = busParts(fused);
  return parts.sign + parts.log + parts.linear;
}

/** Bits of the parts of the bus. */
export function busParts({ lanes, bus }: FusedLanes) {
  const [first] = lanes;
  const product = first?.kind === 'log' ? first.product : null;
  const unsigned = product?.nonNegative ?? bus?.form === 'unsigned';
  const sign = unsigned ? 0 : 1;
  return {
    sign,
    log: product === null ? 0 : logBusBits(product) - sign,
    linear: bus === null ? 0 : linearBusBits(bus) - sign,
  };
}
