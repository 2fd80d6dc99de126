import type { Module } from '../../design.ts';
import { connections } from '../../views/array/connections.ts';
import { header, type Provenance } from '../../views/header.ts';
import { portLines } from '../../views/ports.ts';
import { localparams } from '../../views/text.ts';
import type { SystolicShape } from '../shape.ts';

export function clusterView(
  module: Module,
  shape: SystolicShape,
  pe: string,
  provenance: Provenance,
) {
  const { products, plan, columnsPerRegister: cols, sumBits } = shape;
  const columns = cols === 1 ? 'one PE' : `${cols} PEs side by side`;
  return {
    header: header(
      [
        `Cluster: ${columns}, and the registers that hold activations for ${cols === 1 ? 'it' : 'all of them'}.`,
      ],
      provenance,
    ),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams([
      { name: 'Cols', value: cols, why: 'columns that share the registers' },
      { name: 'WeightWidth', value: products * plan.storedBits, why: 'weights of a PE' },
      { name: 'ActWidth', value: products * plan.busBits, why: 'activations of a PE' },
      { name: 'SumBits', value: sumBits, why: 'partial sums of a PE' },
    ]),
    pe: {
      module: pe,
      connections: connections({
        clk_i: 'clk_i',
        load_i: 'load_i',
        ...(shape.modeBits > 0 ? { mode_i: 'mode_i' } : {}),
        weight_i: 'weight_i[col*WeightWidth +: WeightWidth]',
        act_i: 'act_q',
        sum_i: 'sum_i[col*SumBits +: SumBits]',
        weight_o: 'weight_o[col*WeightWidth +: WeightWidth]',
        sum_o: 'sum_o[col*SumBits +: SumBits]',
      }),
    },
  };
}
