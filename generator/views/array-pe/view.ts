import type { ArrayShape } from '../../config/array-shape.ts';
import type { ArrayResolved } from '../../config/resolve-array.ts';
import type { Module, Port } from '../../design.ts';
import { busesOf } from '../buses.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { input, output, portLines } from '../ports.ts';
import type { PlannedProduct } from '../product/view.ts';
import { localparams, unusedValue } from '../text.ts';
import type { Band } from './bands.ts';
import { type FieldsView, fieldsView } from './fields.ts';
import { type ProductInstanceView, productInstances, productSignals } from './products.ts';
import { arrayPeParameters, arrayPeStory } from './story.ts';
import { laneSums, type SumsView, sumsView, unusedSumBits } from './sums.ts';

export function arrayPePorts(shape: ArrayShape): Port[] {
  const { act, weight, sum } = busesOf(shape);
  const lanes = shape.lanes.length;
  return [
    input('clk_i', 1, 'rising edge; there is no reset'),
    input('load_i', 1, 'the shadow register takes weight_i at this edge'),
    input('weight_i', weight, 'decoded weights from the PE above, lane 0 low'),
    input('swap_i', 1, 'the shadowed weights go to work at this edge'),
    input('act_i', act, 'decoded activation from the left'),
    input('sum_i', sum, 'partial sums from above, lane 0 low'),
    input('nar_i', lanes, 'an operand of these sums was NaR'),
    output('load_o', 1, 'load_i for the PE to the right'),
    output('weight_o', weight, 'shadow register, for the PE below'),
    output('swap_o', 1, 'swap_i for the PE to the right'),
    output('act_o', act, 'activation for the PE to the right'),
    output('sum_o', sum, 'partial sums with the products of this PE'),
    output('nar_o', lanes, 'an operand of these sums was NaR'),
  ];
}

/** Sections in dataflow order, the same in every band of rows. */
export interface ArrayPeView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly fields: FieldsView;
  /** What the product modules give. */
  readonly productSignals: readonly string[];
  readonly products: readonly ProductInstanceView[];
  readonly sums: SumsView;
  /** Slices that nothing reads; empty where every bit is used. */
  readonly unused: string;
}

export function arrayPeView(
  module: Module,
  resolved: ArrayResolved,
  band: Band,
  products: readonly PlannedProduct[],
  provenance: Provenance,
): ArrayPeView {
  const { shape } = resolved;
  const sums = laneSums(shape, band, products);
  return {
    header: header(arrayPeStory(resolved, band, sums, products), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(arrayPeParameters(resolved, sums)),
    fields: fieldsView(shape),
    productSignals: productSignals(sums),
    products: productInstances(products),
    sums: sumsView(sums),
    unused: unusedValue(unusedSumBits(sums)),
  };
}
