import type { Block, Difference, Workload } from './workload.ts';

/**
 * Compares a simulator's output with a workload's blocks while it comes in. Blocks are made when
 * either the simulator's input or its output needs the next one.
 */
export class Comparison {
  mismatches = 0;
  first: Difference | null = null;

  readonly #fed: boolean;
  readonly #recordWords: number;
  readonly #blocks: Iterator<Block>;
  /** Blocks whose input was handed out and whose output is not compared yet. */
  readonly #pending: Block[] = [];
  #current: Block | undefined;
  /** Output of the current block so far. */
  #bytes: Uint8Array = new Uint8Array();
  #filled = 0;
  /** Records in the blocks before the current one. */
  #done = 0;
  #exhausted = false;
  /** Whole records in all blocks made so far. */
  #made = 0;

  constructor(workload: Workload) {
    this.#fed = workload.fed;
    this.#recordWords = workload.recordWords;
    this.#blocks = workload.blocks()[Symbol.iterator]();
  }

  /** Whole records received. */
  get received(): number {
    return this.#done + Math.floor(this.#filled / (4 * this.#recordWords));
  }

  /** Input blocks to be handed out, none where nothing is fed. */
  *fedBlocks(): Iterable<{ readonly input: Uint8Array; readonly records: number }> {
    if (!this.#fed) return;
    for (let block = this.#make(); block !== undefined; block = this.#make()) {
      this.#pending.push(block);
      yield { input: block.input, records: block.expected.length / this.#recordWords };
    }
  }

  /** Compares a chunk of output with what must come next; returns how many bytes that takes. */
  take(chunk: Uint8Array): number {
    let from = 0;
    while (from < chunk.length) {
      const block = this.#currentBlock();
      if (block === undefined) break;
      const count = Math.min(chunk.length - from, block.expected.byteLength - this.#filled);
      this.#bytes.set(chunk.subarray(from, from + count), this.#filled);
      this.#filled += count;
      from += count;
      if (this.#filled === block.expected.byteLength) this.#finish(block);
    }
    return from;
  }

  /** Whether all blocks were compared. */
  isComplete(): boolean {
    return this.#filled === 0 && this.#currentBlock() === undefined && this.#make() === undefined;
  }

  /** Records in the whole workload; makes the rest of its blocks. */
  countAll(): number {
    while (this.#make() !== undefined);
    return this.#made;
  }

  #currentBlock(): Block | undefined {
    if (this.#current !== undefined) return this.#current;
    // Output beyond what was fed answers nothing that was asked.
    this.#current = this.#fed ? this.#pending.shift() : this.#make();
    const bytes = this.#current?.expected.byteLength ?? 0;
    if (this.#bytes.length < bytes) this.#bytes = new Uint8Array(bytes);
    return this.#current;
  }

  #make(): Block | undefined {
    if (this.#exhausted) return undefined;
    const { value, done } = this.#blocks.next();
    if (done === true) {
      this.#exhausted = true;
      return undefined;
    }
    this.#made += value.expected.length / this.#recordWords;
    return value;
  }

  #finish({ expected, answered }: Block): void {
    const bytes = expected.byteLength;
    const wanted = Buffer.from(expected.buffer, expected.byteOffset, bytes);
    const got = new Uint32Array(this.#bytes.buffer, 0, expected.length);
    if (wanted.compare(this.#bytes, 0, bytes) !== 0) this.#inspect(expected, got);
    answered?.(got);
    this.#done += expected.length / this.#recordWords;
    this.#filled = 0;
    this.#current = undefined;
  }

  #inspect(expected: Uint32Array, got: Uint32Array): void {
    const words = this.#recordWords;
    for (let at = 0; at < expected.length; at += words) {
      let same = true;
      for (let word = at; word < at + words; word++) same &&= expected[word] === got[word];
      if (same) continue;
      this.mismatches++;
      this.first ??= {
        index: this.#done + at / words,
        expected: expected.slice(at, at + words),
        got: got.slice(at, at + words),
      };
    }
  }
}
