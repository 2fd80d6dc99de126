import { contentHash } from '../system/cache.ts';
import { withDescendants } from './hierarchy.ts';
import type { NamedModule } from './map-design.ts';
import {
  type TimingContext,
  type TimingRequest,
  type TimingResult,
  timeModules,
} from './timing.ts';

const CLOCK = 'clk_i';

/** Times every module of a mapped design with all that is below it. */
export async function timeDesign(
  nodes: readonly NamedModule[],
  context: Omit<TimingContext, 'netlists'>,
): Promise<TimingResult> {
  const netlists = new Map(nodes.map(({ name, netlist }) => [name, netlist]));
  return timeModules(timingRequests(nodes), { ...context, netlists });
}

function timingRequests(nodes: readonly NamedModule[]): TimingRequest[] {
  const keys = new Map(nodes.map(({ name, key }) => [name, key]));
  return nodes.map(({ name, description }) => {
    const modules = withDescendants(name, nodes);
    return {
      name,
      clock: description.ports.some((port) => port.name === CLOCK) ? CLOCK : null,
      key: contentHash(...modules.map((module) => keys.get(module) ?? '')),
      modules,
    };
  });
}
