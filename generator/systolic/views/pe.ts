import type { Module } from '../../design.ts';
import { connections } from '../../views/array/connections.ts';
import { header, type Provenance } from '../../views/header.ts';
import { portLines } from '../../views/ports.ts';
import { declarations, localparams, lsbText } from '../../views/text.ts';
import { counted, type GridLane, nouns, type SystolicShape } from '../shape.ts';

/** Modules that a PE instantiates. */
export interface PeChildren {
  readonly product: string;
  /** Of each lane. */
  readonly trees: readonly string[];
  /** Null where weights are held through a multiplexer. */
  readonly clockGate: string | null;
}

export function peView(
  module: Module,
  shape: SystolicShape,
  children: PeChildren,
  provenance: Provenance,
) {
  const { products, plan, sumBits, lanes, gatedWeights } = shape;
  const several = lanes.length > 1;
  return {
    header: header(story(shape), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams([
      { name: 'Products', value: products, why: nouns(shape, 'product') },
      { name: 'WeightBits', value: plan.storedBits, why: `of ${counted(1, shape, 'weight')}` },
      { name: 'ActBits', value: plan.busBits, why: `of ${counted(1, shape, 'activation')}` },
      { name: 'TermBits', value: plan.terms.length, why: `of ${counted(1, shape, 'product')}` },
      { name: 'SumBits', value: sumBits, why: several ? 'all lanes' : 'P' },
    ]),
    weights: {
      signals: declarations([
        ...(gatedWeights ? [{ name: 'load_clk', meaning: 'the clock while weights move' }] : []),
        { name: 'weight_q', bits: products * plan.storedBits, meaning: 'weights at work' },
      ]),
      gate: children.clockGate,
    },
    product: {
      module: children.product,
      connections: connections({
        ...(plan.productLatency > 0 ? { clk_i: 'clk_i' } : {}),
        ...(shape.modeBits > 0 ? { mode_i: 'mode_i' } : {}),
        weight_i: 'weight_q[i*WeightBits +: WeightBits]',
        act_i: 'act_i[i*ActBits +: ActBits]',
        terms_o: 'terms[i*TermBits +: TermBits]',
      }),
    },
    sums: {
      story: several
        ? 'those from above, a tree for each lane.'
        : 'those from above with the products.',
      signals: declarations([
        ...lanes.flatMap((lane) =>
          several
            ? [
                {
                  name: `terms_${lane.index}`,
                  bits: products * lane.terms.length,
                  meaning: `bits for lane ${lane.index}`,
                },
              ]
            : [],
        ),
        { name: 'sum', width: 'SumBits', meaning: `with the products, ${lsbText(shape.fraction)}` },
        { name: 'sum_q', width: 'SumBits', meaning: 'the same, a cycle later' },
      ]),
      lanes: lanes.map((lane) => laneView(lane, several, children.trees[lane.index] ?? '')),
    },
  };
}

function laneView(
  { index, terms, firstTerm, offset, width }: GridLane,
  several: boolean,
  tree: string,
) {
  const part = several ? `[${offset} +: ${width}]` : '';
  return {
    index,
    gather: several ? { name: `terms_${index}`, bits: terms.length, first: firstTerm } : null,
    module: tree,
    instance: several ? `u_tree_${index}` : 'u_tree',
    connections: connections({
      terms_i: several ? `terms_${index}` : 'terms',
      sum_i: `sum_i${part}`,
      sum_o: `sum${part}`,
    }),
  };
}

function story(shape: SystolicShape): string[] {
  const { products, gatedWeights, lanes, plan } = shape;
  const many = counted(products, shape, 'product');
  const sums =
    lanes.length === 1 ? 'the partial sum' : `the partial sums of up to ${lanes.length} channels`;
  const late = plan.productLatency > 0 ? ' Products come a cycle after their activations.' : '';
  const held = gatedWeights
    ? 'A gated clock reaches the weights only while they are loaded.'
    : 'Weights are held until they are loaded.';
  return [
    `Processing element: adds ${many} of stationary weights to ${sums} from above.${late}`,
    '',
    `${held} Activations are held outside, once for several columns.`,
  ];
}
