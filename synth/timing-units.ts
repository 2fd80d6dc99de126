import { topNames, withDescendants } from './hierarchy.ts';
import type { Assembly } from './points.ts';

/** A module whose longest path counts, with all that is timed inside of it. */
export interface TimingUnit {
  readonly top: string;
  /** Children first. */
  readonly modules: readonly string[];
  /** Its inputs come from registers and its outputs go to registers of other units. */
  readonly registered: boolean;
}

/**
 * What is timed as a whole: the tops, with everything in them. A systolic grid, of a hundred thousand
 * cells that repeat, is timed in parts: every module that it consists of, as between registers, and
 * apart from them what the grid adds.
 */
export function timingUnits(assembly: Assembly): TimingUnit[] {
  return topNames(assembly).flatMap((top) => {
    const node = assembly.find(({ name }) => name === top);
    if (node === undefined || !isGrid(assembly)) return [wholeUnit(top, assembly)];
    const parts = Object.keys(node.instances).map((name) => ({
      ...wholeUnit(name, assembly),
      registered: true,
    }));
    return [...parts, { top, modules: [top], registered: false }];
  });
}

/** Whether a design is a systolic grid. */
export function isGrid(assembly: Assembly): boolean {
  return assembly.some(({ description }) => description.role === 'cluster');
}

function wholeUnit(top: string, assembly: Assembly): TimingUnit {
  return { top, modules: withDescendants(top, assembly), registered: false };
}

/** Units that have a module in common are together: a recipe for it is one for all of them. */
export function unitGroups(units: readonly TimingUnit[]): TimingUnit[][] {
  const groups: TimingUnit[][] = [];
  for (const unit of units) {
    const joined = groups.filter((group) =>
      group.some(({ modules }) => modules.some((name) => unit.modules.includes(name))),
    );
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push([...joined.flat(), unit]);
  }
  return groups;
}
