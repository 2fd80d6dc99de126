/** Counts of log2 magnitudes in columns of equal width. */
export interface Histogram {
  /** log2 of the left edge of the first column, octaves. */
  readonly from: number;
  /** Octaves per column. */
  readonly width: number;
  readonly counts: readonly number[];
}

export interface Axis {
  readonly from: number;
  readonly width: number;
  readonly columns: number;
}

/** An axis of whole octaves that holds the upper part of a range, in at most `columns` columns. */
export function octaveAxis(
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
  columns: number,
): Axis {
  const to = Math.floor(highest) + 1;
  const octaves = Math.min(MOST_OCTAVES, Math.max(4, to - Math.floor(lowest)));
  const perOctave = Math.max(1, 2 ** Math.floor(Math.log2(columns / octaves)));
  return { from: to - octaves, width: 1 / perOctave, columns: octaves * perOctave };
}

const MOST_OCTAVES = 32;

/** Those below the axis count in its first column. */
export function histogram(logs: Iterable<number>, { from, width, columns }: Axis): Histogram {
  const counts = Array.from({ length: columns }, () => 0);
  for (const log of logs) {
    const column = Math.min(columns - 1, Math.max(0, Math.floor((log - from) / width)));
    counts[column] = (counts[column] as number) + 1;
  }
  return { from, width, counts };
}

const EIGHTHS = ' ▁▂▃▄▅▆▇█';

/** Bars of `height` lines, the top one first; the smallest count that is not 0 is visible. */
export function barLines(counts: readonly number[], height: number): string[] {
  const most = Math.max(1, ...counts);
  const eighths = counts.map((count) => {
    const size = Math.round((8 * height * count) / most);
    return count > 0 ? Math.max(1, size) : 0;
  });
  return Array.from({ length: height }, (_, line) => {
    const below = 8 * (height - 1 - line);
    return eighths.map((size) => EIGHTHS[Math.min(8, Math.max(0, size - below))]).join('');
  });
}

/** Octaves under an axis, every few columns. */
export function octaveLabels({ from, width, columns }: Axis): string {
  const step = Math.max(1, Math.ceil(LABEL_COLUMNS * width));
  const cells = Array.from({ length: columns + LABEL_COLUMNS }, () => ' ');
  for (
    let octave = Math.ceil(from / step) * step;
    octave <= from + columns * width;
    octave += step
  ) {
    const column = Math.round((octave - from) / width);
    for (const [index, letter] of [...String(octave)].entries()) cells[column + index] = letter;
  }
  return cells.join('').trimEnd();
}

const LABEL_COLUMNS = 6;
