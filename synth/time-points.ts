import { assemblyAtClock } from './at-clock.ts';
import type { MappedDesign } from './map-design.ts';
import {
  type Assembly,
  fastestAssembly,
  smallestAssembly,
  type TimedAssembly,
  uniformAssemblies,
} from './points.ts';
import type { Setup } from './prepare.ts';
import type { ClockAnswer, PointName } from './report.ts';
import { timeAssemblies } from './time-design.ts';

/** The netlists worth having, with their paths. */
export interface TimedPoints {
  /** The smallest first. */
  readonly points: readonly TimedPoint[];
  /** All by one recipe, in the order of the recipes. */
  readonly uniform: readonly TimedAssembly[];
  /** Present where a clock was asked for. */
  readonly clock?: ClockAnswer;
  /** Modules whose paths in all these were known. */
  readonly hits: number;
}

export interface TimedPoint {
  readonly name: PointName;
  readonly timed: TimedAssembly;
}

/** Times the smallest assembly and those of one recipe each, and finds the other points. */
export async function timePoints(
  mapped: MappedDesign,
  clockNs: number | undefined,
  { sta, probe, timingNote, ...setup }: Setup,
): Promise<TimedPoints> {
  const smallest = smallestAssembly(mapped);
  const uniform = uniformAssemblies(mapped);
  if (sta === null) {
    const [small, ...others] = [smallest, ...uniform].map(untimed);
    return {
      points: small === undefined ? [] : [{ name: 'smallest', timed: small }],
      uniform: others,
      ...(clockNs === undefined ? {} : { clock: { ns: clockNs, note: timingNote } }),
      hits: mapped.variants.size,
    };
  }
  const context = { ...setup, sta, margins: probe.margins };
  const base = await timeAssemblies([smallest, ...uniform], context);
  const [small = untimed(smallest), ...others] = base.timed;
  const time: Time = async (assemblies, namesOf) =>
    (await timeAssemblies(assemblies, context, namesOf)).timed;
  const timedWhole = async (assembly: Assembly) => (await time([assembly]))[0] ?? untimed(assembly);

  const fastest = await timedWhole(fastestAssembly(others));
  const points: TimedPoint[] = [
    { name: 'smallest', timed: small },
    { name: 'fastest', timed: fastest },
  ];
  if (clockNs === undefined) return { points, uniform: others, hits: base.hits };
  const found = await assemblyAtClock(clockNs, { mapped, smallest: small, uniform: others, time });
  const reached = 'assembly' in found;
  if (reached) points.push({ name: 'clock', timed: await timedWhole(found.assembly) });
  const note = reached
    ? null
    : `nothing reaches ${clockNs} ns: ${found.missed.module} takes ${found.missed.ns.toFixed(2)} ns at best`;
  return { points, uniform: others, clock: { ns: clockNs, note }, hits: base.hits };
}

type Time = (
  assemblies: readonly Assembly[],
  namesOf?: (index: number) => readonly string[],
) => Promise<readonly TimedAssembly[]>;

function untimed(assembly: Assembly): TimedAssembly {
  return { assembly, paths: new Map() };
}
