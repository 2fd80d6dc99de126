import { agnosticBounds, NO_START } from '../../../golden/exact/index.ts';
import { alignColumns } from '../../../system/text.ts';
import type { LaneShape } from '../../config/array-shape.ts';
import type { ArrayResolved } from '../../config/resolve-array.ts';
import { busesOf } from '../buses.ts';
import { overflowText, products as productsText } from '../pe/guarantee.ts';
import { hasLog } from '../product/multiplier.ts';
import { productExample } from '../product/story.ts';
import type { PlannedProduct } from '../product/view.ts';
import { lsbText, type Parameter } from '../text.ts';
import { type Band, rowsText } from './bands.ts';
import { logWidthName } from './fields.ts';
import { type LaneSum, sumParameters } from './sums.ts';

export function arrayPeStory(
  resolved: ArrayResolved,
  band: Band,
  sums: readonly LaneSum[],
  products: readonly PlannedProduct[],
): string[] {
  const { shape, derived } = resolved;
  const lanes = shape.lanes.length;
  const rows = band.first === 0 && band.last === shape.rows - 1 ? 'every row' : rowsText(band);
  const weights = lanes === 1 ? 'a weight' : `the weights of ${lanes} lanes`;
  return [
    `Processing element of the grid, ${rows}: multiplies ${weights} by the activation that passes and ` +
      'adds to the partial sums that come down its column.',
    '',
    'It holds, decoded, the weights that are at work and the activation; in a shadow register the ' +
      'weights of the next tile, which pass down the column through it; and one partial sum for ' +
      `each lane, ${lsbText(derived.A)}:`,
    '',
    ...laneRows(resolved, band, sums),
    '',
    ...(sums.some(({ lane, width }) => width < lane.tileWidth)
      ? [
          'A sum takes the bits of the last row on the buses; those that rows further up do not need ' +
            'repeat its sign.',
          '',
        ]
      : []),
    'NaR in an operand raises a flag that goes down with the sum; zero adds nothing.',
    '',
    'One activation per cycle: act_q takes it at an edge, the sum with its product appears at the ' +
      'next one (latency 2). load_o, swap_o and act_o follow their inputs by one edge, so that the ' +
      'PE of row r and column c does everything r + c cycles after the first one.',
    ...products.slice(0, 1).map(({ group, pe }) => productExample(group.first, pe)),
  ];
}

/** Which weights a lane takes, how wide its sum is here, and what that holds (section 6). */
function laneRows(
  { arithmetic }: ArrayResolved,
  { last }: Band,
  sums: readonly LaneSum[],
): string[] {
  const rows = sums.map(({ lane, width }) => {
    const needed = agnosticBounds(lane.product, last + 1, NO_START).width;
    const products = productsText(last + 1);
    return [
      String(lane.index),
      `${wordBits(lane)} bits`,
      `${width} bits`,
      needed <= width
        ? `any sum of ${products}, whatever the words`
        : `sums that ${overflowText(arithmetic)} (${needed} bits hold any ${products})`,
    ];
  });
  return alignColumns([['lane', 'weights of', 'sum', 'holds'], ...rows]).map((row) => `  ${row}`);
}

/** "8, 4 or 2". */
function wordBits({ modes }: LaneShape): string {
  return modes.length === 1
    ? String(modes[0])
    : `${modes.slice(0, -1).join(', ')} or ${modes.at(-1)}`;
}

export function arrayPeParameters({ shape }: ArrayResolved, sums: readonly LaneSum[]): Parameter[] {
  const { lanes, activation } = shape;
  return [
    { name: 'Lanes', value: lanes.length, why: 'weights, products and sums of a PE' },
    { name: 'ActLogWidth', value: activation.logWidth, why: 'log of the activation' },
    ...lanes.filter(hasLog).map((lane) => ({
      name: logWidthName(lane),
      value: lane.weight.logWidth,
      why: `log of the weight of lane ${lane.index}`,
    })),
    { name: 'ActWidth', value: busesOf(shape).act, why: '{nar, zero, sign, log}' },
    {
      name: 'WeightWidth',
      value: busesOf(shape).weight,
      why: 'the same of every lane, lane 0 low',
    },
    ...sumParameters(sums),
  ];
}
