import { registerEdits } from './edits/accelerator-registers.ts';
import { acceleratorEdits, bufferEdits, sequencerEdits } from './edits/accelerator-run.ts';
import { controlEdits } from './edits/array-control.ts';
import { edgeEdits, unifiedDecoderEdits } from './edits/array-edge.ts';
import { accumulatorEdits, footEdits, topEdits, unifiedEncoderEdits } from './edits/array-foot.ts';
import { antilogEdits, arrayPeEdits, gridEdits, productEdits } from './edits/array-grid.ts';
import { decoderEdits } from './edits/decoder.ts';
import type { Change, Edit } from './edits/edit.ts';
import { encoderEdits } from './edits/encoder.ts';
import { floatPeEdits } from './edits/float-pe.ts';
import { peEdits } from './edits/pe.ts';
import { stageEdits } from './edits/stage.ts';

export type { Edit } from './edits/edit.ts';

/** A fault by the part of the hardware that it changes. */
export interface ListedEdit extends Edit {
  readonly part: string;
}

/** All faults of PEs and what is around them. */
export const EDITS: readonly ListedEdit[] = [
  ...listed('decoder', 'decoder', decoderEdits),
  ...listed('pe', 'pe', peEdits),
  ...listed('pe', 'pe stage', stageEdits),
  ...listed('pe', 'float pe', floatPeEdits),
  ...listed('encoder', 'encoder', encoderEdits),
];

/** Faults of encoders that have no place in those of arrays. */
const OF_PES = /^(?:floating|ReLU|position|regime bits|sign from|last bit)/;

/** All faults of arrays. */
export const ARRAY_EDITS: readonly ListedEdit[] = [
  ...listed('control', 'control', controlEdits),
  ...listed('edge', 'edge', edgeEdits),
  ...listed('decoder', 'decoder', unifiedDecoderEdits),
  ...listed('pe', 'pe', arrayPeEdits),
  ...listed('product', 'product', productEdits),
  ...listed('antilog', 'antilog', antilogEdits),
  ...listed('grid', 'grid', gridEdits),
  ...listed('accumulator', 'accumulator', accumulatorEdits),
  ...listed('foot', 'foot', footEdits),
  ...listed('array', 'array', topEdits),
  ...listed('encoder', 'encoder', unifiedEncoderEdits),
  ...listed(
    'encoder',
    'encoder',
    encoderEdits.filter(({ fault }) => !OF_PES.test(fault)),
  ),
];

/** All faults of what is around an array. */
export const ACCELERATOR_EDITS: readonly ListedEdit[] = [
  ...listed('registers', 'registers', registerEdits),
  ...listed('sequencer', 'sequencer', sequencerEdits),
  ...listed('buffer', 'buffer', bufferEdits),
  ...listed('top', 'top', acceleratorEdits),
];

function listed(
  role: Edit['role'],
  part: ListedEdit['part'],
  changes: readonly Change[],
): ListedEdit[] {
  return changes.map((change) => ({ role, part, ...change }));
}
