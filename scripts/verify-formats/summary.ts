import { alignColumns } from '../../system/text.ts';
import { failures, type PairResult, vectorsOf } from './result.ts';

/** Groups of pairs in the order of the plan, a row each, and a total. */
export function summaryTable(results: readonly PairResult[]): string[] {
  const groups = [...new Set(results.map(({ group }) => group))];
  const rows = groups.map((group) =>
    row(
      group,
      results.filter((result) => result.group === group),
    ),
  );
  const head = [
    'formats',
    'pairs',
    'designs',
    'distinct RTL',
    'PE vectors',
    'decoder',
    'encoder',
    'failed',
  ];
  return alignColumns([head, ...rows, row('all', results)], [1, 2, 3, 4, 5, 6, 7]);
}

function row(name: string, results: readonly PairResult[]): string[] {
  const total = (role: 'pe' | 'decoder' | 'encoder') =>
    results.reduce((sum, result) => sum + vectorsOf(result, role), 0).toLocaleString('en-US');
  return [
    name,
    String(results.length),
    String(results.flatMap(({ designs }) => designs).length),
    String(distinctRtl(results)),
    total('pe'),
    total('decoder'),
    total('encoder'),
    String(results.filter((result) => failures(result).length > 0).length),
  ];
}

/** Designs that differ in more than their names. */
export function distinctRtl(results: readonly PairResult[]): number {
  return new Set(results.flatMap(({ designs }) => designs.map(({ rtlHash }) => rtlHash))).size;
}
