import type { LpFormat } from '../golden/format.ts';

/** Signal and noise of values beside those that they should be. */
export class Noise {
  #signal = 0;
  #noise = 0;

  add(values: ArrayLike<number>, right: ArrayLike<number>): void {
    for (let index = 0; index < right.length; index++) {
      const wanted = right[index] as number;
      this.#signal += wanted * wanted;
      this.#noise += (wanted - (values[index] as number)) ** 2;
    }
  }

  /** dB; null where nothing is lost. */
  sqnr(): number | null {
    return this.#noise === 0 ? null : 10 * Math.log10(this.#signal / this.#noise);
  }
}

/** Counts words at the ends of a format. */
export class WordCounts {
  #words = 0;
  #zeros = 0;
  #saturated = 0;

  add(words: Uint16Array, { maxWord, n }: LpFormat): void {
    const least = 2 ** n - maxWord;
    for (const word of words) {
      if (word === 0) this.#zeros++;
      else if (word === maxWord || word === least) this.#saturated++;
    }
    this.#words += words.length;
  }

  get zeros(): number {
    return share(this.#zeros, this.#words);
  }

  get saturated(): number {
    return share(this.#saturated, this.#words);
  }
}

/** Counts inputs whose answer is right, and whose answer is that of the float network. */
export class Answers {
  #count = 0;
  #right = 0;
  #floatRight = 0;
  #agreed = 0;

  /** Outputs [inputs, classes] of both networks; labels of these inputs, where known. */
  add(
    got: ArrayLike<number>,
    float: ArrayLike<number>,
    inputs: number,
    labels: ArrayLike<number> | null,
  ): void {
    const classes = got.length / inputs;
    for (let input = 0; input < inputs; input++) {
      const mine = largest(got, input * classes, classes);
      const theirs = largest(float, input * classes, classes);
      if (mine === theirs) this.#agreed++;
      if (labels !== null && mine === labels[input]) this.#right++;
      if (labels !== null && theirs === labels[input]) this.#floatRight++;
    }
    this.#count += inputs;
  }

  get agreement(): number {
    return share(this.#agreed, this.#count);
  }

  get accuracy(): number {
    return share(this.#right, this.#count);
  }

  get floatAccuracy(): number {
    return share(this.#floatRight, this.#count);
  }
}

function largest(values: ArrayLike<number>, from: number, count: number): number {
  let place = 0;
  for (let index = 1; index < count; index++) {
    if ((values[from + index] as number) > (values[from + place] as number)) place = index;
  }
  return place;
}

function share(part: number, all: number): number {
  return all === 0 ? 0 : part / all;
}
