import { contentHash } from '../system/cache.ts';
import { withDescendants } from './hierarchy.ts';
import type { Assembly, TimedAssembly } from './points.ts';
import { type TimingContext, type TimingRequest, timeModules } from './timing.ts';

const CLOCK = 'clk_i';

export interface TimedDesign {
  /** In the order of the assemblies. */
  readonly timed: readonly TimedAssembly[];
  /** Modules whose paths were all known. */
  readonly hits: number;
}

/** Times every module of each assembly with all that is below it. */
export async function timeAssemblies(
  assemblies: readonly Assembly[],
  context: Omit<TimingContext, 'netlists'>,
): Promise<TimedDesign> {
  const requests = new Map<string, TimingRequest>();
  const names = assemblies.map((assembly) =>
    timingRequests(assembly).map((request) => {
      const known = requests.get(request.name) ?? request;
      requests.set(request.name, known);
      return request;
    }),
  );
  const netlists = new Map(
    assemblies.flat().map((node) => [netlistName(node), node.netlist] as const),
  );
  const { paths, missed } = await timeModules([...requests.values()], { ...context, netlists });
  const timed = assemblies.map((assembly, index) => {
    const found = (names[index] ?? []).map(
      ({ name, top }) => [top, paths.get(name) ?? null] as const,
    );
    return { assembly, paths: new Map(found) };
  });
  const modules = new Set([...requests.values()].map(({ top }) => top));
  const missedModules = new Set(missed.map(({ top }) => top));
  return { timed, hits: modules.size - missedModules.size };
}

/** One request a module; equal hierarchies of variants have the same name. */
function timingRequests(assembly: Assembly): TimingRequest[] {
  const byName = new Map(assembly.map((node) => [node.name, node]));
  return assembly.map(({ name, description }) => {
    const below = withDescendants(name, assembly).flatMap((module) => byName.get(module) ?? []);
    const key = contentHash(...below.map((node) => node.key));
    return {
      name: `${name}-${key.slice(0, 16)}`,
      top: name,
      clock: description.ports.some((port) => port.name === CLOCK) ? CLOCK : null,
      key,
      modules: below.map(netlistName),
    };
  });
}

function netlistName({ name, recipe }: Assembly[number]): string {
  return `${name}-${recipe}`;
}
