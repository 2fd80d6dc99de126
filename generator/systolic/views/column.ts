import type { Module } from '../../design.ts';
import { connections } from '../../views/array/connections.ts';
import { header, type Provenance } from '../../views/header.ts';
import { portLines } from '../../views/ports.ts';
import { declarations, localparams } from '../../views/text.ts';
import { counted, nouns, type SystolicShape } from '../shape.ts';

export function columnView(
  module: Module,
  shape: SystolicShape,
  decoder: string,
  provenance: Provenance,
) {
  const { products, weightBits, plan, lanes, peRows } = shape;
  return {
    header: header(
      ['Head of a column: weight words on their way to the PEs become what those hold.'],
      provenance,
    ),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams([
      { name: 'Products', value: products, why: `${nouns(shape, 'weight')} of a PE` },
      { name: 'CodeWidth', value: weightBits, why: `of ${counted(1, shape, 'word')}` },
      { name: 'WeightBits', value: plan.storedBits, why: 'of what PEs hold of it' },
      ...(plan.hasNar
        ? [
            { name: 'Lanes', value: lanes.length, why: 'sums of a column' },
            { name: 'PeRows', value: peRows, why: 'PEs of a column' },
          ]
        : []),
    ]),
    signals: plan.hasNar
      ? declarations([
          {
            name: 'nar',
            width: 'Products*Lanes',
            meaning: 'weights that enter and are no numbers, product 0 low',
          },
        ])
      : null,
    decoder: {
      module: decoder,
      connections: connections({
        ...(shape.modeBits > 0 ? { mode_i: 'mode_i' } : {}),
        code_i: 'weight_i[i*CodeWidth +: CodeWidth]',
        weight_o: 'weight_o[i*WeightBits +: WeightBits]',
        ...(plan.hasNar ? { nar_o: 'nar[i*Lanes +: Lanes]' } : {}),
      }),
    },
    flags: !plan.hasNar
      ? ''
      : peRows === 1
        ? 'entering'
        : '{flags_q[(PeRows-1)*Lanes-1:0], entering}',
  };
}
