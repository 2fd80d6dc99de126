import type { Module } from '../../design.ts';
import { header, type Provenance } from '../../views/header.ts';
import { portLines } from '../../views/ports.ts';
import { localparams } from '../../views/text.ts';
import type { GridLane, SystolicShape } from '../shape.ts';

export function footView(module: Module, shape: SystolicShape, provenance: Provenance) {
  const { lanes, outerBits } = shape;
  return {
    header: header(
      [
        'Foot of a column: adds the sums of a tile to those of the tiles before, which wait in a ' +
          'memory outside. Sums wrap around.',
      ],
      provenance,
    ),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams([
      { name: 'OuterWidth', value: outerBits, why: 'of the sums of several tiles' },
    ]),
    lanes: lanes.toReversed().map(sumOf),
  };
}

function sumOf(lane: GridLane): string {
  const { offset, width, outerOffset, outerWidth } = lane;
  const sign = `sum_i[${offset + width - 1}]`;
  const sum = `sum_i[${offset} +: ${width}]`;
  const more = outerWidth - width;
  const extended =
    more === 0 ? sum : more === 1 ? `{${sign}, ${sum}}` : `{{${more}{${sign}}}, ${sum}}`;
  const comma = lane.index === 0 ? '' : ',';
  return `previous_i[${outerOffset} +: ${outerWidth}] + ${extended}${comma}`;
}
