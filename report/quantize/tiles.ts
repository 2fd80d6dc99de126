import type { QuantizeReport } from '../../search/report.ts';
import { percent } from '../figures.ts';
import { decibels, ofInputs } from '../infer-summary.ts';
import type { Tile } from '../infer-tiles.ts';

/** The numbers that a reader looks for first. */
export function quantizeTiles(report: QuantizeReport): Tile[] {
  const { agreement, inputs, sqnr, loss, objective, layers, budget } = report;
  const widest = (of: 'widths' | 'agnostic') => Math.max(0, ...layers.map((each) => each[of].tile));
  const parameters = layers.reduce((sum, each) => sum + each.parameters, 0);
  const bytes = Math.ceil((report.averageBits * parameters) / 8);
  return [
    {
      name: 'Bits a weight',
      value: report.averageBits.toFixed(2),
      note: `${report.averageBitsOfMacs.toFixed(2)} by MACs; ${budget === null ? 'no limit' : `at most ${budget}`}`,
    },
    {
      name: 'Same answer as float',
      value: percent(agreement),
      note: `${ofInputs(agreement, inputs)} calibration inputs`,
    },
    {
      name: 'SQNR of the answers',
      value: sqnr === null ? 'equal' : `${decibels(sqnr)} dB`,
      note: 'against float',
    },
    { name: 'Loss', value: loss.toPrecision(3), note: `of ${objective}; 0 is float` },
    {
      name: 'Widest P_I of a tile',
      value: `${widest('widths')} bits`,
      note: `${widest('agnostic')} for any weights`,
    },
    {
      name: 'Weights',
      value: sizeText(bytes),
      note: `${sizeText(4 * parameters)} as float32`,
    },
  ];
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [size, unit] = bytes < 2 ** 20 ? [bytes / 1024, 'KiB'] : [bytes / 2 ** 20, 'MiB'];
  return `${size.toLocaleString('en', { maximumFractionDigits: 1 })} ${unit}`;
}
