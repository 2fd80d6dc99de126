import type { Port } from '../design.ts';
import { input, output } from '../views/ports.ts';
import { lsbText } from '../views/text.ts';
import type { GridLane, SystolicShape } from './shape.ts';

/** Ports of every module of a systolic grid. */

/** What the ports of a datapath's modules follow from. */
export type LeafShape = Pick<
  SystolicShape,
  'plan' | 'weightBits' | 'activationBits' | 'modes' | 'modeBits'
>;

const CLOCK = input('clk_i', 1, 'rising edge; there is no reset');
const LOAD = input('load_i', 1, 'weights move one PE down at this edge');

export function modePort({ modeBits, modes }: Pick<SystolicShape, 'modeBits' | 'modes'>): Port[] {
  if (modeBits === 0) return [];
  return [input('mode_i', modeBits, `weights: ${modes.map(modeText).join(', ')}`)];
}

function modeText({ name }: { readonly name: string }, index: number): string {
  return `${index} ${name}`;
}

export function weightDecoderPorts(shape: LeafShape): Port[] {
  const { plan, weightBits } = shape;
  return [
    ...modePort(shape),
    input('code_i', weightBits, 'weight word'),
    output('weight_o', plan.storedBits, 'what PEs hold of it'),
    ...(plan.hasNar ? [output('nar_o', plan.lanes, 'the weight is no number')] : []),
  ];
}

export function actDecoderPorts({ plan, activationBits }: LeafShape): Port[] {
  return [
    input('code_i', activationBits, 'activation word'),
    output('act_o', plan.busBits, 'what PEs read of it'),
    ...(plan.hasNar ? [output('nar_o', 1, 'the activation is no number')] : []),
  ];
}

export function productPorts(shape: LeafShape): Port[] {
  const { plan } = shape;
  return [
    ...(plan.productLatency > 0 ? [CLOCK] : []),
    ...modePort(shape),
    input('weight_i', plan.storedBits, 'a weight as it is held'),
    input('act_i', plan.busBits, 'an activation as it comes from the edge'),
    output('terms_o', plan.terms.length, 'bits that the product adds to the sums'),
  ];
}

export const FULL_ADDER_PORTS: readonly Port[] = [
  input('a_i', 1, 'of the same weight'),
  input('b_i', 1, 'of the same weight'),
  input('c_i', 1, 'of the same weight'),
  output('sum_o', 1, 'of the same weight'),
  output('carry_o', 1, 'of twice the weight'),
];

export const CLOCK_GATE_PORTS: readonly Port[] = [
  input('clk_i', 1, 'rising edge'),
  input('enable_i', 1, 'the next rising edge goes through'),
  output('clk_o', 1, 'gated clock'),
];

export function treePorts({ products, fraction }: SystolicShape, lane: GridLane): Port[] {
  return [
    input('terms_i', products * lane.terms.length, 'bits of the products, product 0 low'),
    input('sum_i', lane.width, `partial sum, ${lsbText(fraction)}`),
    output('sum_o', lane.width, 'the same with the products'),
  ];
}

export function pePorts(shape: SystolicShape): Port[] {
  const { products, plan, sumBits } = shape;
  return [
    CLOCK,
    LOAD,
    ...modePort(shape),
    input('weight_i', products * plan.storedBits, 'weights from above, product 0 low'),
    input('act_i', products * plan.busBits, 'activations, product 0 low'),
    input('sum_i', sumBits, 'partial sums from above, lane 0 low'),
    output('weight_o', products * plan.storedBits, 'weights that are held'),
    output('sum_o', sumBits, 'partial sums with the products, a cycle later'),
  ];
}

export function clusterPorts(shape: SystolicShape): Port[] {
  const { products, plan, sumBits, columnsPerRegister: cols } = shape;
  return [
    CLOCK,
    LOAD,
    ...modePort(shape),
    input('weight_i', cols * products * plan.storedBits, 'weights from above, column 0 low'),
    input('act_i', products * plan.busBits, 'activations from the left'),
    input('sum_i', cols * sumBits, 'partial sums from above, column 0 low'),
    output('weight_o', cols * products * plan.storedBits, 'weights that are held'),
    output('act_o', products * plan.busBits, 'activations, a cycle later'),
    output('sum_o', cols * sumBits, 'partial sums with the products'),
  ];
}

/** A single row of PEs has neither skew nor, without flags, any register at the edge. */
export function hasClockedEdge({ peRows, plan }: SystolicShape): boolean {
  return peRows > 1 || plan.hasNar;
}

export function edgePorts(shape: SystolicShape): Port[] {
  const { rows, activationBits, plan } = shape;
  return [
    ...(hasClockedEdge(shape) ? [CLOCK] : []),
    input('act_i', rows * activationBits, 'activation words of a vector, row 0 low'),
    output('act_o', rows * plan.busBits, 'what PEs read of them, in step with the sums'),
    ...(plan.hasNar ? [output('nar_o', 1, 'a word of the vector was no number')] : []),
  ];
}

export function columnPorts(shape: SystolicShape): Port[] {
  const { products, weightBits, plan, lanes } = shape;
  return [
    ...(plan.hasNar ? [CLOCK, LOAD] : []),
    ...modePort(shape),
    input('weight_i', products * weightBits, 'weight words of a PE, product 0 low'),
    output('weight_o', products * plan.storedBits, 'what it holds of them'),
    ...(plan.hasNar ? [output('nar_o', lanes.length, 'a weight in the column is no number')] : []),
  ];
}

export function footPorts({ sumBits, outerBits }: SystolicShape): Port[] {
  return [
    CLOCK,
    input('sum_i', sumBits, 'sums of a tile, lane 0 low'),
    input('previous_i', outerBits, 'sums of the tiles before, lane 0 low'),
    output('sum_o', outerBits, 'both together, a cycle later'),
  ];
}

export function arrayPorts(shape: SystolicShape): Port[] {
  const { rows, cols, products, weightBits, activationBits, outerBits, lanes, plan } = shape;
  return [
    CLOCK,
    LOAD,
    ...modePort(shape),
    input('weight_i', cols * products * weightBits, 'weight words of a row of PEs, column 0 low'),
    input('act_i', rows * activationBits, 'activation words of a vector, row 0 low'),
    input('previous_i', cols * outerBits, 'sums of the tiles before, column 0 low'),
    output('sum_o', cols * outerBits, 'sums with this tile, column 0 low'),
    ...(shape.join === null
      ? []
      : [output('joined_o', (cols / 2) * joinedBits(shape), 'sums of pairs of columns')]),
    ...(plan.hasNar
      ? [output('nar_o', cols * lanes.length, 'an operand of the sum was no number')]
      : []),
  ];
}

/** Bits of hi * 2^d + lo; d may be 0. */
export function joinedBits({ outerBits, join }: SystolicShape): number {
  return outerBits + (join ?? 0) + 1;
}
