import {
  FIGURES,
  type FigureName,
  type FinishedRun,
  type SeedSummary,
  type Spread,
  type StudyRow,
} from './report.ts';

/** Rows that differ in their seed alone, together; in the order of the first of them. */
export function bySeeds(rows: readonly StudyRow[]): StudyRow[][] {
  const groups = new Map<string, StudyRow[]>();
  for (const row of rows) {
    const { network, chooser, objective, bits, freeThree, tileBits } = row;
    const key = JSON.stringify([network, chooser, objective, bits, freeThree, tileBits]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

export function seedSummaries(rows: readonly StudyRow[]): SeedSummary[] {
  return bySeeds(rows).flatMap((group): SeedSummary[] => {
    const [first] = group;
    if (first === undefined) return [];
    const finished = group.filter((row) => row.state === 'finished');
    const { network, chooser, objective, bits, freeThree, tileBits } = first;
    const figures = FIGURES.flatMap((name) => {
      const values = finished.map((row) => figureOf(row, name)).filter((value) => value !== null);
      return values.length === 0 ? [] : [[name, spread(values)] as const];
    });
    return [
      {
        network,
        chooser,
        objective,
        bits,
        freeThree,
        tileBits,
        runs: finished.length,
        figures: Object.fromEntries(figures),
      },
    ];
  });
}

/** A figure of a run; null where it has none. */
export function figureOf(row: FinishedRun, name: FigureName): number | null {
  return name === 'change' ? (row.answers?.change ?? null) : row[name];
}

/** Of at least one value. */
export function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    least: Math.min(...values),
    most: Math.max(...values),
    deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)),
  };
}
