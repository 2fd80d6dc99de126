import type { AcceleratorSubject } from './subject.ts';

/** Byte addresses, as the contract of the accelerator has them: written here a second time on purpose. */
export const REGISTER = {
  id: 0x000,
  shape: 0x004,
  groupLimit: 0x008,
  weightDepth: 0x00c,
  actDepth: 0x010,
  channelDepth: 0x014,
  control: 0x020,
  status: 0x024,
  cycles: 0x028,
  mode: 0x040,
  weightFormat: 0x044,
  actFormat: 0x048,
  resultFormat: 0x04c,
  relu: 0x050,
  vectors: 0x054,
  group: 0x058,
  rowTiles: 0x05c,
  columnBlocks: 0x060,
  weightBase: 0x064,
  actBase: 0x068,
  channelBase: 0x06c,
  weightWrite: 0x080,
  actWrite: 0x084,
  channelWrite: 0x088,
} as const;

/** BRESP and RRESP. */
export const OKAY = 0;
export const SLVERR = 2;

export const START = 1;
export const IRQ_ENABLE = 2;
export const BUSY = 1;
export const DONE = 2;

/** A register that keeps what is written. */
interface KeptRegister {
  readonly reset: number;
  /** Whether the register takes the value; bits outside of its fields are never taken. */
  takes(value: number): boolean;
}

/** Registers that always read the same and refuse every write. */
export function constantRegisters({
  shape,
  depths,
}: AcceleratorSubject): ReadonlyMap<number, number> {
  const { rows, cols, lanes, maxEs, vectors } = shape;
  return new Map([
    [REGISTER.id, 0x4c50_4131],
    [REGISTER.shape, rows + cols * 2 ** 8 + lanes.length * 2 ** 16 + maxEs * 2 ** 20],
    [REGISTER.groupLimit, vectors],
    [REGISTER.weightDepth, depths.weightRows],
    [REGISTER.actDepth, depths.activations],
    [REGISTER.channelDepth, depths.channelSets],
  ]);
}

/** Registers of a layer and of write pointers, by address. */
export function keptRegisters({
  shape,
  depths,
}: AcceleratorSubject): ReadonlyMap<number, KeptRegister> {
  const { modes, maxEs, vectors, runTime } = shape;
  const below = (limit: number): KeptRegister => ({ reset: 0, takes: (value) => value < limit });
  const count = (most: number): KeptRegister => ({
    reset: 1,
    takes: (value) => value >= 1 && value <= most,
  });
  const format: KeptRegister = {
    reset: 15 * 2 ** 8,
    takes: (value) => (value & ~0xf0f) === 0 && (value & 15) <= maxEs,
  };
  const { weightRows, activations, channelSets } = depths;
  return new Map<number, KeptRegister>([
    [REGISTER.mode, { reset: Math.max(...modes), takes: (value) => modes.includes(value) }],
    ...(runTime
      ? [REGISTER.weightFormat, REGISTER.actFormat, REGISTER.resultFormat].map(
          (address): [number, KeptRegister] => [address, format],
        )
      : []),
    [REGISTER.relu, below(2)],
    [REGISTER.vectors, count(2 ** 20 - 1)],
    [REGISTER.group, count(Math.min(vectors, 2 ** 16 - 1))],
    [REGISTER.rowTiles, count(2 ** 16 - 1)],
    [REGISTER.columnBlocks, count(2 ** 16 - 1)],
    [REGISTER.weightBase, below(weightRows)],
    [REGISTER.actBase, below(activations)],
    [REGISTER.channelBase, below(channelSets)],
    [REGISTER.weightWrite, below(weightRows)],
    [REGISTER.actWrite, below(activations)],
    [REGISTER.channelWrite, below(channelSets)],
  ]);
}

/** Every 4 bytes a register may be at, present or not. */
export const ALL_ADDRESSES: readonly number[] = Array.from({ length: 1024 }, (_, at) => 4 * at);

/** The bytes with a strobe from one word, the others from another one. */
export function merged(kept: number, word: number, strobes: number): number {
  let value = 0;
  for (let byte = 0; byte < 4; byte++) {
    const from = (strobes >> byte) & 1 ? word : kept;
    value += ((from >>> (8 * byte)) & 255) * 2 ** (8 * byte);
  }
  return value;
}
