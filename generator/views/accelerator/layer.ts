import { isStored, storedWidth } from '../../accelerator/register.ts';
import { registersOf } from '../../accelerator/registers.ts';
import type { AcceleratorShape } from '../../accelerator/shape.ts';
import { MODE_BITS, modeText } from '../array/tile.ts';

/** What a run is told when it starts: a value on its way from the registers to the sequencer. */
export interface LayerValue {
  /** Without suffix. */
  readonly name: string;
  readonly width: number;
  readonly meaning: string;
}

/** Values of the layer registers that can have more than one. */
export function layerValues(shape: AcceleratorShape): LayerValue[] {
  return registersOf(shape)
    .filter(({ layer }) => layer)
    .flatMap(({ fields, meaning }) =>
      fields.filter(isStored).map((field) => {
        const name = field.signal ?? '';
        if (name === 'mode') return { name, width: MODE_BITS, meaning: modeMeaning(shape) };
        const what = fields.length > 1 ? `${field.name}, ${meaning}` : field.meaning;
        return { name, width: storedWidth(field), meaning: what };
      }),
    );
}

function modeMeaning({ array }: AcceleratorShape): string {
  return `weights: ${modeText(array)}`;
}

/** Whether a run can have more than one value of this name. */
export function hasLayerValue(shape: AcceleratorShape, name: string): boolean {
  return layerValues(shape).some((value) => value.name === name);
}
