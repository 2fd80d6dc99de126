import { wordValues } from '../golden/fast/index.ts';
import { formatName } from '../golden/format.ts';
import type { Fit } from '../quantize/fit.ts';
import type { Quality } from '../quantize/measure.ts';
import { alignColumns } from '../system/text.ts';
import type { Tensor } from '../tensor/index.ts';
import { barLines, histogram, octaveAxis, octaveLabels } from './histogram.ts';
import type { Paint } from './paint.ts';

export interface FitReport {
  readonly tensor: Tensor;
  readonly fit: Fit;
  readonly n: number;
  readonly rounding: 'log' | 'linear';
  /** The command that comes next. */
  readonly next?: string;
}

/** The formats side by side, where the tensor's magnitudes lie, and where the best format's do. */
export function fitLines(report: FitReport, paint: Paint): string[] {
  const { tensor, fit, rounding, next } = report;
  const { best, others } = fit;
  const { format } = best;
  const head = ['  format', 'scale', 'SQNR dB', 'zeros', 'saturated'];
  const rows = [
    [`  ${formatName({ ...format, sf: 0 })}`, `sf ${format.sf}`, ...qualityCells(best)],
    ...others.map((other) => [
      `  ${other.name}`,
      `unit ${other.scale.toPrecision(4)}`,
      ...qualityCells(other),
    ]),
  ];
  const { n, es, rs, sf } = format;
  return [
    `${tensor.reference}: ${tensor.shape.join(' x ')}, ${tensor.channels} ` +
      `${tensor.channels === 1 ? 'channel' : 'channels'} of ${tensor.depth}`,
    '',
    ...alignColumns([head, ...rows], [2, 3, 4]).map((line, index) =>
      index === 0 ? paint.dim(line) : index === 1 ? paint.good(line) : line,
    ),
    '',
    ...pictureLines(report, paint),
    '',
    `best: ${paint.strong(`"weight": ${JSON.stringify({ n, es, rs, sf })}`)}` +
      `, ${rounding} rounding`,
    ...(next === undefined ? [] : [`next: ${paint.strong(next)}`]),
  ];
}

function qualityCells({ sqnr, zeros, saturated }: Quality): string[] {
  return [sqnr === null ? 'exact' : sqnr.toFixed(2), percent(zeros), percent(saturated)];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

const COLUMNS = 72;
const HEIGHT = 6;
const INDENT = '  ';
const LEFTMOST = ', smaller ones in the first column';

function pictureLines({ tensor, fit }: FitReport, paint: Paint): string[] {
  const logs = [...logsOf(tensor.values)];
  const [lowest, highest] = logs.reduce(
    ([low, high], log) => [Math.min(low, log), Math.max(high, log)],
    [Infinity, -Infinity],
  );
  const axis = octaveAxis({ lowest, highest }, COLUMNS);
  const { format } = fit.best;
  const words = wordValues(format).subarray(1, format.narWord);
  const inside = [...logsOf(words)].filter(
    (log) => log >= axis.from && log < axis.from + axis.columns * axis.width,
  );
  const indented = (lines: readonly string[]) => lines.map((line) => `${INDENT}${line}`.trimEnd());
  return [
    paint.dim(`  magnitudes of the tensor by log2 |x|${lowest < axis.from ? LEFTMOST : ''}`),
    ...indented(barLines(histogram(logs, axis).counts, HEIGHT)),
    ...indented([octaveLabels(axis)]),
    ...indented(barLines(histogram(inside, axis).counts, 2)),
    paint.dim(
      `  words of ${formatName({ ...format, sf: 0 })} there, ${inside.length} of ${words.length}`,
    ),
  ];
}

function* logsOf(values: Iterable<number>): Generator<number> {
  for (const value of values) if (value !== 0) yield Math.log2(Math.abs(value));
}
