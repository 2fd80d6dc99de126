import type { AcceleratorShape } from '../../../accelerator/shape.ts';
import { assignments, declarations } from '../../text.ts';
import { hasLayerValue } from '../layer.ts';
import { tileOutputs } from '../tile-outputs.ts';

/** What goes with every beat of weights. */
export interface TileView {
  readonly signals: readonly string[];
  /** The last vectors of the run, where a group can have more than one; else null. */
  readonly size: string | null;
  readonly outputs: readonly string[];
}

/** Parts that change from tile to tile. */
const CHANGING = ['first', 'last', 'vectors'];

export function tileView(shape: AcceleratorShape): TileView {
  const many = shape.array.vectors > 1;
  const sources = tileOutputs(shape).map(({ name }) => {
    const part = name.slice('tile_'.length, -'_o'.length);
    return [name, source(part, shape, many)] as const;
  });
  return {
    signals: declarations([
      { name: 'tile_first_q', meaning: 'it begins its sum' },
      { name: 'tile_last_q', meaning: 'it ends its sum' },
      ...(many
        ? [{ name: 'tile_vectors_q', width: 'GroupWidth', meaning: 'vectors of its group' }]
        : []),
    ]),
    size: many ? 'weight_vectors_q[GroupWidth-1:0]' : null,
    outputs: assignments(Object.fromEntries(sources)),
  };
}

/** A changing part has a register of its own, another one is the layer's. */
function source(part: string, shape: AcceleratorShape, many: boolean): string {
  if (part === 'vectors' && !many) return "1'b1";
  if (CHANGING.includes(part)) return `tile_${part}_q`;
  if (!hasLayerValue(shape, part)) throw new RangeError(`no run has a ${part}`);
  return `${part}_q`;
}
