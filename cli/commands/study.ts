import { availableParallelism } from 'node:os';
import { paintFor } from '../../report/paint.ts';
import { studyLines } from '../../report/study-text.ts';
import { readStudy, studyFiles } from '../../study/read-study.ts';
import { runStudy, type StudyProgress } from '../../study/run-study.ts';
import { createEta } from '../eta.ts';
import { integerOption, type StudyCommandOptions } from '../options.ts';
import { checkWritable, refuseSameFile, writeOutput } from '../output-file.ts';
import { printJson, printLines } from '../print.ts';
import { type Progress, withProgress } from '../progress.ts';

const MOST_THREADS = 64;

/** Quantises networks in every combination of a study's options and puts the plans beside each other. Throws Failure. */
export async function studyCommand(path: string, options: StudyCommandOptions): Promise<void> {
  const threads =
    integerOption('--threads', options.threads, { min: 1, max: MOST_THREADS }) ??
    Math.min(availableParallelism(), MOST_THREADS);
  const seconds = integerOption('--timeout', options.timeout, { min: 1, max: 86_400 });
  const study = await readStudy(path);
  const { html } = options;
  if (html !== undefined) {
    for (const read of [path, ...studyFiles(study)]) refuseSameFile('--html', html, read);
    await checkWritable(html);
  }
  const report = await withProgress(`studying ${path}`, (progress) =>
    runStudy(study, {
      threads,
      fresh: options.fresh ?? false,
      ...(seconds === undefined ? {} : { limits: { seconds } }),
      onProgress: shown(progress),
    }),
  );
  if (html !== undefined) {
    const { studyHtml } = await import('../../report/study-html.ts');
    await writeOutput(html, await studyHtml(report));
  }
  if (options.json) printJson(report);
  else printLines(studyLines(report, paintFor(process.stdout)));
}

/** The pace is that of hundredths of runs. */
const PIECES = 100;

function shown(progress: Progress) {
  const eta = createEta();
  return ({ done, total, what }: StudyProgress) => {
    if (total === 0) return progress.update(what);
    const left = eta.left({ done: PIECES * done, total: PIECES * total });
    const place = `${Math.floor(done) + 1} of ${total}`;
    return progress.update([place, what, left].filter((text) => text !== '').join(', '));
  };
}
