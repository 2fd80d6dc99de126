import { Failure } from '../system/failure.ts';

/** A module with the number of instances of each of its children. */
export interface HierarchyNode {
  readonly name: string;
  readonly instances: Readonly<Record<string, number>>;
}

/** The modules, children before parents. Throws Failure (input) where one contains itself. */
export function childrenFirst<T extends HierarchyNode>(nodes: readonly T[]): T[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const order = new Set<T>();
  const visit = (node: T, above: readonly string[]) => {
    if (order.has(node)) return;
    if (above.includes(node.name)) {
      throw new Failure('input', `module ${node.name} contains itself`);
    }
    for (const child of childrenOf(node, byName)) visit(child, [...above, node.name]);
    order.add(node);
  };
  for (const node of nodes) visit(node, []);
  return [...order];
}

/** Names of the modules that no other module instantiates. */
export function topNames(nodes: readonly HierarchyNode[]): string[] {
  const used = new Set(nodes.flatMap(({ instances }) => Object.keys(instances)));
  return nodes.map(({ name }) => name).filter((name) => !used.has(name));
}

/** A quantity of every module with all that is below it: own + instances x that of the child. */
export function hierarchyTotals<T extends HierarchyNode>(
  nodes: readonly T[],
  own: (node: T) => number,
): Map<string, number> {
  const totals = new Map<string, number>();
  for (const node of childrenFirst(nodes)) {
    let total = own(node);
    for (const [child, count] of Object.entries(node.instances)) {
      const below = totals.get(child);
      if (below === undefined) throw new Error(`${node.name} instantiates an unknown ${child}`);
      total += count * below;
    }
    totals.set(node.name, total);
  }
  return totals;
}

/** How often each module is there, below one instance of every top. */
export function instanceCounts(nodes: readonly HierarchyNode[]): Map<string, number> {
  const counts = new Map(topNames(nodes).map((name) => [name, 1]));
  for (const { name, instances } of childrenFirst(nodes).toReversed()) {
    for (const [child, count] of Object.entries(instances)) {
      counts.set(child, (counts.get(child) ?? 0) + count * (counts.get(name) ?? 0));
    }
  }
  return counts;
}

/** Names of a module and all that is below it, children first. */
export function withDescendants(name: string, nodes: readonly HierarchyNode[]): string[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const names = new Set<string>();
  const visit = (current: string) => {
    const node = byName.get(current);
    if (node === undefined || names.has(current)) return;
    for (const child of childrenOf(node, byName)) visit(child.name);
    names.add(current);
  };
  visit(name);
  return [...names];
}

function childrenOf<T extends HierarchyNode>(node: T, byName: ReadonlyMap<string, T>): T[] {
  return Object.keys(node.instances).flatMap((child) => byName.get(child) ?? []);
}
