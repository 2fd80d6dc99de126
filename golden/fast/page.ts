import type { Mac } from '../exact/float-parameters.ts';
import type { Term } from './term.ts';

/** Writes the records of consecutive vectors of a page; keeps the running state between calls. */
export interface PageFiller {
  restart(): void;
  fill(page: number, offset: number, count: number, out: Uint32Array, at: number): void;
}

/** The terms of the vectors page * size + i of a sweep, 0 <= i < size (section 3). */
export function pageTerms(
  parameters: Pick<Mac, 'activation'>,
  term: Term,
  page: number,
  size: number,
): Int32Array {
  const activations = 2 ** parameters.activation.n;
  const terms = new Int32Array(size);
  let weight = Math.floor((page * size) / activations);
  let activation = (page * size) % activations;
  for (let index = 0; index < size; index++) {
    terms[index] = term(weight, activation);
    activation++;
    if (activation === activations) {
      activation = 0;
      weight++;
    }
  }
  return terms;
}
