import type { CompareReport } from '../compare/report.ts';
import type { CompareProgress, CompareRequest } from '../compare/request.ts';
import { compareLines } from '../report/compare-text.ts';
import { paintFor } from '../report/paint.ts';
import type { CompareEngine } from './compare-engine.ts';
import { createEta } from './eta.ts';
import { integerOption, numberOption, type SweepOptions } from './options.ts';
import { checkWritable, refuseSameFile, writeOutput } from './output-file.ts';
import { printJson, printLines } from './print.ts';
import { type Progress, withProgress } from './progress.ts';

/** What `compare` and `sweep` have in common: libraries, clock and outputs. */
type Asked = Pick<CompareRequest, 'libraries' | 'clockNs' | 'streams' | 'timeoutSeconds'>;

/** Throws Failure (usage, io) for what can be refused before any work. */
export async function askedComparison(
  options: SweepOptions,
  read: readonly string[],
): Promise<Asked> {
  const { library = [], html } = options;
  const clock = numberOption('--clock', options.clock, { min: 0.05, max: 1000, unit: 'ns' });
  const timeoutSeconds = integerOption('--timeout', options.timeout, { min: 1, max: 86_400 });
  if (html !== undefined) {
    for (const path of [...read, ...library]) refuseSameFile('--html', html, path);
    await checkWritable(html);
  }
  return {
    libraries: library,
    clockNs: clock ?? null,
    streams: null,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}

/** Compares, showing how far it is, and puts the report where it was asked for. */
export async function runComparison(
  engine: CompareEngine,
  request: CompareRequest,
  options: SweepOptions,
): Promise<void> {
  const report = await withProgress('comparing', (progress) =>
    engine.compareDesigns(request, { onProgress: shown(progress) }),
  );
  await writePage(options.html, report);
  if (options.json) printJson(report);
  else printLines(compareLines(report, paintFor(process.stdout)));
}

function shown(progress: Progress): (now: CompareProgress) => void {
  const eta = createEta();
  return ({ done, total, what }) => {
    const left = eta.left({ done, total });
    const counts = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
    progress.update([counts, left, what].filter((text) => text !== '').join(', '));
  };
}

async function writePage(path: string | undefined, report: CompareReport): Promise<void> {
  if (path === undefined) return;
  const { compareHtml } = await import('../report/compare-html.ts');
  await writeOutput(path, await compareHtml(report));
}
