import { lanesOfWord } from '../../../golden/exact/index.ts';
import type { LaneShape } from '../../config/array-shape.ts';
import type { ArrayResolved } from '../../config/resolve-array.ts';
import { bitLength } from '../../systemverilog.ts';
import type { Operand } from '../decoder/operands.ts';
import { slice } from '../text.ts';

/** A decoder whose formats come at run time, and whose words share a container. */
export interface UnifiedDecoder {
  readonly operand: Operand;
  /** n of the words, the widest first. */
  readonly modes: readonly number[];
  readonly maxEs: number;
  readonly containerBits: number;
  readonly lanes: readonly DecodedLane[];
  /** Widths of the longest logs' lane; null where all words have 2 bits. */
  readonly widest: LogWidths | null;
}

export interface DecodedLane {
  readonly index: number;
  /** n of the words that the lane takes, the widest first. */
  readonly modes: readonly number[];
  /** Bits of the widest of them, in which all are left-aligned. */
  readonly slot: number;
  readonly fractionBits: number;
  /** Null where a lane has words of 2 bits only: 0, 1, -1 and NaR have no log. */
  readonly widths: LogWidths | null;
  /** Ends names of signals, and of localparams; empty where the module has one lane. */
  readonly ending: { readonly signal: string; readonly parameter: string };
  readonly ports: Record<'zero' | 'nar' | 'sign' | 'log', string>;
}

/** Bits of a lane's signals. */
export interface LogWidths {
  readonly body: number;
  /** Of m - 1, the run's length less one. */
  readonly run: number;
  readonly regime: number;
  /** Behind the shortest regime. */
  readonly rest: number;
  readonly log: number;
}

export function activationDecoder({ shape }: ArrayResolved): UnifiedDecoder {
  const { activation, maxEs } = shape;
  const { n } = activation;
  const lane = { index: 0, modes: [n], weight: activation };
  return unified('activation', [n], maxEs, n, [lane]);
}

export function weightDecoder({ shape }: ArrayResolved): UnifiedDecoder {
  return unified('weight', shape.modes, shape.maxEs, shape.containerBits, shape.lanes);
}

function unified(
  operand: Operand,
  modes: readonly number[],
  maxEs: number,
  containerBits: number,
  shapes: readonly Pick<LaneShape, 'index' | 'modes' | 'weight'>[],
): UnifiedDecoder {
  const alone = shapes.length === 1;
  const lanes = shapes.map(({ index, modes, weight }): DecodedLane => {
    const bit = alone ? '' : `[${index}]`;
    return {
      index,
      modes,
      slot: weight.n,
      fractionBits: weight.fractionBits,
      widths: weight.logWidth === 0 ? null : logWidths(weight.n, weight.logWidth),
      ending: alone
        ? { signal: '', parameter: '' }
        : { signal: `_${index}`, parameter: String(index) },
      ports: {
        zero: `zero_o${bit}`,
        nar: `nar_o${bit}`,
        sign: `sign_o${bit}`,
        log: operand === 'activation' ? 'log_o' : `log_${index}_o`,
      },
    };
  });
  return { operand, modes, maxEs, containerBits, lanes, widest: lanes[0]?.widths ?? null };
}

function logWidths(n: number, log: number): LogWidths {
  const run = bitLength(n - 2);
  return { body: n - 1, run, regime: 1 + run, rest: n - 2, log };
}

/** The container's bits with the lane's word of n bits; null where such words leave it idle. */
export function wordSlice({ containerBits }: UnifiedDecoder, n: number, lane: number) {
  if (lane >= lanesOfWord(n)) return null;
  return n === containerBits ? 'code_i' : slice('code_i', (lane + 1) * n - 1, lane * n);
}
