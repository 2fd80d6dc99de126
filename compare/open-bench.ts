import { libraryModel } from '../synth/energy/liberty.ts';
import { untoldEnergy } from '../synth/energy/untold.ts';
import { prepare } from '../synth/prepare.ts';
import { type Effort, recipesFor } from '../synth/recipes.ts';
import { scriptHashOf } from '../synth/synthesize.ts';
import { locateOpenSta } from '../synth/tools.ts';
import { Failure } from '../system/failure.ts';
import type { Bench } from './library-figures.ts';
import type { Stream } from './operands.ts';

export interface BenchOptions {
  /** A Liberty file; null: osu018. */
  readonly liberty: string | null;
  /** Null: chosen for the library. */
  readonly clockNs: number | null;
  readonly streams: readonly Stream[];
  readonly effort: Effort;
  readonly timeoutSeconds: number;
}

/** In ns: what dot products of eight 8-bit integers reach in 130 to 180 nm with little more than the smallest area. */
const CLOCK_NS = 10;

/** Opens a library and finds the clock that designs are compared at. Throws Failure. */
export async function openBench(options: BenchOptions): Promise<Bench> {
  const { liberty, streams, effort, timeoutSeconds } = options;
  // Without it there is no clock.
  await locateOpenSta();
  const setup = await prepare({
    ...(liberty === null ? {} : { liberty }),
    recipes: recipesFor(effort),
    timeoutSeconds,
  });
  // What energy needs of it is read before any work.
  const untold = untoldEnergy(await libraryModel(setup.library));
  const scriptHash = scriptHashOf(setup);
  const clockNs = options.clockNs ?? CLOCK_NS;
  return { liberty, setup, untold, scriptHash, clockNs, streams, effort, timeoutSeconds };
}

/** Libraries have to be told apart by name. Throws Failure (usage). */
export function requireDistinct(benches: readonly Bench[]): void {
  const names = benches.map(({ setup }) => setup.library.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  const files = benches
    .filter(({ setup }) => setup.library.name === twice)
    .map(({ liberty, setup }) => liberty ?? setup.library.file);
  throw new Failure(
    'usage',
    `two libraries are called ${twice}: ${files.join(', ')}`,
    'compare one of them in a run',
  );
}
