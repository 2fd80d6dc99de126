import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { wordValues } from '../../golden/fast/index.ts';
import type { LpFormat } from '../../golden/format.ts';
import { type Fit, fitTensor } from '../../quantize/fit.ts';

/** 4096 weights as a trained layer has them, many small and few large; always the same. */
export function exampleWeights(): Float64Array {
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return Float64Array.from({ length: 4096 }, () => {
    const sign = uniform() < 0.5 ? -1 : 1;
    return Math.fround(-sign * 0.05 * Math.log(uniform()));
  });
}

/** Where the magnitudes of the example lie, and the words of each format below. */
export async function chooseAFormatPicture(): Promise<string> {
  const weights = exampleWeights();
  const magnitudes = logsOf(weights).filter((log) => log >= FROM && log < TO);
  const rows = [8, 6, 4].flatMap((n) => formatRows(fitTensor(weights, { n, rounding: 'log' }), n));
  const spec: TopLevelSpec = {
    background: 'white',
    padding: 12,
    config: {
      font: 'sans-serif',
      axis: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', gridColor: '#eee' },
      view: { stroke: null },
    },
    spacing: 14,
    vconcat: [
      {
        title: title('Magnitudes of the 4096 weights'),
        width: 620,
        height: 140,
        data: { values: histogramRows(magnitudes) },
        mark: { type: 'bar', color: '#7a8ba3', binSpacing: 0.5 },
        encoding: {
          x: { ...octaves(''), field: 'from', bin: { binned: true, step: STEP } },
          x2: { field: 'to' },
          y: { field: 'count', type: 'quantitative', title: 'weights' },
        },
      },
      {
        title: title('Values that each format can hold'),
        width: 620,
        height: { step: 44 },
        data: { values: rows },
        mark: { type: 'tick', thickness: 1, size: 30, color: '#1f4e8c' },
        encoding: {
          x: { ...octaves('log2 |w|'), field: 'log' },
          y: {
            field: 'format',
            type: 'nominal',
            sort: null,
            title: null,
            axis: { labelExpr: "split(datum.label, '|')", labelPadding: 6, labelLineHeight: 15 },
          },
        },
      },
    ],
  };
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  return `${await view.toSVG()}\n`;
}

const FROM = -12;
const TO = 0;
/** Octaves of one bar. */
const STEP = 0.25;

function title(text: string) {
  return { text, anchor: 'start', frame: 'group', fontSize: 13, fontWeight: 'bold' } as const;
}

function octaves(text: string) {
  return {
    type: 'quantitative' as const,
    scale: { domain: [FROM, TO], nice: false },
    axis: { title: text === '' ? null : text, tickCount: 13, format: 'd', labelFlush: false },
  };
}

function histogramRows(logs: readonly number[]): object[] {
  return Array.from({ length: (TO - FROM) / STEP }, (_, bin) => {
    const from = FROM + bin * STEP;
    const count = logs.filter((log) => log >= from && log < from + STEP).length;
    return { from, to: from + STEP, count };
  });
}

/** The best LP of a word length, and the integers beside it. */
function formatRows({ best, others }: Fit, n: number): object[] {
  const [integer] = others;
  if (integer === undefined) throw new Error('a fit has integers beside it');
  const levels = Float64Array.from({ length: 2 ** (n - 1) - 1 }, (_, k) => (k + 1) * integer.scale);
  return [
    ...tickRows(`${shortName(best.format)}|${decibels(best.sqnr)}`, positiveValues(best.format)),
    ...tickRows(`${integer.name}|${decibels(integer.sqnr)}`, levels),
  ];
}

function shortName({ n, es, rs }: LpFormat): string {
  return `LP<${n},${es},${rs}>`;
}

function decibels(sqnr: number | null): string {
  return sqnr === null ? 'exact' : `${sqnr.toFixed(1)} dB`;
}

function positiveValues(format: LpFormat): Float64Array {
  return wordValues(format).subarray(1, format.narWord);
}

function tickRows(format: string, values: Float64Array): object[] {
  return logsOf(values)
    .filter((log) => log >= FROM && log <= TO)
    .map((log) => ({ format, log }));
}

function logsOf(values: Float64Array): number[] {
  return [...values].filter((value) => value !== 0).map((value) => Math.log2(Math.abs(value)));
}
