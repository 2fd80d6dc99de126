import { decoderEdits } from './edits/decoder.ts';
import type { Change, Edit } from './edits/edit.ts';
import { encoderEdits } from './edits/encoder.ts';
import { floatPeEdits } from './edits/float-pe.ts';
import { peEdits } from './edits/pe.ts';
import { stageEdits } from './edits/stage.ts';

export type { Edit } from './edits/edit.ts';

/** A fault by the part of the hardware that it changes. */
export interface ListedEdit extends Edit {
  readonly part: 'decoder' | 'pe' | 'pe stage' | 'float pe' | 'encoder';
}

/** All faults. */
export const EDITS: readonly ListedEdit[] = [
  ...listed('decoder', 'decoder', decoderEdits),
  ...listed('pe', 'pe', peEdits),
  ...listed('pe', 'pe stage', stageEdits),
  ...listed('pe', 'float pe', floatPeEdits),
  ...listed('encoder', 'encoder', encoderEdits),
];

function listed(
  role: Edit['role'],
  part: ListedEdit['part'],
  changes: readonly Change[],
): ListedEdit[] {
  return changes.map((change) => ({ role, part, ...change }));
}
