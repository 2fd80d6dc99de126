import { join } from 'node:path';
import { setImmediate as letSignalsIn } from 'node:timers/promises';
import type { Design, ModuleDescription } from '../../generator/design.ts';
import { design } from '../../generator/index.ts';
import type { LpFormat } from '../../golden/format.ts';
import type { ModuleSource } from '../../sim/build.ts';
import { contentHash } from '../../system/cache.ts';
import { hashOf, type RtlSources, sourcesOf } from '../../system/rtl-files.ts';
import type { Pair } from './plan.ts';
import type { PairResult } from './result.ts';

/** A module that this pair verifies: no pair before it has the same one. */
export interface Subject extends ModuleSource {
  readonly design: Design;
  readonly module: ModuleDescription;
  readonly rtlHash: string;
}

/** A pair's designs in memory, and what of them is to be verified. */
export interface EmittedPair extends Omit<PairResult, 'modules' | 'designs'> {
  readonly designs: readonly { readonly design: Design; readonly sources: RtlSources }[];
  readonly subjects: readonly Subject[];
}

/**
 * Emits the designs of all pairs; `directory` is where they are going to be written. What is verified
 * where depends on nothing but the plan, or a cached simulator would not be found again.
 */
export async function emitPairs(
  pairs: readonly (readonly [number, Pair])[],
  directory: string,
): Promise<EmittedPair[]> {
  const claimed = new Set<string>();
  const emitted: EmittedPair[] = [];
  for (const [index, pair] of pairs) {
    emitted.push(emitPair(index, pair, directory, claimed));
    await letSignalsIn();
  }
  return emitted;
}

function emitPair(
  index: number,
  { name, group, configs }: Pair,
  directory: string,
  claimed: Set<string>,
): EmittedPair {
  const designs = configs.map((config) => {
    const emitted = design(config);
    return { design: emitted, sources: sourcesIn(emitted, directory) };
  });
  const modules = designs.flatMap(({ design, sources }) =>
    design.modules.map((module) => {
      const rtlHash = hashOf(sourcesOf(sources, module.name));
      const key = identity(design, module, rtlHash);
      return { key, subject: { design, sources, module, rtlHash } };
    }),
  );
  const own = modules.filter(({ key }) => {
    const isNew = !claimed.has(key);
    claimed.add(key);
    return isNew;
  });
  return {
    index,
    name,
    group,
    designs,
    needs: modules.map(({ key }) => key),
    claims: own.map(({ key }) => key),
    subjects: own.map(({ subject }) => subject),
  };
}

function sourcesIn({ config, sources }: Design, directory: string): RtlSources {
  const { name } = config;
  return { directory: join(directory, name), name, files: sources, attachments: [] };
}

/**
 * What a module's checks follow from. The same text under other parameters is another module: a
 * generator that ignores a parameter must not pass for that.
 */
function identity(
  { mac, requantise, config }: Design,
  { role, serves, latency }: ModuleDescription,
  rtlHash: string,
): string {
  const parameters = {
    decoder: () => serves?.map((operand) => shape(mac[operand]))[0],
    pe: () => [
      { ...mac, weight: shape(mac.weight), activation: shape(mac.activation) },
      latency,
      config.accumulator.depth,
    ],
    encoder: () => ({ ...requantise, output: shape(requantise.output) }),
  }[role]();
  const text = JSON.stringify(parameters, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
  return contentHash(role, rtlHash, text);
}

function shape({ n, es, rs }: LpFormat): number[] {
  return [n, es, rs];
}
