import type { NamedModule } from './map-design.ts';
import { mapInstances } from './netlist-text.ts';

/** The port through which all PEs of a cluster take their activations. */
const SHARED = 'act_i';
const IS_SHARED = new RegExp(`\\b${SHARED}\\b`);
const STAND_IN = '_stand_in';

/**
 * A cluster for timing: of its PEs, which are all alike, one is whole, and the others only load what
 * they share with it. Paths are the same, for a fraction of the cells.
 */
export function clusterForTiming(
  cluster: NamedModule,
  below: readonly NamedModule[],
): readonly NamedModule[] {
  const pe = below.find(({ description }) => description.role === 'pe');
  if (pe === undefined || (cluster.instances[pe.name] ?? 0) < 2) return [...below, cluster];
  let whole = 0;
  const netlist = mapInstances(cluster.netlist, ({ type, text }) =>
    type === pe.name && whole++ > 0 ? text.replace(type, type + STAND_IN) : text,
  );
  const loads = below.filter((node) => hasShared(node) && isBelow(node, pe, below));
  return [...below, ...loads.map((node) => standIn(node, loads)), { ...cluster, netlist }];
}

/** What of a module is connected to the shared port. */
function standIn(node: NamedModule, loads: readonly NamedModule[]): NamedModule {
  const netlist = mapInstances(node.netlist, ({ type, text, connections }) => {
    if (![...connections.values()].some((net) => IS_SHARED.test(net))) return '';
    const isLoad = loads.some(({ name }) => name === type);
    return isLoad ? text.replace(type, type + STAND_IN) : text;
  }).replace(`module ${node.name}(`, `module ${node.name}${STAND_IN}(`);
  return { ...node, name: node.name + STAND_IN, netlist };
}

function hasShared({ description }: NamedModule): boolean {
  return description.ports.some(({ name }) => name === SHARED);
}

function isBelow(node: NamedModule, pe: NamedModule, below: readonly NamedModule[]): boolean {
  if (node === pe) return true;
  return below.some(
    (parent) => node.name in parent.instances && parent !== node && isBelow(parent, pe, below),
  );
}
