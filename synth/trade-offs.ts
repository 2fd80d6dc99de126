/** One of the things that may be done to a module: what it costs, and what it changes. */
export interface Change<T> {
  readonly value: T;
  readonly area: number;
  /** Change of each delay that counts, in ns. */
  readonly ns: readonly number[];
}

/** Changes of several modules together, with their estimated delays. */
export interface Trial<T> {
  readonly changes: readonly T[];
  readonly area: number;
  readonly ns: readonly number[];
}

/**
 * All combinations of at most one change a module that no other one beats in area and every delay,
 * the smallest first. What changes do is taken to add up.
 */
export function tradeOffs<T>(
  ns: readonly number[],
  modules: readonly (readonly Change<T>[])[],
): Trial<T>[] {
  let trials: Trial<T>[] = [{ changes: [], area: 0, ns }];
  for (const changes of modules) {
    const more = trials.flatMap((trial) => changes.map((change) => withChange(trial, change)));
    trials = unbeaten([...trials, ...more]);
  }
  return trials;
}

function withChange<T>(trial: Trial<T>, { value, area, ns }: Change<T>): Trial<T> {
  return {
    changes: [...trial.changes, value],
    area: trial.area + area,
    ns: trial.ns.map((before, index) => before + (ns[index] ?? 0)),
  };
}

function unbeaten<T>(trials: readonly Trial<T>[]): Trial<T>[] {
  const kept: Trial<T>[] = [];
  for (const trial of trials.toSorted((left, right) => left.area - right.area)) {
    const beaten = kept.some(({ ns }) => ns.every((one, index) => one <= (trial.ns[index] ?? 0)));
    if (!beaten) kept.push(trial);
  }
  return kept;
}
