import { Failure } from '../system/failure.ts';
import { createBudget } from '../tensor/onnx/budget.ts';
import { dataTypeNumber } from '../tensor/onnx/data-type.ts';
import { nodeText } from '../tensor/onnx/graph.ts';
import { type OnnxModel, readModel } from '../tensor/onnx/model.ts';
import { readFullNode } from '../tensor/onnx/node.ts';
import type { HostSegment, Network, Value } from './network.ts';
import { type HostLimits, openSession, type Session } from './runtime.ts';
import { segmentModel } from './segment-model.ts';

/** Carries out the host's segments of one network. */
export interface Host {
  /**
   * Runs a segment on the values of its inputs (others may be there too) and gives its outputs.
   * Throws Failure (input).
   */
  run(
    segment: HostSegment,
    values: ReadonlyMap<string, Value>,
  ): Promise<ReadonlyMap<string, Value>>;
  close(): Promise<void>;
}

/** A host that loads a segment when it first runs, and again for inputs of other types. */
export async function createHost({ path, model }: Network, limits?: HostLimits): Promise<Host> {
  const parsed = readModel(model);
  const known = new Map<HostSegment, Map<string, Promise<Session>>>();
  return {
    async run(segment, values) {
      const inputs = inputsOf(path, segment, values);
      const types = [...inputs.values()].map(({ type }) => type).join(' ');
      const sessions = known.get(segment) ?? new Map<string, Promise<Session>>();
      known.set(segment, sessions);
      const session = sessions.get(types) ?? openSegment({ path, parsed, segment, inputs, limits });
      sessions.set(types, session);
      return (await session).run(inputs);
    },
    async close() {
      const opened = [...known.values()].flatMap((sessions) => [...sessions.values()]);
      known.clear();
      for (const session of await Promise.allSettled(opened)) {
        if (session.status === 'fulfilled') await session.value.close();
      }
    },
  };
}

function inputsOf(
  path: string,
  { inputs }: HostSegment,
  values: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  return new Map(
    inputs.map((name) => {
      const value = values.get(name);
      if (value !== undefined) return [name, value];
      throw new Failure(
        'input',
        `${path}: the host needs ${JSON.stringify(name)}, which is not there`,
      );
    }),
  );
}

interface Opening {
  readonly path: string;
  readonly parsed: OnnxModel;
  readonly segment: HostSegment;
  readonly inputs: ReadonlyMap<string, Value>;
  readonly limits: HostLimits | undefined;
}

function openSegment({ path, parsed, segment, inputs, limits }: Opening): Promise<Session> {
  const types = new Map(
    [...inputs].map(([name, { type }]) => {
      const number = dataTypeNumber(type);
      if (number !== undefined) return [name, number];
      throw new Failure('input', `${path}: ${JSON.stringify(name)} has the unknown type ${type}`);
    }),
  );
  const model = segmentModel(segment, parsed, types);
  return openSession(model, `${path}: ${segmentText(segment)}`, limits);
}

/** How messages call a segment: by its first and its last node. */
function segmentText({ nodes }: HostSegment): string {
  const ends = nodes.length === 1 ? nodes : [nodes[0], nodes.at(-1)];
  return ends
    .map((node) => nodeText(readFullNode(node ?? new Uint8Array(), createBudget())))
    .join(' to ');
}
