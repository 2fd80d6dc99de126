import type { Module } from '../../design.ts';
import { connections } from '../../views/array/connections.ts';
import { header, type Provenance } from '../../views/header.ts';
import { portLines } from '../../views/ports.ts';
import { declarations, localparams } from '../../views/text.ts';
import { counted, nouns, type SystolicShape } from '../shape.ts';

export function edgeView(
  module: Module,
  shape: SystolicShape,
  decoder: string,
  provenance: Provenance,
) {
  const { rows, peRows, products, activationBits, plan } = shape;
  return {
    header: header(
      [
        'Row edge: activation words become what PEs read, each row of PEs a cycle after the one above.',
      ],
      provenance,
    ),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams([
      { name: 'Rows', value: rows, why: `${nouns(shape, 'word')} of a vector` },
      { name: 'Products', value: products, why: `${nouns(shape, 'word')} of a row of PEs` },
      ...(peRows > 1 || plan.hasNar ? [{ name: 'PeRows', value: peRows, why: 'rows of PEs' }] : []),
      { name: 'CodeWidth', value: activationBits, why: `of ${counted(1, shape, 'word')}` },
      { name: 'ActBits', value: plan.busBits, why: 'of what PEs read of it' },
    ]),
    skew: peRows > 1,
    decode: {
      module: decoder,
      signals: plan.hasNar
        ? declarations([{ name: 'nar', width: 'Rows', meaning: 'the word is no number' }])
        : null,
      connections: connections({
        code_i: 'words[row*CodeWidth +: CodeWidth]',
        act_o: 'act_o[row*ActBits +: ActBits]',
        ...(plan.hasNar ? { nar_o: 'nar[row]' } : {}),
      }),
    },
    flags: plan.hasNar,
  };
}
