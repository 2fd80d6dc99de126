import { Failure } from '../../system/failure.ts';
import { getBits } from '../array/bits.ts';
import { faultNames } from './explain.ts';
import { hostRecordWords } from './script.ts';
import { type AcceleratorSubject, channelsOf } from './subject.ts';

/**
 * What the driver said of a job whose accesses are all granted, read in order: answers, then results;
 * the summary is last. Everything here throws Failure (mismatch) where it is not as it must be.
 */
export class HostRecords {
  readonly #subject: AcceleratorSubject;
  readonly #words: Uint32Array;
  readonly #size: number;
  #at = 0;

  constructor(subject: AcceleratorSubject, words: Uint32Array, records: number) {
    this.#subject = subject;
    this.#words = words;
    this.#size = hostRecordWords(subject);
    if (words.length !== records * this.#size) {
      throw this.#failure(`${words.length / this.#size} records came, not ${records}`);
    }
  }

  requireNoFaults(): void {
    const [faults, surplus, cycle] = this.#words.slice(-this.#size);
    if (faults !== 0) throw this.#failure(`${faultNames(faults as number)}, in cycle ${cycle}`);
    if (surplus !== 0) throw this.#failure(`${surplus} results too many`);
  }

  /** RDATA of a read; 0 of a write. */
  answer(): number {
    const [response, data] = this.#next();
    if (response !== 0) throw this.#failure('a register refused a word of a layer');
    return data as number;
  }

  /** Words of a run, whose last beat must have tlast. */
  results(beats: number): Uint16Array {
    const { n } = this.#subject.shape.output;
    const channels = channelsOf(this.#subject);
    const words = new Uint16Array(beats * channels);
    for (let beat = 0; beat < beats; beat++) {
      const record = this.#next();
      if (record[0] !== (beat === beats - 1 ? 1 : 0)) {
        throw this.#failure(`tlast of result ${beat} of ${beats} is ${record[0]}`);
      }
      const data = record.subarray(1);
      for (let channel = 0; channel < channels; channel++) {
        words[beat * channels + channel] = getBits(data, channel * n, n);
      }
    }
    return words;
  }

  #next(): Uint32Array {
    const record = this.#words.subarray(this.#at, this.#at + this.#size);
    this.#at += this.#size;
    return record;
  }

  #failure(what: string): Failure {
    return new Failure(
      'mismatch',
      `${this.#subject.config.name} does not carry out layers as it must: ${what}`,
      'logposit verify says where it goes wrong',
    );
  }
}
