import { COUNT_WIDTH } from '../../../accelerator/registers.ts';
import type { AcceleratorShape, BufferShape } from '../../../accelerator/shape.ts';
import { bitLength, svLiteral, svZeroExtend } from '../../../systemverilog.ts';
import { assignments, declarations, type Signal } from '../../text.ts';
import { groupSize } from './group-size.ts';
import { isPowerOfTwo, nextPlace } from './places.ts';

/** The reader of activations. */
export interface ActView {
  readonly signals: readonly string[];
  /** Where a step may be beyond the buffer's depth; null where it cannot, or wraps by itself. */
  readonly reduce: { readonly depth: string } | null;
  /** Assignments: the place a step further, and whether a beat is read. */
  readonly step: readonly string[];
  /** Row tiles as a step, when a run starts. */
  readonly stepStart: string;
  /** Whether a vector is the last one of its tile. */
  readonly last: string;
  /** Counts the vectors of a tile; null where it has one. */
  readonly index: { readonly one: string } | null;
  /** The place behind a tile's first one. */
  readonly next: string;
}

export function actView(shape: AcceleratorShape): ActView {
  const { act, array } = shape;
  const { vectors } = array;
  const reduced = isReduced(act);
  return {
    signals: declarations(signals(shape)),
    reduce: reduced ? { depth: svLiteral(act.depth, stepWidth(act)) } : null,
    step: assignments({
      ...steps(act),
      act_read: `act_more_q &&${reduced ? ' act_step_fits &&' : ''} (!act_valid_q || act_ready_i)`,
      ...(vectors > 1 ? { act_size: groupSize('act_vectors_q', shape) } : {}),
    }),
    stepStart: stepStart(act),
    last: vectors > 1 ? 'act_index_q == act_size' : "1'b1",
    index: vectors > 1 ? { one: svLiteral(1, bitLength(vectors)) } : null,
    next: nextPlace('act_tile_q', act),
  };
}

/** Bits of a step: a place of the buffer where it wraps by itself, else the whole count. */
function stepWidth(act: BufferShape): number {
  return isReduced(act) ? COUNT_WIDTH : act.address;
}

/** A step may be as large as ROW_TILES; only a power of two wraps it for nothing. */
function isReduced({ depth }: BufferShape): boolean {
  return !isPowerOfTwo(depth) && depth < 2 ** COUNT_WIDTH;
}

function stepStart(act: BufferShape): string {
  const width = stepWidth(act);
  if (width === COUNT_WIDTH) return 'row_tiles_i';
  if (width > COUNT_WIDTH) return svZeroExtend('row_tiles_i', COUNT_WIDTH, width);
  return 'row_tiles_i[ActPlaceWidth-1:0]';
}

/** A place and a step are below the depth, so that their sum wraps at most once. */
function steps(act: BufferShape): Record<string, string> {
  if (isPowerOfTwo(act.depth)) return { act_stepped: 'act_place_q + act_step_q' };
  const step = stepWidth(act) > act.address ? 'act_step_q[ActPlaceWidth-1:0]' : 'act_step_q';
  return {
    act_far: `{1'b0, act_place_q} + {1'b0, ${step}}`,
    act_beyond: `act_far - ${svLiteral(act.depth, act.address + 1)}`,
    act_stepped:
      'act_beyond[ActPlaceWidth] ?\n      act_far[ActPlaceWidth-1:0] : act_beyond[ActPlaceWidth-1:0]',
  };
}

function signals({ act, array }: AcceleratorShape): Signal[] {
  const place = 'ActPlaceWidth';
  const many = array.vectors > 1;
  return [
    { name: 'act_more_q', meaning: 'beats are left to read' },
    { name: 'act_valid_q', meaning: 'the beat read last is not taken' },
    { name: 'act_place_q', width: place, meaning: 'of the next beat' },
    { name: 'act_tile_q', width: place, meaning: 'of the first beat of its tile' },
    { name: 'act_base_q', width: place, meaning: 'of the first beat of its group' },
    { name: 'act_next_base_q', width: place, meaning: 'of the first beat of the next group' },
    {
      name: 'act_step_q',
      width: isReduced(act) ? 'CountWidth' : place,
      meaning: 'from a vector to the next one',
    },
    ...(many ? [{ name: 'act_index_q', width: 'GroupWidth', meaning: 'in its tile, from 1' }] : []),
    { name: 'act_tiles_q', width: 'CountWidth', meaning: 'left of its sum' },
    { name: 'act_blocks_q', width: 'CountWidth', meaning: 'left for its group' },
    { name: 'act_vectors_q', width: 'VectorsWidth', meaning: 'left of the run, with its group' },
    ...(isReduced(act)
      ? [{ name: 'act_step_fits', meaning: 'the step is within the buffer' }]
      : []),
    ...(isPowerOfTwo(act.depth)
      ? []
      : [
          { name: 'act_far', bits: act.address + 1, meaning: 'a step further, not wrapped' },
          { name: 'act_beyond', bits: act.address + 1, meaning: 'the same beyond the depth' },
        ]),
    { name: 'act_stepped', width: place, meaning: 'a step further' },
    { name: 'act_next_tile', width: place, meaning: 'of the first beat of the next tile' },
    { name: 'act_next_base', width: place, meaning: 'of the next group, as far as it is known' },
    ...(many ? [{ name: 'act_size', width: 'GroupWidth', meaning: 'vectors of the group' }] : []),
    { name: 'act_read', meaning: 'the next beat is read' },
    { name: 'act_first', meaning: 'it belongs to the first tile of a sum' },
    { name: 'act_tile_end', meaning: 'it is the last one of its tile' },
    { name: 'act_sum_end', meaning: 'of its sum' },
    { name: 'act_group_end', meaning: 'of its group' },
    { name: 'act_run_end', meaning: 'of the run' },
  ];
}
