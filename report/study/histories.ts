import type { ChooserName } from '../../search/choosers/index.ts';
import type { FinishedRun } from '../../study/report.ts';
import { chooserName } from './names.ts';
import type { Series, SeriesPoint } from './series-chart.ts';

/**
 * Best scores of searches over iterations, mean and range over seeds; searches without iterations are left out. Colours
 * are places in the list of choosers.
 */
export function historySeries(
  rows: readonly FinishedRun[],
  choosers: readonly ChooserName[],
): Series[] {
  const iterating = rows.filter(({ history }) => history.length > 1);
  const names = [...new Set(iterating.map(chooserName))];
  return names.map((name) => {
    const own = iterating.filter((row) => chooserName(row) === name);
    const [first] = own;
    return {
      name,
      colour: first === undefined ? 0 : choosers.indexOf(first.chooser),
      look: name === first?.chooser ? 'full' : 'broken',
      points: meanHistory(own.map(({ history }) => history)),
    };
  });
}

/** A search that ended earlier keeps its last score. */
export function meanHistory(histories: readonly (readonly number[])[]): SeriesPoint[] {
  const length = Math.max(0, ...histories.map((history) => history.length));
  return Array.from({ length }, (_, x) => {
    const scores = histories.map((history) => history[x] ?? history.at(-1) ?? 0);
    const y = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    return { x, y, least: Math.min(...scores), most: Math.max(...scores) };
  });
}
