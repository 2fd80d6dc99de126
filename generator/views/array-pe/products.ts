import { hasHuge, hasLog } from '../product/multiplier.ts';
import type { PlannedProduct } from '../product/view.ts';
import { concatenation, declarations, slice } from '../text.ts';
import type { LaneSum } from './sums.ts';

/** An instance of a product module, for one lane or for several. */
export interface ProductInstanceView {
  readonly module: string;
  readonly instance: string;
  readonly connections: readonly string[];
}

/** Instances of a PE's product modules, by the names of the signals of each lane. */
export function productInstances(products: readonly PlannedProduct[]): ProductInstanceView[] {
  return products.map(({ module, group, pe }) => {
    const { lanes, first } = group;
    const indices = lanes.map(({ index }) => index);
    const of = (name: (lane: number) => string) => concatenation(indices.toReversed().map(name));
    const high = Math.max(...indices);
    const bits = (name: string) => slice(name, high, first.index);
    return {
      module: module.name,
      instance: `u_product_${indices.join('_')}`,
      connections: connections([
        ['weight_zero_i', of((lane) => `weight_${lane}_zero`)],
        ['weight_nar_i', of((lane) => `weight_${lane}_nar`)],
        ['weight_sign_i', of((lane) => `weight_${lane}_sign`)],
        ...(hasLog(first) ? [['weight_log_i', of((lane) => `weight_${lane}_log`)] as const] : []),
        ['act_zero_i', 'act_zero'],
        ['act_nar_i', 'act_nar'],
        ['act_sign_i', 'act_sign'],
        ['act_log_i', 'act_log'],
        ['addend_o', of((lane) => `addend_${lane}`)],
        ['carry_o', bits('carry')],
        ...(hasHuge(pe) ? [['huge_o', of((lane) => `huge_${lane}`)] as const] : []),
        ['nar_o', bits('product_nar')],
      ]),
    };
  });
}

/** What the product modules give, lane by lane. */
export function productSignals(sums: readonly LaneSum[]): string[] {
  return declarations([
    ...sums.flatMap(({ lane, huge }) => [
      {
        name: `addend_${lane.index}`,
        width: `Addend${lane.index}Width`,
        signed: true,
        meaning: `product of lane ${lane.index}, less its carry`,
      },
      ...(huge ? [{ name: `huge_${lane.index}`, meaning: 'it does not fit the sum' }] : []),
    ]),
    { name: 'carry', width: 'Lanes', meaning: 'one LSB that a product has more' },
    { name: 'product_nar', width: 'Lanes', meaning: 'an operand is NaR' },
  ]);
}

/** ".port(signal)" lines, aligned. */
function connections(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...pairs.map(([port]) => port.length));
  return pairs.map(
    ([port, signal], index) =>
      `.${port.padEnd(width)}(${signal})${index === pairs.length - 1 ? '' : ','}`,
  );
}
