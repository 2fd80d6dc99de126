import type { ArrayShape } from '../../../config/array-shape.ts';
import type { Port } from '../../../design.ts';
import { busesOf } from '../../buses.ts';
import { shapeName } from '../../decoder/view.ts';
import { input, output } from '../../ports.ts';
import { formatParts, formatPorts, modeParts, modePorts } from '../tile.ts';
import { activationUnit, column, containerUnit, wordUnit } from './unit.ts';
import type { Side } from './view.ts';

export function actEdgePorts(shape: ArrayShape): Port[] {
  const { rows, activation } = shape;
  return [
    ...clockPort(rows),
    input('act_data_i', rows * activation.n, 'a vector: a word for each row, row 0 low'),
    ...formatPorts(shape, '', 'the vector'),
    output(
      'act_o',
      rows * busesOf(shape).act,
      `per row {nar, zero, sign, log}${late(rows, 'row')}`,
    ),
  ];
}

export function weightEdgePorts(shape: ArrayShape): Port[] {
  const { cols, containerBits } = shape;
  const decoded = `per lane {nar, zero, sign, log}${late(cols, 'column')}`;
  return [
    ...clockPort(cols),
    input('weight_data_i', cols * containerBits, 'a row of a tile: its containers, column 0 low'),
    ...modePorts(shape, 'mode_i'),
    ...formatPorts(shape, '', 'the weights'),
    output('weight_o', cols * busesOf(shape).weight, decoded),
  ];
}

/** A single line has no registers. */
function clockPort(lines: number): Port[] {
  return lines > 1 ? [input('clk_i', 1, 'rising edge')] : [];
}

function late(lines: number, line: string): string {
  return lines > 1 ? `; ${line} n is n cycles late` : '';
}

export function actSide(shape: ArrayShape, decoder: string): Side {
  const { rows, activation } = shape;
  const unit = activationUnit(shape);
  const words = activation.fixed === null ? 'words' : `${shapeName(activation.fixed)} words`;
  return {
    story: story(
      `Left edge of the grid: decodes the ${words} of vectors.`,
      rows,
      'Row n has its word n cycles after row 0: when the sum of the rows above reaches it.',
    ),
    line: 'row',
    count: unit.count,
    word: unit.code,
    data: 'act_data_i',
    formats: formatParts(shape),
    decoder,
    unit,
    output: 'act_o',
  };
}

export function weightSide(shape: ArrayShape, decoder: string): Side {
  const { count, code } = column(shape);
  return {
    story: story(
      'Upper edge of the grid: decodes the rows of a tile.',
      shape.cols,
      'Column n has its container n cycles after column 0: with the wave that loads it.',
    ),
    line: 'col',
    count,
    word: code,
    data: 'weight_data_i',
    formats: [...modeParts(shape), ...formatParts(shape)],
    decoder,
    unit: shape.runTime ? containerUnit(shape) : wordUnit(shape),
    output: 'weight_o',
  };
}

function story(what: string, lines: number, skew: string): string[] {
  return lines > 1 ? [what, '', skew] : [what];
}
