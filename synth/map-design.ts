import { availableParallelism } from 'node:os';
import type { ModuleDescription } from '../generator/design.ts';
import { canonicalModule, restoreNames } from './canonical.ts';
import { childrenFirst, type HierarchyNode } from './hierarchy.ts';
import { inTurn } from './in-turn.ts';
import { type MappingContext, type MappingResult, mapModule } from './map-module.ts';
import { checkPorts } from './ports.ts';

/** A mapped module under its real names; area and cells without the children. */
export interface NamedModule extends HierarchyNode {
  readonly description: ModuleDescription;
  /** In the library's unit. */
  readonly area: number;
  readonly cellTypes: Readonly<Record<string, number>>;
  readonly flops: number;
  /** Structural Verilog. */
  readonly netlist: string;
  /** Identifies the mapped netlist. */
  readonly key: string;
  /** No Yosys had to run. */
  readonly cached: boolean;
}

/** Maps every module of a design alone. The result has children before parents. */
export async function mapDesign(
  design: { readonly config: string; readonly modules: readonly ModuleDescription[] },
  texts: ReadonlyMap<string, string>,
  context: MappingContext,
  onModule: (name: string) => void,
): Promise<NamedModule[]> {
  const mapped = await inTurn(design.modules, availableParallelism(), async (module) => {
    onModule(module.name);
    const canonical = canonicalModule(module, texts.get(module.name) ?? '', design);
    const result = await mapModule(module.name, canonical, context);
    return named(module, canonical.children, result);
  });
  return childrenFirst(mapped);
}

function named(
  module: ModuleDescription,
  children: readonly string[],
  { mapped, key, cached }: MappingResult,
): NamedModule {
  const netlist = restoreNames(mapped.netlist, module.name, children);
  checkPorts(module, netlist);
  // A child whose outputs nobody reads is gone after mapping.
  const instances = Object.fromEntries(
    children
      .map((child, index) => [child, mapped.instances[index] ?? 0] as const)
      .filter(([, count]) => count > 0),
  );
  const { area, cellTypes, flops } = mapped;
  return {
    name: module.name,
    description: module,
    area,
    cellTypes,
    flops,
    instances,
    netlist,
    key,
    cached,
  };
}
