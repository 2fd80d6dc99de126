import type { AcceleratorShape } from '../../accelerator/shape.ts';
import type { ArrayModule } from '../../design.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { portLines } from '../ports.ts';
import { localparams } from '../text.ts';

export interface BufferView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
}

const STORIES = {
  weight: [
    'Weight buffer: rows of tiles, each as the array takes it, column 0 in the low bits.',
    'rows of a tile, one column after the other',
  ],
  act: [
    'Activation buffer: R activations of a vector in each place, row 0 in the low bits.',
    'activations of a vector, one row after the other',
  ],
} as const;

/** A memory of weights or activations. */
export function bufferView(
  module: ArrayModule,
  of: 'weight' | 'act',
  shape: AcceleratorShape,
  provenance: Provenance,
): BufferView {
  const { depth, width } = shape[of];
  const [story, why] = STORIES[of];
  const reading =
    'A beat that is read stays at read_data_o until the next read. A place that is read and ' +
    'written at the same edge gives the old beat or the new one: do not count on either.';
  return {
    header: header([story, '', reading], provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams([
      { name: 'Depth', value: depth, why: 'places' },
      { name: 'Width', value: width, why },
    ]),
  };
}
