import { availableParallelism } from 'node:os';
import type { Module } from '../generator/design.ts';
import { canonicalModule, restoreNames } from './canonical.ts';
import { checkWrapper } from './check-wrapper.ts';
import type { HierarchyNode } from './hierarchy.ts';
import { inTurn } from './in-turn.ts';
import type { GateCell } from './liberty/cells.ts';
import { type MappingContext, type MappingResult, mapModule } from './map-module.ts';
import { emptyModule, isMemory } from './memories.ts';
import { checkPorts } from './ports.ts';
import type { Recipe } from './recipes.ts';
import { withSharedDrive } from './shared-drive.ts';
import { isWrapper } from './wrappers.ts';

/** A module mapped by one recipe, under its real names; area and cells without the children. */
export interface NamedModule extends HierarchyNode {
  readonly description: Module;
  /** Name of the recipe. */
  readonly recipe: string;
  /** In the library's unit. */
  readonly area: number;
  readonly cellTypes: Readonly<Record<string, number>>;
  readonly flops: number;
  /** Structural Verilog. */
  readonly netlist: string;
  /** Identifies the netlist but for names: equal ones have equal figures on one library. */
  readonly key: string;
  /** No Yosys had to run. */
  readonly cached: boolean;
}

/** Every module of a design, mapped by every recipe. */
export interface MappedDesign {
  /** In the order of the recipes, by module name; the modules in the order of the design. */
  readonly variants: ReadonlyMap<string, readonly NamedModule[]>;
  readonly recipes: readonly Recipe[];
}

/**
 * Maps every module of a design alone, by every recipe, with the wrappers that it instantiates inside;
 * memories stay black boxes.
 */
export async function mapDesign(
  design: { readonly config: string; readonly modules: readonly Module[] },
  texts: ReadonlyMap<string, string>,
  recipes: readonly Recipe[],
  context: MappingContext,
  onModule: (name: string, recipe: string) => void,
): Promise<MappedDesign> {
  const logic = design.modules.filter((module) => !isMemory(module) && !isWrapper(module));
  const memories = design.modules.filter(isMemory);
  for (const module of design.modules.filter(isWrapper)) {
    await checkWrapper(module, texts.get(module.name) ?? '', design.config, context);
  }
  const modules = logic.map((module) => ({
    module,
    canonical: canonicalModule(module, texts.get(module.name) ?? '', design),
  }));
  const modulesByName = new Map(design.modules.map((module) => [module.name, module]));
  // Recipe by recipe, so that modules that run at the same time do not wait for the same logic.
  const jobs = recipes.flatMap((recipe) => modules.map((one) => ({ ...one, recipe })));
  const mapped = await inTurn(
    jobs,
    availableParallelism(),
    async ({ module, canonical, recipe }) => {
      onModule(module.name, recipe.name);
      const result = await mapModule(module.name, canonical, recipe, context);
      const node = named(module, canonical.children, recipe, result);
      const driven = withSharedDrive(node, modulesByName, largestBuffer(recipe, context));
      return withEmpty(memories, driven);
    },
  );
  const variants = logic.map(
    ({ name }) => [name, mapped.filter((node) => node.name === name)] as const,
  );
  return { variants: new Map(variants), recipes };
}

/** Null where the recipe wants none, or the library has none so small. */
function largestBuffer(
  { sharedDrive }: Recipe,
  { library: { cells } }: MappingContext,
): GateCell | null {
  const limit = sharedDrive * (cells.nand2?.area ?? 0) * (1 + 1e-6);
  return cells.buffers.findLast(({ area }) => area <= limit) ?? null;
}

/** Memories have no figures: those that a module instantiates are empty modules of its netlist. */
function withEmpty(memories: readonly Module[], node: NamedModule): NamedModule {
  const used = memories.filter(({ name }) => node.instances[name] !== undefined);
  if (used.length === 0) return node;
  const names = used.map(({ name }) => name);
  const figured = Object.entries(node.instances).filter(([name]) => !names.includes(name));
  return {
    ...node,
    instances: Object.fromEntries(figured),
    netlist: [node.netlist, ...used.map(emptyModule)].join('\n'),
  };
}

function named(
  module: Module,
  children: readonly string[],
  recipe: Recipe,
  { mapped, cached }: MappingResult,
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
    recipe: recipe.name,
    area,
    cellTypes,
    flops,
    instances,
    netlist,
    key: mapped.hash,
    cached,
  };
}
