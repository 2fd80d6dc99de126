import { hierarchyTotals } from './hierarchy.ts';
import type { NamedModule } from './map-design.ts';
import type { SynthModule } from './report.ts';
import { roundFigure } from './round.ts';
import type { CriticalPath } from './timing.ts';

/** Adds up the hierarchy. `nodes` are children first, and so is the result. */
export function assembleModules(
  nodes: readonly NamedModule[],
  paths: ReadonlyMap<string, CriticalPath | null>,
  nand2Area: number,
): SynthModule[] {
  const areas = hierarchyTotals(nodes, ({ area }) => area);
  const cells = hierarchyTotals(nodes, ownCells);
  const flops = hierarchyTotals(nodes, (node) => node.flops);
  return nodes.map((node) => {
    const hierarchyArea = roundFigure(totalOf(node, areas));
    return {
      name: node.name,
      area: node.area,
      cells: ownCells(node),
      flops: node.flops,
      cellTypes: node.cellTypes,
      instances: node.instances,
      hierarchyArea,
      hierarchyCells: totalOf(node, cells),
      hierarchyFlops: totalOf(node, flops),
      nand2: roundFigure(hierarchyArea / nand2Area),
      criticalPath: paths.get(node.name) ?? null,
    };
  });
}

function ownCells({ cellTypes }: NamedModule): number {
  return Object.values(cellTypes).reduce((sum, count) => sum + count, 0);
}

function totalOf({ name }: NamedModule, totals: ReadonlyMap<string, number>): number {
  const total = totals.get(name);
  if (total === undefined) throw new Error(`no total for module ${name}`);
  return total;
}
