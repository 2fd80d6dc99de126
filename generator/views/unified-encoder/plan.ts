import type { ArrayResolved } from '../../config/resolve-array.ts';
import { describeArrayModule, type PlannedArrayModule } from '../../emit-array.ts';
import type { Provenance } from '../header.ts';
import { describeUnifiedEncoder } from './describe.ts';
import { unifiedEncoderPorts } from './ports.ts';
import { unifiedEncoderView } from './view.ts';

/** The encoder of an array's feet, of fixed and of run-time formats. */
export function planArrayEncoder(
  resolved: ArrayResolved,
  provenance: Provenance,
): PlannedArrayModule {
  const encoder = describeUnifiedEncoder(resolved);
  const module = describeArrayModule(resolved, 'encoder', {
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
