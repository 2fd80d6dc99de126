import { hierarchyTotals } from './hierarchy.ts';
import type { NamedModule } from './map-design.ts';
import type { TimedAssembly } from './points.ts';
import type { SynthModule } from './report.ts';
import { roundFigure } from './round.ts';

/** Adds up the hierarchy. The result has children before parents. */
export function assembleModules(
  { assembly: nodes, paths }: TimedAssembly,
  nand2Area: number,
): SynthModule[] {
  const areas = hierarchyTotals(nodes, ({ area }) => area);
  const cells = hierarchyTotals(nodes, ownCells);
  const flops = hierarchyTotals(nodes, (node) => node.flops);
  return nodes.map((node) => {
    const hierarchyArea = roundFigure(totalOf(node, areas));
    return {
      name: node.name,
      recipe: node.recipe,
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
