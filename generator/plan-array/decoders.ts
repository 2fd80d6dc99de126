import type { ArrayResolved } from '../config/resolve-array.ts';
import type { ArrayModule } from '../design.ts';
import { describeModule, type Planned } from '../planned.ts';
import { operandDecoders } from '../views/decoder/operands.ts';
import { decoderPorts, decoderView } from '../views/decoder/view.ts';
import type { Provenance } from '../views/header.ts';
import {
  activationDecoder,
  type UnifiedDecoder,
  weightDecoder,
} from '../views/unified-decoder/describe.ts';
import { unifiedDecoderPorts } from '../views/unified-decoder/ports.ts';
import { unifiedDecoderView } from '../views/unified-decoder/view.ts';

/** The decoders of an array: of fixed formats one per format, else one for each operand. */
export function planArrayDecoders(
  resolved: ArrayResolved,
  provenance: Provenance,
): Planned<ArrayModule>[] {
  const { lanes, activation } = resolved.shape;
  const weight = lanes[0]?.weight.fixed;
  if (!weight || !activation.fixed) {
    return [
      planUnified(resolved, 'weight_decoder', weightDecoder(resolved), provenance),
      planUnified(resolved, 'act_decoder', activationDecoder(resolved), provenance),
    ];
  }
  return operandDecoders(weight, activation.fixed).map(({ suffix, format, serves }) => {
    const ports = decoderPorts(format);
    const rest = { role: 'decoder', serves, latency: 0, ports } as const;
    const module = describeModule<ArrayModule>(resolved, suffix, rest);
    return { module, template: 'decoder', view: decoderView(module, format, provenance) };
  });
}

function planUnified(
  resolved: ArrayResolved,
  suffix: string,
  decoder: UnifiedDecoder,
  provenance: Provenance,
): Planned<ArrayModule> {
  const module = describeModule<ArrayModule>(resolved, suffix, {
    role: 'decoder',
    serves: [decoder.operand],
    latency: 0,
    ports: unifiedDecoderPorts(decoder),
  });
  return {
    module,
    template: 'unified_decoder',
    view: unifiedDecoderView(module, decoder, provenance),
  };
}
