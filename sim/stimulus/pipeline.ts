import { EN_I, type MacStream, RST_NI } from '../../golden/fast/index.ts';

/**
 * The stream that a PE of latency 1 must see to answer as one of a longer latency does: every
 * operand set arrives later, and a reset meanwhile takes it back.
 */
export function delayStream(stream: MacStream, latency: number): MacStream {
  const delay = latency - 1;
  if (delay === 0) return stream;
  const { length } = stream;
  const limbs = stream.start.length / length;
  const flags = new Uint8Array(length);
  let sinceReset = 0;
  for (let cycle = 0; cycle < length; cycle++) {
    const resets = ((stream.flags[cycle] as number) & RST_NI) === 0;
    sinceReset = resets ? 0 : sinceReset + 1;
    const arriving = sinceReset > delay ? (stream.flags[cycle - delay] as number) & ~RST_NI : 0;
    flags[cycle] = resets ? 0 : RST_NI | ((arriving & EN_I) === 0 ? 0 : arriving);
  }
  return { length, flags, ...delayed() };

  function delayed() {
    const weight = new Uint16Array(length);
    const activation = new Uint16Array(length);
    const start = new Uint32Array(length * limbs);
    weight.set(stream.weight.subarray(0, length - delay), delay);
    activation.set(stream.activation.subarray(0, length - delay), delay);
    start.set(stream.start.subarray(0, (length - delay) * limbs), delay * limbs);
    return { weight, activation, start };
  }
}

/** The stream with idle cycles behind it, until the last operand set has come out. */
export function drainStream(stream: MacStream, latency: number): MacStream {
  const idle = latency - 1;
  if (idle === 0) return stream;
  const length = stream.length + idle;
  const flags = new Uint8Array(length).fill(RST_NI);
  const weight = new Uint16Array(length);
  const activation = new Uint16Array(length);
  const start = new Uint32Array((stream.start.length / stream.length) * length);
  flags.set(stream.flags);
  weight.set(stream.weight);
  activation.set(stream.activation);
  start.set(stream.start);
  return { length, flags, weight, activation, start };
}
