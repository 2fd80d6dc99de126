import type { ArrayResolved } from '../../config/resolve-array.ts';
import { describeArrayModule, type PlannedArrayModule } from '../../emit-array.ts';
import { operandDecoders } from '../decoder/operands.ts';
import { decoderPorts, decoderView } from '../decoder/view.ts';
import type { Provenance } from '../header.ts';
import { activationDecoder, type UnifiedDecoder, weightDecoder } from './describe.ts';
import { unifiedDecoderPorts } from './ports.ts';
import { unifiedDecoderView } from './view.ts';

/** The decoders of an array: of fixed formats one per format, else one for each operand. */
export function planArrayDecoders(
  resolved: ArrayResolved,
  provenance: Provenance,
): PlannedArrayModule[] {
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
    const module = describeArrayModule(resolved, suffix, rest);
    return { module, template: 'decoder', view: decoderView(module, format, provenance) };
  });
}

function planUnified(
  resolved: ArrayResolved,
  suffix: string,
  decoder: UnifiedDecoder,
  provenance: Provenance,
): PlannedArrayModule {
  const module = describeArrayModule(resolved, suffix, {
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
