import type { ArrayShape } from '../../../config/array-shape.ts';
import { bitLength, svLiteral, svZeroExtend } from '../../../systemverilog.ts';
import type { Parameter, Signal } from '../../text.ts';

/** Bits of counts and places. */
export interface Sizes {
  readonly rowCount: Parameter;
  readonly vectors: Parameter;
  readonly index: Parameter;
  readonly set: Parameter;
  readonly setCount: Parameter;
  readonly slot: Parameter;
  readonly slotCount: Parameter;
}

export function sizesOf({ rows, vectors, channelSets, resultSlots }: ArrayShape): Sizes {
  const bits = (name: string, most: number, why: string) => ({ name, value: bitLength(most), why });
  return {
    rowCount: bits('RowCountWidth', rows, `0 to ${rows} rows`),
    vectors: bits('VectorsWidth', vectors, `0 to ${vectors} vectors`),
    index: bits('IndexWidth', vectors - 1, 'place of a vector in its tile'),
    set: bits('SetWidth', channelSets - 1, `one of ${channelSets} channel sets`),
    setCount: bits('SetCountWidth', channelSets, `0 to ${channelSets} channel sets`),
    slot: bits('SlotWidth', resultSlots - 1, `one of ${resultSlots} result slots: R + C + 3`),
    slotCount: bits('SlotCountWidth', resultSlots, `0 to ${resultSlots} slots`),
  };
}

/** A register of the control state: what it starts as and how it goes on. */
export interface Register extends Signal {
  readonly reset: string | null;
  /** Assignment without its end, after its condition if it has one. */
  readonly next: string;
}

/** The whole state, but for the tiles' descriptions and what is under way. */
export function registers(shape: ArrayShape): Register[] {
  const { rows, channelSets, resultSlots, vectors } = shape;
  const sizes = sizesOf(shape);
  const place = (name: string, size: Parameter, count: number, when: string, meaning: string) => ({
    name,
    width: size.name,
    meaning,
    reset: `'0`,
    next: `if (${when}) ${name} <= ${successor(name, count)};`,
  });
  const count = (
    name: string,
    size: Parameter,
    start: number | null,
    next: { readonly from?: string; readonly up?: string; readonly down?: string },
    meaning: string,
  ) => {
    const one = (event: string | undefined, sign: string) =>
      event === undefined ? '' : ` ${sign} ${svZeroExtend(event, 1, size.value)}`;
    return {
      name,
      width: size.name,
      meaning,
      reset: start === null ? null : start === 0 ? `'0` : svLiteral(start, size.value),
      next: `${name} <= ${next.from ?? name}${one(next.up, '+')}${one(next.down, '-')};`,
    };
  };
  return [
    count(
      'missing_q',
      sizes.rowCount,
      rows,
      { from: 'missing', down: 'weight_fire' },
      'rows that the next tile lacks',
    ),
    count(
      'remaining_q',
      sizes.vectors,
      0,
      { from: 'remaining', down: 'act_fire' },
      'vectors of the current tile still to enter',
    ),
    ...(vectors > 1
      ? [
          count(
            'index_q',
            sizes.index,
            // Nothing reads it before the first swap sets it.
            null,
            { from: 'index', up: 'act_fire' },
            'place of the next vector in its tile',
          ),
        ]
      : []),
    count(
      'waiting_sets_q',
      sizes.setCount,
      0,
      { up: 'channel_fire', down: 'set_take' },
      'channel sets whose sums have not begun',
    ),
    count(
      'free_sets_q',
      sizes.setCount,
      channelSets,
      { up: 'set_free', down: 'channel_fire' },
      'channel sets that can be written',
    ),
    place('write_set_q', sizes.set, channelSets, 'channel_fire', 'channel set to write next'),
    {
      name: 'current_set_q',
      width: sizes.set.name,
      meaning: 'channel set of the current sums',
      // The first set that is taken is the one behind it, set 0.
      reset: svLiteral(channelSets - 1, sizes.set.value),
      next: 'current_set_q <= set;',
    },
    count(
      'free_slots_q',
      sizes.slotCount,
      resultSlots,
      { up: 'result_fire', down: 'slot_take' },
      'result slots that no vector has taken',
    ),
    place('slot_q', sizes.slot, resultSlots, 'slot_take', 'result slot to take next'),
    count(
      'results_q',
      sizes.slotCount,
      0,
      { up: 'finish', down: 'result_fire' },
      'results that can be read',
    ),
    place('read_slot_q', sizes.slot, resultSlots, 'result_fire', 'result slot to read next'),
  ];
}

/** The place behind one of so many, which lie in a ring. */
export function successor(name: string, count: number): string {
  const width = bitLength(count - 1);
  return `(${name} == ${svLiteral(count - 1, width)}) ? '0 : ${name} + ${svLiteral(1, width)}`;
}
