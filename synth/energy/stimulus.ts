import { Failure } from '../../system/failure.ts';
import type { FlatNetlist } from './netlist.ts';
import type { SimulationState } from './state.ts';

/**
 * Words of a port, one for each cycle from the first warm-up cycle on: packed rows of
 * ceil(width / 8) bytes, lowest byte first; or a function of the cycle.
 */
export type PortWords = Uint8Array | ((cycle: number) => bigint | number | Uint8Array);

export interface Stimulus {
  /** Cycles before anything is counted; everything is zero before them. */
  readonly warmUpCycles: number;
  readonly measuredCycles: number;
  /** Every input port of the top but the clock. */
  readonly inputs: ReadonlyMap<string, PortWords>;
}

export function rowBytes(width: number): number {
  return Math.ceil(width / 8);
}

/** A word of packed rows, as a number of any width. */
export function wordAt(rows: Uint8Array, width: number, cycle: number): bigint {
  const bytes = rowBytes(width);
  let word = 0n;
  for (let byte = bytes - 1; byte >= 0; byte -= 1) {
    word = (word << 8n) | BigInt(rows[cycle * bytes + byte] ?? 0);
  }
  return word;
}

/** Puts words in packed rows. */
export function packWords(words: readonly (bigint | number)[], width: number): Uint8Array {
  const bytes = rowBytes(width);
  const rows = new Uint8Array(words.length * bytes);
  words.forEach((word, cycle) => {
    rows.set(bytesOf(BigInt.asUintN(width, BigInt(word)), bytes), cycle * bytes);
  });
  return rows;
}

function bytesOf(word: bigint, bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, byte) => Number((word >> BigInt(8 * byte)) & 255n));
}

/** Applies the words of a cycle to the nets of the ports. Throws Failure (input) at the beginning. */
export function inputDriver(
  netlist: FlatNetlist,
  clock: string,
  { warmUpCycles, measuredCycles, inputs }: Stimulus,
  state: SimulationState,
): (cycle: number) => void {
  const cycles = warmUpCycles + measuredCycles;
  const ports = [...netlist.inputs].filter(([name]) => name !== clock);
  const drives = ports.map(([name, nets]) => {
    const words = inputs.get(name);
    if (words === undefined) throw new Failure('input', `no words for the input port ${name}`);
    const bytes = rowBytes(nets.length);
    if (words instanceof Uint8Array && words.length < cycles * bytes) {
      throw new Failure('input', `too few words for ${name}: not ${cycles} rows of ${bytes} bytes`);
    }
    return { nets, bytes, words };
  });
  const unknown = [...inputs.keys()].find((name) => !ports.some(([port]) => port === name));
  if (unknown !== undefined) {
    throw new Failure('input', `the netlist has no input port ${unknown}`);
  }
  const values = state.net;
  const drive = (net: number, value: number) => {
    if (values[net] !== value) state.toggle(net);
  };
  return (cycle) => {
    for (const { nets, bytes, words } of drives) {
      const word = words instanceof Uint8Array ? words : words(cycle);
      if (typeof word === 'number' && nets.length <= 31) {
        for (let bit = 0; bit < nets.length; bit += 1)
          drive(nets[bit] as number, (word >> bit) & 1);
        continue;
      }
      const rows =
        word instanceof Uint8Array
          ? word
          : bytesOf(BigInt.asUintN(nets.length, BigInt(word)), bytes);
      const start = words instanceof Uint8Array ? cycle * bytes : 0;
      for (let bit = 0; bit < nets.length; bit += 1) {
        drive(nets[bit] as number, ((rows[start + (bit >> 3)] as number) >> (bit & 7)) & 1);
      }
    }
  };
}

/** Keeps the values of output ports at the end of every cycle, as packed rows. */
export function outputSampler(
  netlist: FlatNetlist,
  observe: readonly string[],
  cycles: number,
  state: SimulationState,
): { readonly rows: ReadonlyMap<string, Uint8Array>; readonly sample: (cycle: number) => void } {
  const ports = observe.map((name) => {
    const nets = netlist.outputs.get(name);
    if (nets === undefined) throw new Failure('input', `the netlist has no output port ${name}`);
    const bytes = rowBytes(nets.length);
    return { name, nets, bytes, rows: new Uint8Array(cycles * bytes) };
  });
  return {
    rows: new Map(ports.map(({ name, rows }) => [name, rows])),
    sample: (cycle) => {
      for (const { nets, bytes, rows } of ports) {
        for (let bit = 0; bit < nets.length; bit += 1) {
          const at = cycle * bytes + (bit >> 3);
          const value = state.net[nets[bit] as number] as number;
          rows[at] = (rows[at] as number) | (value << (bit & 7));
        }
      }
    },
  };
}
