import { formatName } from '../golden/format.ts';
import type { QuantizedLayer, QuantizeReport } from '../search/report.ts';
import { count, percent, printable } from './figures.ts';
import { decibels, shortName } from './infer-summary.ts';
import type { Paint } from './paint.ts';
import { headed } from './table.ts';

const NAME = 19;

/** The words of each layer and what they cost; then the network as a whole. */
export function quantizeLines(report: QuantizeReport, plan: string, paint: Paint): string[] {
  const { layers, model, chooser, objective, evaluations, seconds } = report;
  return [
    paint.strong(`${printable(model.file)}: words chosen by ${chooser} for ${objective}`),
    '',
    ...layerTable(layers, paint),
    '',
    `${report.averageBits.toFixed(2)} bits a weight on average, ${report.averageBitsOfMacs.toFixed(2)} by MACs`,
    paint.strong(
      `${percent(report.agreement)} of ${count(report.inputs, 'calibration input')} agree with float, ` +
        `SQNR ${decibels(report.sqnr)} dB, loss ${report.loss.toPrecision(3)}`,
    ),
    `${count(evaluations, 'candidate')} measured, ${seconds.toFixed(1)} s`,
    ...(report.isPartial
      ? [paint.dim('interrupted: this is the best so far; run it again to go on')]
      : []),
    `plan: ${printable(plan)}`,
  ];
}

function layerTable(layers: readonly QuantizedLayer[], paint: Paint): string[] {
  const head = ['  #', 'layer', 'weights', 'bits', 'format', 'tile', 'sum', 'limited', 'SQNR dB'];
  const rows = layers.map((layer, index) => [
    String(index + 1).padStart(3),
    shortName(layer, NAME),
    layer.parameters.toLocaleString('en'),
    String(layer.choice.bits),
    formatName({ n: layer.choice.bits, es: layer.choice.es, rs: layer.choice.rs, sf: 0 }),
    `${layer.widths.tile}/${layer.agnostic.tile}`,
    `${layer.widths.sum}/${layer.agnostic.sum}`,
    layer.limited.toLocaleString('en'),
    decibels(layer.sqnr),
  ]);
  return [
    ...headed([head, ...rows], [0, 2, 3, 5, 6, 7, 8], paint),
    paint.dim(
      '  tile, sum: bits that sums of these weights need / of any weights in these formats',
    ),
  ];
}
