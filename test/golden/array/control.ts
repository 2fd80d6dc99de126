import type { ArrayTiming, TileTiming } from '../../../golden/array-cycles.ts';

/** What the control of an array knows of a finished vector when it leaves the last foot. */
interface ControlWord {
  readonly last: boolean;
  /** Whether it is the last vector of its sums. */
  readonly end: boolean;
}

/** Cycles of all beats of an array, in order. */
export interface Beats {
  readonly weights: readonly number[];
  readonly channels: readonly number[];
  readonly swaps: readonly number[];
  readonly vectors: readonly number[];
  readonly results: readonly number[];
  /** The cycle after the last beat. */
  readonly end: number;
}

/**
 * The rules of an array's control, state by state and cycle by cycle, with inputs that never wait
 * and results that are taken at once from the cycle `resultsFrom` on.
 */
export function simulateControl(
  { rows, cols, channelSets }: ArrayTiming,
  stream: readonly TileTiming[],
  resultsFrom = 0,
): Beats {
  const weights: number[] = [];
  const channels: number[] = [];
  const swaps: number[] = [];
  const vectors: number[] = [];
  const results: number[] = [];
  const due = {
    weights: stream.length * rows,
    channels: stream.filter(({ first }) => first).length,
    vectors: total(stream),
    results: total(stream.filter(({ last }) => last)),
  };

  let loadCount = 0;
  let pending: TileTiming | undefined;
  let current: TileTiming | undefined;
  let remaining = 0;
  let index = 0;
  let setsWaiting = 0;
  let setsFree = channelSets;
  let room = rows + cols + 3;
  let resultCount = 0;
  // Registers of the control word from acceptance to the last foot's output.
  const words: (ControlWord | undefined)[] = Array.from({ length: rows + cols + 1 });
  let cycle = 0;

  for (; !isDone(); cycle += 1) {
    if (cycle > 1e6) throw new Error('the control stands still');
    const tile = pending;
    const swap =
      loadCount === rows &&
      remaining === 0 &&
      tile !== undefined &&
      (!tile.first || setsWaiting !== 0);
    const weightFire = weights.length < due.weights && (loadCount !== rows || swap);
    const channelFire = channels.length < due.channels && setsFree !== 0;
    const now = swap ? tile : current;
    const left = swap ? (now?.vectors ?? 0) : remaining;
    const vector = swap ? 0 : index;
    const actFire = (swap || remaining !== 0) && now !== undefined && (!now.last || room !== 0);
    const resultFire = resultCount !== 0 && cycle >= resultsFrom;
    const back = words.pop();
    const isLast = now?.last === true;
    words.unshift(
      actFire ? { last: isLast, end: isLast && vector === (now?.vectors ?? 0) - 1 } : undefined,
    );

    if (weightFire) weights.push(cycle);
    if (swap) swaps.push(cycle);
    if (channelFire) channels.push(cycle);
    if (actFire) vectors.push(cycle);
    if (resultFire) results.push(cycle);

    loadCount = (swap ? 0 : loadCount) + Number(weightFire);
    current = now;
    if (weightFire && loadCount === rows) pending = stream[weights.length / rows - 1];
    remaining = left - Number(actFire);
    index = vector + Number(actFire);
    const takesSet = swap && tile?.first === true;
    setsWaiting += Number(channelFire) - Number(takesSet);
    setsFree += Number(back?.end === true) - Number(channelFire);
    room += Number(resultFire) - Number(actFire && isLast);
    resultCount += Number(back?.last === true) - Number(resultFire);
  }

  return { weights, channels, swaps, vectors, results, end: cycle };

  function isDone(): boolean {
    return (
      weights.length === due.weights &&
      channels.length === due.channels &&
      vectors.length === due.vectors &&
      results.length === due.results
    );
  }
}

function total(tiles: readonly TileTiming[]): number {
  return tiles.reduce((sum, { vectors }) => sum + vectors, 0);
}
