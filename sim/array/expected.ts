import type { ArrayShape } from '../../generator/index.ts';
import type { ArrayModel } from '../../golden/exact/index.ts';
import { limbsFor } from '../limbs.ts';
import { putBits } from './bits.ts';
import { type ArrayJob, isTimed, resultsOf } from './job.ts';
import { jobTimes } from './times.ts';

/** Words of the driver's summary of a job, in their order. */
export const SUMMARY = [
  'faults',
  'results too many',
  'channel sets taken',
  'cycle of the first channel set',
  'cycle of the last channel set',
  'weight rows taken',
  'cycle of the first weight row',
  'cycle of the last weight row',
  'vectors taken',
  'cycle of the first vector',
  'cycle of the last vector',
] as const;

/** Words of a record: the cycle of a result and its bits, or a part of the summary. */
export function recordWordsOf(shape: ArrayShape): number {
  return 1 + limbsFor(shape.cols * shape.lanes.length * shape.output.n);
}

/** Records that the driver answers a job with. */
export function recordsOf(shape: ArrayShape, job: ArrayJob): number {
  const results = job.givenUpAfter === 0 ? resultsOf(job) : 0;
  return results + Math.ceil(SUMMARY.length / recordWordsOf(shape));
}

/** What the driver must answer a job with, from an array without sums under way. */
export function expectedRecords(shape: ArrayShape, model: ArrayModel, job: ArrayJob): Uint32Array {
  const words = recordWordsOf(shape);
  const records = new Uint32Array(recordsOf(shape, job) * words);
  if (job.givenUpAfter > 0) return records;
  const channels = shape.cols * shape.lanes.length;
  const times = isTimed(job) ? jobTimes(shape, job) : undefined;
  let at = 0;
  for (const [index, { tile }] of job.tiles.entries()) {
    const results = model.run(tile);
    if (results === null) continue;
    for (let vector = 0; vector < tile.vectors; vector++) {
      const record = records.subarray(at, at + words);
      record[0] = times?.results[index]?.[vector] ?? 0;
      const data = record.subarray(1);
      for (let channel = 0; channel < channels; channel++) {
        const word = results[vector * channels + channel] as number;
        putBits(data, channel * shape.output.n, shape.output.n, word);
      }
      at += words;
    }
  }
  const sums = job.tiles.filter(({ tile }) => tile.channels !== null).length;
  const rows = job.tiles.length * shape.rows;
  const vectors = job.tiles.reduce((sum, { tile }) => sum + tile.vectors, 0);
  records.set(
    [
      ...[0, 0],
      ...[sums, ...(times?.channels ?? [0, 0])],
      ...[rows, ...(times?.weights ?? [0, 0])],
      ...[vectors, ...(times?.vectors ?? [0, 0])],
    ],
    at,
  );
  return records;
}
