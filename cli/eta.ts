/** How long work still takes, from the pace of its last pieces. */
export interface Eta {
  /** "about 3 min left", or '' while nothing can be said; `now` in ms. */
  left(progress: { readonly done: number; readonly total: number }, now?: number): string;
}

/** Pieces from the memo take no time: only what happened in the last minute counts. */
const WINDOW = 60_000;
/** Time and pieces below which a pace is a guess. */
const SHORTEST = 3_000;
const FEWEST = 2;

export function createEta(): Eta {
  let marks: { readonly at: number; readonly done: number }[] = [];
  return {
    left({ done, total }, now = performance.now()) {
      marks = [...marks.filter(({ at }) => now - at <= WINDOW), { at: now, done }];
      const [first] = marks;
      if (first === undefined || done >= total) return '';
      const time = now - first.at;
      const pieces = done - first.done;
      if (time < SHORTEST || pieces < FEWEST) return '';
      return `about ${durationText(((total - done) * time) / pieces)} left`;
    },
  };
}

function durationText(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${(minutes / 60).toFixed(1)} h`;
}
