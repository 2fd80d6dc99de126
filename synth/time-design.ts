import { contentHash } from '../system/cache.ts';
import { withDescendants } from './hierarchy.ts';
import type { NamedModule } from './map-design.ts';
import { emptyModule } from './memories.ts';
import type { Assembly, TimedAssembly } from './points.ts';
import { clusterForTiming } from './stand-in.ts';
import { type TimingContext, type TimingRequest, timeModules } from './timing.ts';
import type { PortMargins } from './timing-script.ts';
import { timingUnits } from './timing-units.ts';

const CLOCK = 'clk_i';

export interface DesignTimingContext extends Omit<TimingContext, 'netlists'> {
  /** Of the library's flip-flop, where units of timing meet. */
  readonly margins: PortMargins;
}

export interface TimedDesign {
  /** In the order of the assemblies. */
  readonly timed: readonly TimedAssembly[];
  /** Modules whose paths were all known. */
  readonly hits: number;
}

/**
 * Times every module of each assembly, or those of `namesOf` it, with all that is below it; what is only
 * part of a unit of timing without margins at its ports.
 */
export async function timeAssemblies(
  assemblies: readonly Assembly[],
  { margins, ...context }: DesignTimingContext,
  namesOf?: (index: number) => readonly string[],
): Promise<TimedDesign> {
  const wanted = assemblies.map((assembly, index) => {
    const names = namesOf?.(index);
    return timedModules(assembly, margins).filter(
      ({ request }) => names?.includes(request.top) ?? true,
    );
  });
  const all = wanted.flat();
  const requests = new Map(all.map(({ request }) => [request.name, request]));
  const netlists = new Map(all.flatMap((one) => one.netlists));
  const { paths, missed } = await timeModules([...requests.values()], { ...context, netlists });
  const timed = assemblies.map((assembly, index) => {
    const found = (wanted[index] ?? []).map(
      ({ request: { name, top } }) => [top, paths.get(name) ?? null] as const,
    );
    return { assembly, paths: new Map(found) };
  });
  const modules = new Set([...requests.values()].map(({ top }) => top));
  const missedModules = new Set(missed.map(({ top }) => top));
  return { timed, hits: modules.size - missedModules.size };
}

interface TimedModule {
  readonly request: TimingRequest;
  /** Text by name. */
  readonly netlists: readonly (readonly [string, string])[];
}

/** Equal hierarchies of variants have equal names. */
function timedModules(assembly: Assembly, margins: PortMargins): TimedModule[] {
  const byName = new Map(assembly.map((node) => [node.name, node]));
  const units = new Map(timingUnits(assembly).map((unit) => [unit.top, unit]));
  return assembly.map((node) => {
    const unit = units.get(node.name);
    const timed = unit?.modules ?? withDescendants(node.name, assembly);
    const below = timed.flatMap((name) => byName.get(name) ?? []);
    const apart = Object.keys(node.instances).filter((name) => !timed.includes(name));
    const emptied = apart.flatMap((name) => byName.get(name) ?? []);
    const read =
      node.description.role === 'cluster' ? clusterForTiming(node, below.slice(0, -1)) : below;
    const netlists = [
      ...emptied.map((child) => [`${child.name}-empty`, emptyModule(child.description)] as const),
      ...read.map((one) => [netlistName(one, node), one.netlist] as const),
    ];
    const key = contentHash(...below.map((one) => one.key), ...(apart.length > 0 ? ['apart'] : []));
    const request = {
      name: `${node.name}-${key.slice(0, 16)}`,
      top: node.name,
      clock: node.description.ports.some((port) => port.name === CLOCK) ? CLOCK : null,
      ...(unit?.registered ? { margins } : {}),
      key,
      modules: netlists.map(([name]) => name),
    };
    return { request, netlists };
  });
}

/** A cluster is read otherwise where it is timed itself. */
function netlistName({ name, recipe }: NamedModule, timed: NamedModule): string {
  return name === timed.name ? `${name}-${recipe}-timed` : `${name}-${recipe}`;
}
