import { Failure } from '../system/failure.ts';
import type { Value } from './network.ts';
import { RUNTIME_BYTES, runtimeThread, type ThreadCall } from './runtime-thread.ts';

/** A model that onnxruntime has loaded. */
export interface Session {
  /** Throws Failure: input with what onnxruntime says, timeout. */
  run(values: ReadonlyMap<string, Value>): Promise<ReadonlyMap<string, Value>>;
  close(): Promise<void>;
}

/** What a model may take of the host. */
export interface HostLimits {
  /** For loading it, and for each run. */
  readonly seconds: number;
}

const LIMITS: HostLimits = { seconds: 600 };

/** Values of one tensor: 1 GiB of float32. */
const MOST_VALUES = 2 ** 28;

let sessions = 0;

/**
 * Loads a model into onnxruntime's WebAssembly build, in a thread of its own. `shown` names it in
 * messages. Throws Failure: input with the first line of what onnxruntime says, timeout.
 */
export async function openSession(
  model: Uint8Array,
  shown: string,
  { seconds }: HostLimits = LIMITS,
): Promise<Session> {
  const thread = runtimeThread();
  sessions += 1;
  const id = sessions;
  const call = async (message: ThreadCall) => {
    const end = await thread.call(message, seconds);
    if (end === 'timeout')
      throw slow(shown, 'open' in message ? 'to load it' : 'for a batch', seconds);
    if ('value' in end) return end.value;
    throw explained(shown, 'fault' in end ? end.fault : end.broken);
  };
  await call({ open: { id, model: alone(model) } });
  return {
    async run(values) {
      const results =
        (await call({ run: { id, values: new Map([...values].map(aloneValue)) } })) ??
        new Map<string, Value>();
      for (const [name, value] of results) refuseHuge(shown, name, value);
      return results;
    },
    async close() {
      await thread.call({ close: { id } }, seconds);
    },
  };
}

/** Only what is seen of a buffer: a message to a thread copies all of it. */
function alone<T extends Uint8Array | Float32Array>(view: T): T {
  return (view.byteLength === view.buffer.byteLength ? view : view.slice()) as T;
}

function aloneValue([name, value]: readonly [string, Value]): [string, Value] {
  const { data } = value;
  return [name, data instanceof Float32Array ? { ...value, data: alone(data) } : value];
}

function slow(shown: string, what: string, seconds: number): Failure {
  return new Failure(
    'timeout',
    `${shown}: the host took more than ${seconds} s ${what}`,
    'a loop of the model may have no end; if not, raise --timeout or lower --batch',
  );
}

function refuseHuge(shown: string, name: string, { dims, data }: Value): void {
  if (data.length <= MOST_VALUES) return;
  throw new Failure(
    'input',
    `${shown}: the tensor ${JSON.stringify(name)} has the shape [${dims.join(', ')}], more than ${MOST_VALUES} values`,
    'lower --batch where the model allows it',
  );
}

function explained(shown: string, said: string): Failure {
  if (!/bad_alloc|Failed to allocate|OOM|out of memory/i.test(said)) {
    return new Failure('input', `${shown}: ${runtimeMessage(said)}`, undefined, said);
  }
  const most = RUNTIME_BYTES / 2 ** 20;
  return new Failure(
    'input',
    `${shown}: its tensors need more memory than the ${most} MiB that onnxruntime may take`,
    'lower --batch where the model allows it',
    said,
  );
}

/** File, line and signature of the function that found the fault. */
const SOURCE_PLACE = /\S+\.(?:cc|h):\d+ (?:[^(]*onnxruntime::[^(]*\([^)]*\) )?/g;

/** Names in a message may be of any length. */
const LONGEST = 4000;

/** The first line of onnxruntime's own message, without places in its sources. */
function runtimeMessage(said: string): string {
  const text = said.slice(0, LONGEST);
  const [, own = text] = /ERROR_MESSAGE: (.*)/s.exec(text) ?? [];
  const [line = ''] = own.split('\n');
  return line.replace(SOURCE_PLACE, '').trim();
}
