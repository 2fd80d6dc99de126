import { Failure } from '../../system/failure.ts';
import type { ArrayShape } from './array-shape.ts';
import type { ArrayConfig } from './resolve-array.ts';

/** Bits that a beat of the channel stream has for each of its two numbers. */
export const CHANNEL_HALF = 32;

/** What the buffers and streams of an accelerator ask of its array. Throws Failure (input). */
export function requireFittingAccelerator(
  { accelerator, accumulator }: ArrayConfig,
  { rows, startWidth }: ArrayShape,
): void {
  if (accelerator === undefined) return;
  const { weightRows } = accelerator;
  if (weightRows < rows) {
    throw new Failure(
      'input',
      `accelerator.weightRows is ${weightRows}, fewer than the ${rows} beats of one tile`,
      'raise accelerator.weightRows to array.rows or more',
    );
  }
  if (startWidth > CHANNEL_HALF) {
    throw new Failure(
      'input',
      `accumulator.startMax is ${accumulator.startMax}, more than the ${CHANNEL_HALF} bits of an ` +
        "accelerator's channel stream hold",
      'lower accumulator.startMax below 2^31, or remove accelerator',
    );
  }
}
