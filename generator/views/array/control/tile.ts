import type { ArrayShape } from '../../../config/array-shape.ts';
import type { Parameter } from '../../text.ts';
import { formatParts, modeParts } from '../tile.ts';

/** A part of a tile's description, from the port that brings it to what reads it. */
export interface TilePart {
  readonly port: string;
  readonly name: string;
  /** Absent for a single bit. */
  readonly width?: Parameter;
  /** Null for an output of the module. */
  readonly meaning: string | null;
}

/** What is kept of a tile beside the number of its vectors, the highest bits first. */
export function tileParts(shape: ArrayShape): TilePart[] {
  const formats = formatParts(shape);
  return [
    ...formats.map(({ name }) => ({
      port: `tile_act_${name}_i`,
      name: `act_${name}_o`,
      meaning: null,
    })),
    ...formats.map(({ name, width }) => ({
      port: `tile_out_${name}_i`,
      name: `out_${name}`,
      width,
      meaning: `${name} of its results`,
    })),
    ...modeParts(shape).map(({ name, width, meaning }) => ({
      port: `tile_${name}_i`,
      name,
      width,
      meaning,
    })),
    { port: 'tile_relu_i', name: 'relu', meaning: 'its negative results become zero' },
    { port: 'tile_last_i', name: 'last', meaning: 'it ends sums' },
    { port: 'tile_first_i', name: 'first', meaning: 'it begins sums' },
  ];
}
