import type { GridModule, Port } from '../design.ts';
import { describeModule, type Planned } from '../planned.ts';
import type { Provenance } from '../views/header.ts';
import type { Body } from './datapath.ts';
import {
  actDecoderPorts,
  arrayPorts,
  CLOCK_GATE_PORTS,
  clusterPorts,
  columnPorts,
  edgePorts,
  FULL_ADDER_PORTS,
  footPorts,
  pePorts,
  productPorts,
  treePorts,
  weightDecoderPorts,
} from './ports.ts';
import { inProductModules, type SystolicShape } from './shape.ts';
import { arrayView } from './views/array.ts';
import { clusterView } from './views/cluster.ts';
import { columnView } from './views/column.ts';
import { edgeView } from './views/edge.ts';
import { footView } from './views/foot.ts';
import { leafView } from './views/leaf.ts';
import { peView } from './views/pe.ts';
import { treeView } from './views/tree.ts';
import { clockGateView, fullAdderView } from './views/wrappers.ts';

type PlannedGrid = Planned<GridModule>;

interface Named {
  readonly config: { readonly name: string };
}

/** The modules of a grid, children before the modules that instantiate them. */
export function planSystolic(
  named: Named,
  grid: SystolicShape,
  provenance: Provenance,
): PlannedGrid[] {
  const shape = inProductModules(grid);
  const { plan, lanes, gatedWeights } = shape;
  const module = (suffix: string, role: GridModule['role'], ports: readonly Port[], latency = 0) =>
    describeModule<GridModule>(named, suffix, { role, ports, latency });
  const leaf = (planned: GridModule, body: Body): PlannedGrid => ({
    module: planned,
    template: `systolic/${body.template}`,
    view: leafView(body, planned, provenance),
  });
  const skeleton = (planned: GridModule, template: string, view: object): PlannedGrid => ({
    module: planned,
    template: `systolic/${template}`,
    view,
  });

  const weightDecoder = module('weight_decoder', 'decoder', weightDecoderPorts(shape));
  const actDecoder = module('act_decoder', 'decoder', actDecoderPorts(shape));
  const product = module('product', 'product', productPorts(shape), plan.productLatency);
  const fullAdder = module('full_adder', 'full-adder', FULL_ADDER_PORTS);
  const clockGate = module('clock_gate', 'clock-gate', CLOCK_GATE_PORTS);
  const trees = lanes.map((lane) =>
    module(lanes.length === 1 ? 'tree' : `tree_${lane.index}`, 'tree', treePorts(shape, lane)),
  );
  const pe = module('pe', 'pe', pePorts(shape), 1 + plan.productLatency);
  const cluster = module('cluster', 'cluster', clusterPorts(shape), 2 + plan.productLatency);
  const edge = module('edge', 'edge', edgePorts(shape));
  const column = module('column', 'column', columnPorts(shape));
  const foot = module('foot', 'foot', footPorts(shape), 1);
  const array = module('array', 'array', arrayPorts(shape), shape.latency);

  const peChildren = {
    product: product.name,
    trees: trees.map(({ name }) => name),
    clockGate: gatedWeights ? clockGate.name : null,
  };
  const children = {
    edge: edge.name,
    column: column.name,
    cluster: cluster.name,
    foot: foot.name,
  };
  return [
    leaf(weightDecoder, plan.weightDecoder),
    leaf(actDecoder, plan.actDecoder),
    leaf(product, plan.product),
    skeleton(fullAdder, 'full-adder', fullAdderView(fullAdder, provenance)),
    ...(gatedWeights
      ? [skeleton(clockGate, 'clock-gate', clockGateView(clockGate, provenance))]
      : []),
    ...lanes.map((lane, index) => {
      const tree = trees[index] as GridModule;
      return skeleton(tree, 'tree', treeView(tree, shape, lane, fullAdder.name, provenance));
    }),
    skeleton(pe, 'pe', peView(pe, shape, peChildren, provenance)),
    skeleton(cluster, 'cluster', clusterView(cluster, shape, pe.name, provenance)),
    skeleton(edge, 'edge', edgeView(edge, shape, actDecoder.name, provenance)),
    skeleton(column, 'column', columnView(column, shape, weightDecoder.name, provenance)),
    skeleton(foot, 'foot', footView(foot, shape, provenance)),
    skeleton(array, 'array', arrayView(array, shape, children, provenance)),
  ];
}
