import type { TopLevelSpec } from 'vega-lite';
import type { QuantizedLayer } from '../../search/report.ts';
import { barChart, LABEL_LETTERS } from '../bar-chart.ts';
import { shortName } from '../infer-summary.ts';
import { COLOUR } from '../svg-chart.ts';

/** A bar for the SQNR of each layer's output, numbered like the rows of the table. */
export function layerSqnrChart(layers: readonly QuantizedLayer[]): TopLevelSpec {
  const bars = layers.map((layer, index) => {
    const place = `${index + 1} `;
    return {
      label: place + shortName(layer, LABEL_LETTERS - place.length),
      value: layer.sqnr ?? 0,
      text: layer.sqnr === null ? 'equal' : `${layer.sqnr.toFixed(1)} dB`,
    };
  });
  return barChart(bars, { letters: 8, colour: COLOUR.bar });
}
