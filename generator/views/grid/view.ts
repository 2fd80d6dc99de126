import type { ArrayShape } from '../../config/array-shape.ts';
import type { Module, Port } from '../../design.ts';
import { type Band, rowsText } from '../array-pe/bands.ts';
import { busesOf } from '../buses.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { input, output, portLines } from '../ports.ts';
import { localparams, type Parameter } from '../text.ts';

export function gridPorts(shape: ArrayShape): Port[] {
  const { rows, cols, lanes } = shape;
  return [
    input('clk_i', 1, 'rising edge; there is no reset'),
    input('load_i', rows, 'the row takes weights at this edge, row 0 in bit 0'),
    input('swap_i', rows, 'the weights taken last go to work at this edge'),
    input('act_i', rows * busesOf(shape).act, 'decoded activation of each row, row 0 low'),
    input('weight_i', cols * busesOf(shape).weight, 'decoded weights of each column, column 0 low'),
    output('sum_o', cols * busesOf(shape).sum, 'sum of a tile in each column, column 0 low'),
    output('nar_o', cols * lanes.length, 'an operand of the sum was NaR'),
  ];
}

/** Rows of equal PEs, and the module that they are made of. */
export interface GridBand {
  readonly band: Band;
  readonly module: Module;
}

export interface GridView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly bands: readonly GridBandView[];
}

interface GridBandView {
  readonly story: string;
  readonly first: number;
  /** First row behind the band. */
  readonly end: number;
  readonly label: string;
  readonly module: string;
}

export function gridView(
  module: Module,
  shape: ArrayShape,
  bands: readonly GridBand[],
  provenance: Provenance,
): GridView {
  return {
    header: header(gridStory(shape), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(gridParameters(shape)),
    bands: bands.map(({ band, module: pe }) => ({
      story: bandStory(band, shape),
      first: band.first,
      end: band.last + 1,
      label: bands.length === 1 ? 'gen_rows' : `gen_rows_${band.first}`,
      module: pe.name,
    })),
  };
}

function gridStory({ rows, cols, lanes }: ArrayShape): string[] {
  const inputs = rows === 1 ? '1 input' : `${rows} inputs`;
  const channels = cols * lanes.length;
  return [
    `Grid of ${rows} x ${cols} processing elements: the weights of a tile stay, activations move to ` +
      'the right, partial sums move down.',
    '',
    `A vector of ${inputs} meets the weights of ${channels} output ` +
      `${channels === 1 ? 'channel' : 'channels'}: row r holds the weights of input r, column c ` +
      'gives the sum of its channels. Sums enter the top row as 0.',
    '',
    'Nothing is delayed at the edges: what belongs to one vector (activation, swap, load) enters row ' +
      'r in r cycles after row 0, and the weights of column c come c cycles after those of column 0. ' +
      'Weights of the bottom row come first; each row takes as many as it has to hand down and one ' +
      'of its own.',
    '',
    `The sum of column c follows the activation of row 0 by rows + 1 + c edges: ${rows + 1} in ` +
      `column 0${cols > 1 ? `, ${rows + cols} in the last one` : ''}.`,
  ];
}

function bandStory(band: Band, { lanes }: ArrayShape): string {
  const rows = rowsText(band);
  const text = `${rows[0]?.toUpperCase()}${rows.slice(1)}`;
  const bits = band.widths.join(', ');
  return lanes.length === 1
    ? `${text}: partial sums of ${bits} bits.`
    : `${text}: partial sums of ${bits} bits, lane 0 first.`;
}

function gridParameters(shape: ArrayShape): Parameter[] {
  return [
    { name: 'Rows', value: shape.rows, why: 'R' },
    { name: 'Cols', value: shape.cols, why: 'C' },
    { name: 'Lanes', value: shape.lanes.length, why: 'weights, products and sums of a PE' },
    { name: 'ActWidth', value: busesOf(shape).act, why: 'decoded activation' },
    { name: 'WeightWidth', value: busesOf(shape).weight, why: 'decoded weights of a PE' },
    { name: 'SumWidth', value: busesOf(shape).sum, why: 'partial sums of a PE' },
  ];
}
