import type { LogParameters } from '../exact/requantise.ts';
import { logTable } from './converters.ts';
import { createEncoder } from './encode.ts';

/** Gives the words of positive numbers of one octave, by the X bits x below their leading one. */
export function octaveWords(parameters: LogParameters): (octave: number) => Uint16Array {
  const { inputBits, fraction, scale, output, underflow } = parameters;
  const encoder = createEncoder(output, underflow);
  const logs = logTable(inputBits, fraction);
  return (octave) => {
    const base = clampLog((BigInt(octave) << BigInt(fraction)) + scale, fraction);
    return Uint16Array.from(logs, (log) => encoder.encode(0, base + log, fraction));
  };
}

/** Limits a log in units of 2^-Fo to 2^11 octaves, far beyond the 481 where words differ. */
export function clampLog(log: bigint, fraction: number): number {
  const limit = 2n ** BigInt(fraction + 11);
  return Number(log > limit ? limit : log < -limit ? -limit : log);
}
