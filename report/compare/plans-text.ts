import type { CompareReport } from '../../compare/report.ts';
import { wrap } from '../../system/text.ts';
import type { Paint } from '../paint.ts';
import { headedWithin } from '../table.ts';
import { notes, WIDTH } from './lines.ts';
import { planStreams, type ShownPlan, shownPlans } from './plans.ts';
import { sqnrStreams } from './rows.ts';

/** A table for each plan in each library. */
export function planLines(report: CompareReport, paint: Paint): string[] {
  const plans = shownPlans(report).flat();
  if (plans.length === 0) return [];
  const streams = planStreams(report);
  const [stream = ''] = sqnrStreams(report);
  const note = `the smallest LP design on each mix, at the clock, per weight MAC; SQNR on ${stream}; energy is an estimate, without / with glitches; of density more is better, of energy less`;
  return [...plans.flatMap((plan) => planTable(plan, streams, paint)), ...notes(note, paint), ''];
}

function planTable(
  { plan, library, effort, rows }: ShownPlan,
  streams: readonly string[],
  paint: Paint,
): string[] {
  const head = ['  design', 'area', 'SQNR dB', ...streams.map((stream) => `fJ ${stream}`)];
  const table = rows.map(({ what, area, sqnr, energy }) => [`  ${what}`, area, sqnr, ...energy]);
  const right = head.map((_, index) => index).slice(1);
  return [
    ...wrap(`plan ${plan} on ${library}: ${effort}`, WIDTH).map(paint.strong),
    ...headedWithin(WIDTH, [head, ...table], right, paint),
    '',
  ];
}
