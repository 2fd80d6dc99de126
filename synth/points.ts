import { childrenFirst } from './hierarchy.ts';
import type { MappedDesign, NamedModule } from './map-design.ts';
import type { CriticalPath } from './timing.ts';
import { timingUnits, unitGroups } from './timing-units.ts';

/** One netlist of a whole design: a variant of every module, children before parents. */
export type Assembly = readonly NamedModule[];

/** Longest path of every module of an assembly, by name; null where a module has none. */
export type AssemblyPaths = ReadonlyMap<string, CriticalPath | null>;

/** An assembly with its paths. */
export interface TimedAssembly {
  readonly assembly: Assembly;
  readonly paths: AssemblyPaths;
}

/** Every module by the same recipe, one assembly a recipe. */
export function uniformAssemblies({ variants, recipes }: MappedDesign): Assembly[] {
  return recipes.map((_, index) =>
    assemble([...variants.values()].map((all) => all[index] as NamedModule)),
  );
}

/** Every module by the recipe that makes it smallest; of equal ones the first. */
export function smallestAssembly({ variants }: MappedDesign): Assembly {
  return assemble([...variants.values()].map((all) => least(all, ({ area }) => area)));
}

/**
 * Every unit of timing, with all below it, by the one recipe that gives it the shortest path; of equal
 * ones the smaller. Units that share a module share the recipe, which is then the one that gives the
 * slowest of them the shortest path.
 */
export function fastestAssembly(uniform: readonly TimedAssembly[]): Assembly {
  const [first] = uniform;
  if (first === undefined) return [];
  const chosen = unitGroups(timingUnits(first.assembly)).flatMap((units) => {
    const modules = new Set(units.flatMap((unit) => unit.modules));
    const byArea = uniform.toSorted(
      (left, right) => areaOf(left.assembly, modules) - areaOf(right.assembly, modules),
    );
    const { assembly } = least(byArea, ({ paths }) =>
      Math.max(...units.map(({ top }) => paths.get(top)?.ns ?? 0)),
    );
    return assembly.filter(({ name }) => modules.has(name));
  });
  return assemble(chosen);
}

function areaOf(assembly: Assembly, modules: ReadonlySet<string>): number {
  return assembly.filter(({ name }) => modules.has(name)).reduce((sum, { area }) => sum + area, 0);
}

/** Children before parents. */
export function assemble(modules: readonly NamedModule[]): Assembly {
  return childrenFirst(modules);
}

/** The first of those with the least value. */
function least<T>(items: readonly T[], value: (item: T) => number): T {
  return items.reduce((best, item) => (value(item) < value(best) ? item : best));
}
