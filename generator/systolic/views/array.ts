import type { Module } from '../../design.ts';
import { svLiteral } from '../../systemverilog.ts';
import { connections } from '../../views/array/connections.ts';
import { header, type Provenance } from '../../views/header.ts';
import { portLines } from '../../views/ports.ts';
import { declarations, localparams, type Parameter } from '../../views/text.ts';
import { hasClockedEdge, joinedBits } from '../ports.ts';
import { counted, nouns, type SystolicShape } from '../shape.ts';

/** Modules that a grid instantiates. */
export interface ArrayChildren {
  readonly edge: string;
  readonly column: string;
  readonly cluster: string;
  readonly foot: string;
}

export function arrayView(
  module: Module,
  shape: SystolicShape,
  children: ArrayChildren,
  provenance: Provenance,
) {
  const { plan, modeBits } = shape;
  const mode = modeBits > 0 ? { mode_i: 'mode_i' } : {};
  const flags = plan.hasNar;
  return {
    header: header(story(shape), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(parameters(shape)),
    flags,
    edge: {
      module: children.edge,
      connections: connections({
        ...(hasClockedEdge(shape) ? { clk_i: 'clk_i' } : {}),
        act_i: 'act_i',
        act_o: 'edge_act',
        ...(flags ? { nar_o: 'edge_nar' } : {}),
      }),
    },
    links: declarations([
      {
        name: 'weight',
        width: '(PeRows+1)*Cols*WeightWidth',
        meaning: 'into each row, out of the last',
      },
      { name: 'sum', width: '(PeRows+1)*Cols*SumBits', meaning: 'likewise' },
      {
        name: 'act',
        width: '(Clusters+1)*PeRows*ActWidth',
        meaning: 'into each cluster, out of the last',
      },
    ]),
    top: topView(shape),
    column: {
      module: children.column,
      connections: connections({
        ...(flags ? { clk_i: 'clk_i', load_i: 'load_i' } : {}),
        ...mode,
        weight_i: 'weight_i[col*Products*CodeWidth +: Products*CodeWidth]',
        weight_o: 'weight[col*WeightWidth +: WeightWidth]',
        ...(flags ? { nar_o: 'column_nar[col*Lanes +: Lanes]' } : {}),
      }),
    },
    cluster: {
      module: children.cluster,
      connections: connections({
        clk_i: 'clk_i',
        load_i: 'load_i',
        ...mode,
        weight_i: `weight[${place('row', 'ClusterWeights')}]`,
        act_i: `act[${actPlace('k')}]`,
        sum_i: `sum[${place('row', 'ClusterSums')}]`,
        weight_o: `weight[${place('(row+1)', 'ClusterWeights')}]`,
        act_o: `act[${actPlace('(k+1)')}]`,
        sum_o: `sum[${place('(row+1)', 'ClusterSums')}]`,
      }),
    },
    feet: {
      module: children.foot,
      signals: flags
        ? declarations([
            {
              name: 'column_nar',
              width: 'Cols*Lanes',
              meaning: 'a weight in the column is no number',
            },
            { name: 'nar', width: 'Cols*Lanes', meaning: 'an operand of the sum is none' },
          ])
        : null,
      connections: connections({
        clk_i: 'clk_i',
        sum_i: 'sum[(PeRows*Cols + col)*SumBits +: SumBits]',
        previous_i: 'previous_i[col*OuterWidth +: OuterWidth]',
        sum_o: 'sum_o[col*OuterWidth +: OuterWidth]',
      }),
    },
    join: joinView(shape),
    unused: `^{
    weight[PeRows*Cols*WeightWidth +: Cols*WeightWidth],
    act[Clusters*PeRows*ActWidth +: PeRows*ActWidth]
  }`,
  };
}

/** Where what belongs to a cluster lies in a vector of all columns. */
function place(row: string, width: string): string {
  return `(${row}*Clusters + k)*${width} +: ${width}`;
}

function actPlace(cluster: string): string {
  return `(${cluster}*PeRows + row)*ActWidth +: ActWidth`;
}

function topView({ lanes, plan, rows, sumBits }: SystolicShape) {
  const values = plan.constants.map((constants) =>
    lanes.reduce((bits, { index, width, offset }) => {
      const total = BigInt(rows) * (constants[index] ?? 0n);
      return bits | (BigInt.asUintN(width, total) << BigInt(offset));
    }, 0n),
  );
  const literal = (value: bigint) => svLiteral(value, sumBits, 'hex');
  const [first = 0n] = values;
  const bits = Math.max(1, Math.ceil(Math.log2(values.length)));
  return {
    value: literal(first),
    rows:
      values.length === 1
        ? null
        : values.map((value, mode) => ({ mode: `${bits}'d${mode}`, value: literal(value) })),
  };
}

function joinView(shape: SystolicShape) {
  const { join, outerBits } = shape;
  if (join === null) return null;
  const wide = joinedBits(shape);
  const zeros = join === 0 ? '' : `, ${svLiteral(0, join)}`;
  return {
    upper: `{upper[OuterWidth-1], upper${zeros}}`,
    lower: `{{${wide - outerBits}{lower[OuterWidth-1]}}, lower}`,
  };
}

function parameters(shape: SystolicShape): Parameter[] {
  const { cols, products, peRows, clusters, columnsPerRegister, plan } = shape;
  return [
    { name: 'Cols', value: cols, why: 'columns of PEs' },
    { name: 'Products', value: products, why: `${nouns(shape, 'product')} of a PE` },
    { name: 'PeRows', value: peRows, why: 'rows of PEs' },
    ...(plan.hasNar
      ? [{ name: 'ColsPerRegister', value: columnsPerRegister, why: 'columns of a cluster' }]
      : []),
    { name: 'Clusters', value: clusters, why: 'clusters of a row' },
    {
      name: 'CodeWidth',
      value: shape.weightBits,
      why: plan.words === 2 ? 'of two weight words' : 'of a weight word',
    },
    { name: 'WeightWidth', value: products * plan.storedBits, why: 'weights of a PE' },
    { name: 'ActWidth', value: products * plan.busBits, why: 'activations of a PE' },
    { name: 'SumBits', value: shape.sumBits, why: 'partial sums of a column' },
    {
      name: 'ClusterWeights',
      value: columnsPerRegister * products * plan.storedBits,
      why: 'weights of a cluster',
    },
    { name: 'ClusterSums', value: columnsPerRegister * shape.sumBits, why: 'its partial sums' },
    { name: 'OuterWidth', value: shape.outerBits, why: 'outer sums of a column' },
    ...(shape.join === null
      ? []
      : [{ name: 'JoinedBits', value: joinedBits(shape), why: 'sum of a pair of columns' }]),
    ...(plan.hasNar
      ? [
          { name: 'Lanes', value: shape.lanes.length, why: 'sums of a column' },
          {
            name: 'Delay',
            value: 1 + plan.productLatency,
            why: 'cycles from the last row of PEs to a foot, less 1',
          },
        ]
      : []),
  ];
}

function story(shape: SystolicShape): string[] {
  const { rows, cols, products, peRows, columnsPerRegister, latency } = shape;
  return [
    `Weight-stationary grid: ${cols} sums of ${counted(rows, shape, 'product')} in each cycle, ${peRows} rows of PEs with ` +
      `${counted(products, shape, 'product')} each.`,
    '',
    'Load: while load_i is high, weight words enter the top row of PEs and all others move down ' +
      `by one row, so that ${peRows} edges fill the grid, the bottom row's words first. Weights and mode have to stay ` +
      'while vectors are under way.',
    '',
    `Run: a vector enters with each edge. Sums of the first ${columnsPerRegister} columns come ${latency} edges after it, those ` +
      `of every further ${columnsPerRegister} columns one edge later; previous_i is read at the edge before. Nothing stalls, and ` +
      'nothing is reset: sums of what was never loaded mean nothing.',
  ];
}
