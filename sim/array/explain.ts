import type { ArrayShape } from '../../generator/index.ts';
import { type ArrayTile, lanesOfWord } from '../../golden/exact/index.ts';
import { formatName } from '../../golden/format.ts';
import { wordText } from '../explain.ts';
import { type Difference, differingFields, type Explanation } from '../workload.ts';
import { getBits } from './bits.ts';
import { recordWordsOf, SUMMARY } from './expected.ts';
import { type ArrayJob, isTimed, PATIENCE, resultsOf } from './job.ts';

/** In place of a cycle: the result did not come. */
const MISSING = 0xffff_ffff;

/** Of the driver's faults, bit 0 first. */
const FAULTS = [
  'outputs moved without a clock edge',
  'a result was taken back or changed before it was accepted',
  'result_valid_o was 1 right after reset',
  `nothing moved for ${PATIENCE} cycles`,
];

/** A wrong record of a job: what the result should have been, or what went wrong on the way. */
export function explainRecord(
  shape: ArrayShape,
  job: ArrayJob,
  number: number,
  difference: Difference,
): Explanation {
  const inputs = { job: `${number} (${job.what})` };
  const results = job.givenUpAfter === 0 ? resultsOf(job) : 0;
  if (difference.index >= results) {
    return { ...explainSummary(shape, difference.index - results, difference), inputs };
  }
  const place = placeOf(job, difference.index);
  const result = explainResult(shape, job, place, difference);
  return { ...result, inputs: { ...inputs, ...sumText(place, job), ...result.inputs } };
}

interface Place {
  /** Of the sum in its job. */
  readonly sum: number;
  readonly vector: number;
  /** Tiles of the sum, the last one with its results. */
  readonly tiles: readonly ArrayTile[];
  readonly tile: ArrayTile;
}

function placeOf({ tiles }: ArrayJob, result: number): Place {
  let left = result;
  let sum = 0;
  let begin = 0;
  for (const [index, { tile }] of tiles.entries()) {
    if (tile.results === null) continue;
    if (left < tile.vectors) {
      const its = tiles.slice(begin, index + 1).map((sent) => sent.tile);
      return { sum, vector: left, tiles: its, tile };
    }
    left -= tile.vectors;
    sum++;
    begin = index + 1;
  }
  throw new RangeError(`no result ${result}`);
}

function sumText({ sum, vector, tiles, tile }: Place, job: ArrayJob): Record<string, string> {
  const first = job.tiles.findIndex((sent) => sent.tile === tiles[0]);
  const formats = tiles.map(
    ({ weight, activation }) => `${formatName(weight)} x ${formatName(activation)}`,
  );
  return {
    sum: `${sum}, of ${tiles.length === 1 ? `tile ${first}` : `tiles ${first} to ${first + tiles.length - 1}`}`,
    formats: [...new Set(formats)].join(', then '),
    vector: `${vector} of ${tile.vectors}`,
  };
}

function explainResult(
  shape: ArrayShape,
  job: ArrayJob,
  { tile, tiles }: Place,
  { expected, got }: Difference,
): Explanation {
  const { n } = shape.output;
  if (got[0] === MISSING) {
    return only('result', 'a beat', `none: ${FAULTS[3]}`);
  }
  const lanes = shape.lanes.length;
  const channels = Array.from({ length: shape.cols * lanes }, (_, channel) => channel);
  const word = (record: Uint32Array, channel: number) =>
    getBits(record.subarray(1), channel * n, n);
  const wrong = channels.filter((channel) => word(expected, channel) !== word(got, channel));
  const [channel] = wrong;
  const wanted: Record<string, string> = isTimed(job) ? { cycle: String(expected[0]) } : {};
  const seen: Record<string, string> = isTimed(job) ? { cycle: String(got[0]) } : {};
  if (channel === undefined || tile.results === null) {
    return { inputs: {}, expected: wanted, got: seen, differs: differingFields(wanted, seen) };
  }
  const { output, relu } = tile.results;
  const lane = channel % lanes;
  const isIdle = lane >= lanesOfWord(tile.weight.n);
  const text = (value: number) => `${wordText(output, value)}${isIdle ? ', an idle lane' : ''}`;
  wanted.word = text(word(expected, channel));
  seen.word = text(word(got, channel));
  return {
    inputs: {
      channel: `column ${Math.floor(channel / lanes)}, lane ${lane}`,
      'wrong channels': `${wrong.length} of ${channels.length}`,
      relu: relu ? '1' : '0',
      ...channelText(tiles[0], channel),
    },
    expected: wanted,
    got: seen,
    differs: differingFields(wanted, seen),
  };
}

/** What came with the first tile of a sum. */
function channelText(first: ArrayTile | undefined, channel: number): Record<string, string> {
  const set = first?.channels;
  if (!set) return {};
  return { 'start value': String(set.starts[channel]), 'c in 2^-Fo': String(set.scales[channel]) };
}

function explainSummary(
  shape: ArrayShape,
  record: number,
  { expected, got }: Difference,
): Explanation {
  const words = recordWordsOf(shape);
  const fields = (values: Uint32Array) =>
    Object.fromEntries(
      SUMMARY.slice(record * words, (record + 1) * words).map((name, index) => [
        name,
        name === 'faults' ? faultsText(values[index] as number) : String(values[index]),
      ]),
    );
  const wanted = fields(expected);
  const seen = fields(got);
  return { inputs: {}, expected: wanted, got: seen, differs: differingFields(wanted, seen) };
}

function faultsText(faults: number): string {
  const names = FAULTS.filter((_, bit) => ((faults >> bit) & 1) === 1);
  return names.length === 0 ? 'none' : names.join('; ');
}

function only(field: string, expected: string, got: string): Explanation {
  return { inputs: {}, expected: { [field]: expected }, got: { [field]: got }, differs: [field] };
}
