import { defaultArray } from '../../infer/default-array.ts';
import { readArray } from '../../infer/read-array.ts';
import { readNetwork } from '../../network/read.ts';
import { planText } from '../../quantize/plan.ts';
import { paintFor } from '../../report/paint.ts';
import { quantizeLines } from '../../report/quantize-text.ts';
import type { ChooserProgress } from '../../search/chooser.ts';
import { quantizeNetwork } from '../../search/quantize-network.ts';
import { quantizeReport } from '../../search/report.ts';
import type { QuantizeRequest } from '../../search/request.ts';
import { Failure } from '../../system/failure.ts';
import { endGently } from '../../system/interrupt.ts';
import { calibrationInputs } from '../calibration-inputs.ts';
import type { QuantizeOptions } from '../options.ts';
import { checkWritable, refuseSameFile, writeOutput } from '../output-file.ts';
import { printJson, printLines } from '../print.ts';
import { type Progress, withProgress } from '../progress.ts';
import { costOf } from '../quantize-cost.ts';
import { DEFAULT_BITS, type QuantizeSettings, quantizeSettings } from '../quantize-settings.ts';

const INTERRUPTED = 130;

/** Chooses formats and words of a network's weights and writes them as a plan. Throws Failure. */
export async function quantizeCommand(model: string, options: QuantizeOptions): Promise<void> {
  const settings = quantizeSettings(options);
  const plan = options.plan ?? `${model.replace(/\.onnx$/i, '')}.plan.json`;
  await checkTargets(model, plan, options);
  const { timeoutSeconds } = settings;
  const limits = timeoutSeconds === undefined ? {} : { limits: { seconds: timeoutSeconds } };
  const network = await readNetwork(model, limits.limits);
  const inputs = await calibrationInputs(network, options, settings.limit);
  const array =
    options.config === undefined ? defaultArray() : await readArray(options.config, 'a network');
  const widths = widthsFor(settings, array.shape.modes);
  const cost = await withProgress('', (progress) =>
    costOf(settings.cost, array.shape.modes, progress),
  );
  const request: QuantizeRequest = {
    ...settings,
    ...limits,
    network,
    inputs,
    array,
    widths,
    ...(cost === undefined ? {} : { costOf: cost }),
    // The usual budget is none for an array that takes wider words alone.
    bits: options.bits === undefined ? Math.max(DEFAULT_BITS, Math.min(...widths)) : settings.bits,
    fresh: options.fresh ?? false,
  };
  const started = performance.now();
  const stop = new AbortController();
  const result = await withProgress(`quantising ${model}`, async (progress) => {
    const endAsEver = endGently(() => {
      progress.update('ending with the best so far');
      stop.abort();
    });
    try {
      return await quantizeNetwork(request, { onProgress: shown(progress), signal: stop.signal });
    } finally {
      endAsEver();
    }
  });
  await writeOutput(plan, planText(result.plan));
  const seconds = (performance.now() - started) / 1000;
  const report = quantizeReport(request, result, seconds);
  if (options.html !== undefined) {
    const { quantizeHtml } = await import('../../report/quantize-html.ts');
    await writeOutput(options.html, await quantizeHtml(report, result));
  }
  if (options.json) printJson({ ...report, plan });
  else printLines(quantizeLines(report, plan, paintFor(process.stdout)));
  if (result.isPartial) process.exitCode = INTERRUPTED;
}

/** Nothing that is read is written over, and what cannot be written is said before the work. */
async function checkTargets(model: string, plan: string, options: QuantizeOptions): Promise<void> {
  const read = [model, options.calib, ...(options.config === undefined ? [] : [options.config])];
  const { html } = options;
  for (const [option, path] of [
    ['--plan', plan],
    ...(html === undefined ? [] : [['--html', html]]),
  ]) {
    for (const each of read) refuseSameFile(option as string, path as string, each);
    await checkWritable(path as string);
  }
  if (html !== undefined) refuseSameFile('--html', html, plan, '--plan writes');
}

/** Words that an array takes, narrower ones with low bits 0 included. */
function widthsFor({ widths }: QuantizeSettings, modes: readonly number[]): readonly number[] {
  if (widths === null) return modes;
  const widest = Math.max(...modes);
  const beyond = widths.find((width) => width > widest);
  if (beyond === undefined) return widths;
  throw new Failure(
    'input',
    `--widths: words of ${beyond} bits do not fit the array, which takes up to ${widest}`,
    'see array.modes of its config',
  );
}

function shown(progress: Progress) {
  return ({
    done,
    what,
    best,
    evaluations,
  }: ChooserProgress & { readonly evaluations: number }) => {
    const found = best && `best ${best.loss.toPrecision(3)} at ${best.bits.toFixed(2)} bits`;
    progress.update(
      [`${Math.round(100 * done)} %`, what, `${evaluations} measured`, found]
        .filter((text) => text !== undefined)
        .join(', '),
    );
  };
}
