import type { Config, TopLevelSpec } from 'vega-lite';

/** Colours of the page, light or dark: report/page.css sets them. */
export const COLOUR = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  card: 'var(--card)',
  good: 'var(--good)',
  bad: 'var(--bad)',
  bar: 'var(--bar)',
  soft: 'var(--soft)',
  warm: 'var(--warm)',
} as const;

const CONFIG: Config = {
  // The page describes each chart in one sentence; its table has the numbers.
  aria: false,
  font: 'system-ui, sans-serif',
  view: { stroke: null },
  axis: { labelColor: COLOUR.ink, labelFontSize: 11 },
  text: { fontSize: 11, color: COLOUR.ink },
};

/** A chart as an SVG element; texts in it are escaped by Vega. */
export async function svgChart(spec: TopLevelSpec): Promise<string> {
  // Half a second to load: only those who want a page wait for it.
  const [{ parse, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  // Text is not measured without a browser: charts give room for it instead of fitting it.
  const { spec: drawn } = compile({
    autosize: 'none',
    background: 'transparent',
    config: CONFIG,
    ...spec,
  });
  return new View(parse(drawn), { renderer: 'none' }).toSVG();
}
