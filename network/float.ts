import type { Network, Value } from './network.ts';
import { type HostLimits, openSession } from './runtime.ts';
import { withOutputs } from './segment-model.ts';

/** The whole network in float32, as its model says. */
export interface FloatRun {
  /** The answer and what is watched, by name. Throws Failure (input). */
  run(input: Value): Promise<ReadonlyMap<string, Value>>;
  close(): Promise<void>;
}

/**
 * Loads the unchanged network into onnxruntime, with further tensors to watch: names of any that it
 * has, e.g. `input` and `output` of layers. Throws Failure (input).
 */
export async function createFloatRun(
  network: Pick<Network, 'path' | 'model' | 'input' | 'output'>,
  watch: readonly string[],
  limits?: HostLimits,
): Promise<FloatRun> {
  const { path, model, input, output } = network;
  const more = new Set(watch.filter((name) => name !== input.name && name !== output));
  const watched = more.size === 0 ? model : withOutputs(model, [...more]);
  const session = await openSession(watched, path, limits);
  const isInputWatched = watch.includes(input.name);
  return {
    async run(value) {
      const results = await session.run(new Map([[input.name, value]]));
      return isInputWatched ? new Map([...results, [input.name, value]]) : results;
    },
    close: () => session.close(),
  };
}
