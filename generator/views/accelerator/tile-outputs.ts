import type { AcceleratorShape } from '../../accelerator/shape.ts';
import type { Port } from '../../design.ts';
import { formatPorts, modePorts, tilePorts } from '../array/tile.ts';

/** The description of a tile, as an array takes it with each beat of weights. */
export function tileInputs({ array }: AcceleratorShape): Port[] {
  return [
    ...modePorts(array, 'tile_mode_i'),
    ...formatPorts(array, 'tile_weight_', 'the weights'),
    ...tilePorts(array),
  ];
}

/** The same, going out. */
export function tileOutputs(shape: AcceleratorShape): Port[] {
  return tileInputs(shape).map((port) => ({
    ...port,
    name: port.name.replace(/_i$/, '_o'),
    direction: 'output',
  }));
}
