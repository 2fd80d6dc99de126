import { instanceCounts, withDescendants } from './hierarchy.ts';
import type { MappedDesign, NamedModule } from './map-design.ts';
import { type Assembly, assemble, type TimedAssembly } from './points.ts';
import { type TimingUnit, timingUnits, unitGroups } from './timing-units.ts';
import { type Change, type Trial, tradeOffs } from './trade-offs.ts';

/** What the search starts from: all that is timed for the other points anyway. */
export interface SearchStart {
  readonly mapped: MappedDesign;
  readonly smallest: TimedAssembly;
  /** One recipe each, in the order of the recipes. */
  readonly uniform: readonly TimedAssembly[];
  /** Times those modules of each assembly. */
  readonly time: (
    assemblies: readonly Assembly[],
    namesOf: (index: number) => readonly string[],
  ) => Promise<readonly TimedAssembly[]>;
}

/** The smallest assembly that was found at a clock, or what misses it. */
export type AtClock = { readonly assembly: Assembly } | { readonly missed: Missed };

/** The slowest module, and the shortest path that was found for it. */
export interface Missed {
  readonly module: string;
  readonly ns: number;
}

/** How far beyond the clock an estimate may be for its assembly to be timed. */
const OPTIMISM = 1.03;
const BATCH = 4;
const BATCHES = 6;
const DESCENTS = 3;

/**
 * The smallest assembly of which no path is longer than `clockNs`. Groups of units that share modules
 * are independent of each other. In each, every module's variants are timed one at a time in the
 * smallest assembly; their gains add up to estimates for all combinations, of which the smallest ones
 * that promise to be fast enough are timed, until one is.
 */
export async function assemblyAtClock(clockNs: number, start: SearchStart): Promise<AtClock> {
  const chosen: NamedModule[] = [];
  const missed: Missed[] = [];
  for (const units of unitGroups(timingUnits(start.smallest.assembly))) {
    const found = await new GroupSearch(clockNs, units, start).run();
    if ('missed' in found) missed.push(found.missed);
    else chosen.push(...found.assembly);
  }
  const [slowest] = missed.toSorted((left, right) => right.ns - left.ns);
  return slowest === undefined ? { assembly: assemble(chosen) } : { missed: slowest };
}

class GroupSearch {
  private readonly modules: ReadonlySet<string>;
  private readonly tops: readonly string[];
  private readonly counts: ReadonlyMap<string, number>;
  /** By how little the clock was missed so far. */
  private nearest: Missed = { module: '', ns: Number.POSITIVE_INFINITY };

  constructor(
    private readonly clockNs: number,
    private readonly units: readonly TimingUnit[],
    private readonly start: SearchStart,
  ) {
    this.modules = new Set(units.flatMap(({ modules }) => modules));
    this.tops = units.map(({ top }) => top);
    this.counts = instanceCounts(start.smallest.assembly);
  }

  async run(): Promise<AtClock> {
    const { smallest, uniform } = this.start;
    const known = [smallest, ...uniform].filter((timed) => this.meets(timed));
    if (known[0] === smallest) return { assembly: this.own(smallest.assembly) };
    const mixed = await this.estimated();
    const best = this.smallestOf([...known, ...(mixed === null ? [] : [mixed])]);
    if (best === null) return { missed: this.nearest };
    return { assembly: this.own((await this.descended(best)).assembly) };
  }

  /** Combinations in the order of their areas, timed until one is fast enough. */
  private async estimated(): Promise<TimedAssembly | null> {
    const { smallest } = this.start;
    const delays = this.tops.map((top) => nsOf(smallest, top));
    let trials = tradeOffs(delays, await this.changes());
    let error = 0;
    for (let batch = 0; batch < BATCHES; batch++) {
      const promising = trials.filter(
        ({ ns }) => Math.max(...ns) + error <= this.clockNs * OPTIMISM,
      );
      const next = promising.slice(0, BATCH);
      if (next.length === 0) return null;
      const timed = await this.timed(next.map((trial) => this.changed(smallest, trial.changes)));
      const found = this.smallestOf(timed.filter((one) => this.meets(one)));
      if (found !== null) return found;
      error = Math.max(
        0,
        0.8 * Math.min(...next.map((trial, index) => this.error(trial, timed[index]))),
      );
      trials = promising.slice(next.length);
    }
    return null;
  }

  private error({ ns }: Trial<NamedModule>, timed: TimedAssembly | undefined): number {
    const slowest = this.tops.map((top) => (timed === undefined ? 0 : nsOf(timed, top)));
    return Math.max(...slowest) - Math.max(...ns);
  }

  /** For each module its variants, with what each alone changes in the smallest assembly. */
  private async changes(): Promise<Change<NamedModule>[][]> {
    const { smallest, time } = this.start;
    const own = this.own(smallest.assembly);
    const variants = own.flatMap((node) => this.candidates(node));
    const judges = variants.map(({ name }) => this.units.map((unit) => this.judgeOf(name, unit)));
    const timed = await time(
      variants.map((variant) => this.changed(smallest, [variant])),
      (index) => judges[index]?.flatMap((name) => name ?? []) ?? [],
    );
    const changes = variants.map((variant, index) => ({
      value: variant,
      area: this.weighted(variant) - this.weighted(nodeOf(smallest.assembly, variant.name)),
      ns: (judges[index] ?? []).map((name) =>
        name === null ? 0 : nsOf(timed[index], name) - nsOf(smallest, name),
      ),
    }));
    return own.map(({ name }) => changes.filter(({ value }) => value.name === name));
  }

  /**
   * The module whose path says what a variant of `name` changes in a unit; null for nothing. A cluster
   * repeats its PE, which is timed in its place: a fraction of the work.
   */
  private judgeOf(name: string, { top, modules }: TimingUnit): string | null {
    const { assembly } = this.start.smallest;
    if (!modules.includes(name)) return null;
    if (nodeOf(assembly, top).description.role !== 'cluster') return top;
    const pe = modules.find((one) => nodeOf(assembly, one).description.role === 'pe');
    return pe !== undefined && withDescendants(pe, assembly).includes(name) ? pe : top;
  }

  /** Variants that are larger than this one, and faster the larger, where the design has one recipe. */
  private candidates(node: NamedModule): NamedModule[] {
    const { mapped, uniform } = this.start;
    const all = (mapped.variants.get(node.name) ?? [])
      .map((variant, index) => ({ variant, ns: nsOf(uniform[index], node.name) }))
      .toSorted((left, right) => left.variant.area - right.variant.area || left.ns - right.ns);
    let fastest = Number.POSITIVE_INFINITY;
    return all.flatMap(({ variant, ns }) => {
      if (ns >= fastest) return [];
      fastest = ns;
      return variant.key === node.key ? [] : [variant];
    });
  }

  /** Smaller again, module by module, as long as that is fast enough. */
  private async descended(from: TimedAssembly): Promise<TimedAssembly> {
    let best = from;
    for (let round = 0; round < DESCENTS; round++) {
      const smaller = this.own(best.assembly).flatMap((node) => this.smallerThan(node));
      const timed = await this.timed(smaller.map((variant) => this.changed(best, [variant])));
      const found = this.smallestOf(timed.filter((one) => this.meets(one)));
      if (found === null) break;
      best = found;
    }
    return best;
  }

  private smallerThan(node: NamedModule): NamedModule[] {
    const smallest = nodeOf(this.start.smallest.assembly, node.name);
    const between = this.candidates(smallest).filter(({ area }) => area < node.area);
    const all = node.area > smallest.area ? [smallest, ...between] : [];
    return all.slice(-2);
  }

  private async timed(assemblies: readonly Assembly[]): Promise<readonly TimedAssembly[]> {
    const timed = await this.start.time(assemblies, () => this.tops);
    for (const one of timed) this.meets(one);
    return timed;
  }

  private meets(timed: TimedAssembly): boolean {
    const [slowest] = this.tops
      .map((module) => ({ module, ns: nsOf(timed, module) }))
      .toSorted((left, right) => right.ns - left.ns);
    if (slowest !== undefined && slowest.ns < this.nearest.ns) this.nearest = slowest;
    return slowest === undefined || slowest.ns <= this.clockNs;
  }

  private smallestOf(timed: readonly TimedAssembly[]): TimedAssembly | null {
    const area = ({ assembly }: TimedAssembly) =>
      this.own(assembly).reduce((sum, node) => sum + this.weighted(node), 0);
    return timed.reduce<TimedAssembly | null>(
      (best, one) => (best !== null && area(best) <= area(one) ? best : one),
      null,
    );
  }

  private weighted({ name, area }: NamedModule): number {
    return area * (this.counts.get(name) ?? 0);
  }

  private own(assembly: Assembly): NamedModule[] {
    return assembly.filter(({ name }) => this.modules.has(name));
  }

  private changed({ assembly }: TimedAssembly, changes: readonly NamedModule[]): Assembly {
    return assembly.map((node) => changes.find(({ name }) => name === node.name) ?? node);
  }
}

function nodeOf(assembly: Assembly, name: string): NamedModule {
  const node = assembly.find((one) => one.name === name);
  if (node === undefined) throw new Error(`no module ${name}`);
  return node;
}

function nsOf(timed: TimedAssembly | undefined, name: string): number {
  return timed?.paths.get(name)?.ns ?? 0;
}
