import type { ArrayResolved } from '../config/resolve-array.ts';
import type { ArrayModule } from '../design.ts';
import { describeModule, type Planned } from '../planned.ts';
import type { Provenance } from '../views/header.ts';
import { describeUnifiedEncoder } from '../views/unified-encoder/describe.ts';
import { unifiedEncoderPorts } from '../views/unified-encoder/ports.ts';
import { unifiedEncoderView } from '../views/unified-encoder/view.ts';

/** The encoder of an array's feet, of fixed and of run-time formats. */
export function planArrayEncoder(
  resolved: ArrayResolved,
  provenance: Provenance,
): Planned<ArrayModule> {
  const encoder = describeUnifiedEncoder(resolved);
  const module = describeModule<ArrayModule>(resolved, 'encoder', {
    role: 'encoder',
    latency: 0,
    ports: unifiedEncoderPorts(encoder),
  });
  return {
    module,
    template: 'unified_encoder',
    view: unifiedEncoderView(module, encoder, provenance),
  };
}
