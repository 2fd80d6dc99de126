/** Of what is not worse than another in both: the front, ordered by the first measure. */
export function paretoFront<T>(
  all: readonly T[],
  /** Less is better. */
  measures: (one: T) => readonly [number, number],
): T[] {
  const ordered = all
    .map((one) => ({ one, at: measures(one) }))
    .sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1]);
  let least = Infinity;
  return ordered.flatMap(({ one, at: [, second] }) => {
    if (second >= least) return [];
    least = second;
    return [one];
  });
}
