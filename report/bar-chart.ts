import type { TopLevelSpec } from 'vega-lite';
import { COLOUR } from './svg-chart.ts';

export interface Bar {
  /** Unlike that of every other bar; at most LABEL_LETTERS. */
  readonly label: string;
  readonly value: number;
  /** Stands behind the end of the bar. */
  readonly text: string;
  /** End of a darker bar in front of this one. */
  readonly inner?: number;
}

export interface BarStyle {
  readonly colour: string;
  /** Room behind the bars: letters, at least those of the longest text. */
  readonly letters: number;
  /** The axis ends here, or at the longest bar. */
  readonly most?: number;
  /** Pixels of the whole chart. */
  readonly width?: number;
  /** Without labels only beside another chart of the same bars. */
  readonly labels?: boolean;
}

/** So many letters leave room for bars on a phone's screen. */
export const LABEL_LETTERS = 20;
/** Pixels: such a screen, a bar's pitch, a letter of a label and of a text, gaps beside bars. */
const WIDTH = 380;
const PITCH = 18;
const LABEL_LETTER = 6.7;
const TEXT_LETTER = 6.4;
const GAP = 8;

/** Bars below each other, names on their left. Numbers stand behind the bars, so no axis is drawn. */
export function barChart(bars: readonly Bar[], style: BarStyle): TopLevelSpec {
  const { colour, letters, most = 0, width = WIDTH, labels = true } = style;
  const longest = Math.max(...bars.map(({ label }) => [...label].length));
  const left = labels ? Math.ceil(longest * LABEL_LETTER) + GAP : GAP;
  const behind = Math.max(letters, ...bars.map(({ text }) => [...text].length));
  const right = Math.ceil(behind * TEXT_LETTER) + GAP;
  const values = bars.map(({ value }) => value);
  const domain = [Math.min(0, ...values), Math.max(most, ...values) || 1];
  const x = { type: 'quantitative', scale: { domain, nice: false }, axis: null } as const;
  const mark = { type: 'bar', height: PITCH - 6 } as const;
  return {
    padding: { left, right, top: 4, bottom: 4 },
    width: width - left - right,
    height: { step: PITCH },
    data: { values: bars.map((bar) => ({ ...bar, end: Math.max(0, bar.value) })) },
    encoding: { y: { field: 'label', type: 'nominal', sort: null, axis: labels ? AXIS : null } },
    layer: [
      { mark: { ...mark, color: colour }, encoding: { x: { ...x, field: 'value' } } },
      { mark: { ...mark, color: COLOUR.bar }, encoding: { x: { ...x, field: 'inner' } } },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 5 },
        encoding: { x: { ...x, field: 'end' }, text: { field: 'text' } },
      },
    ],
  };
}

const AXIS = {
  title: null,
  domain: false,
  ticks: false,
  labelLimit: 0,
  labelOverlap: false,
  labelPadding: 6,
  labelFont: 'ui-monospace, Menlo, Consolas, monospace',
} as const;
