import type { OptionsOf } from '../../../../golden/datapaths/index.ts';
import { lpFormat } from '../../../../golden/format.ts';
import { shapeName } from '../../../views/decoder/view.ts';
import { localparams, lsbText } from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { exampleOf } from './example.ts';
import type { LinearLane } from './linear-lane.ts';
import { linearLaneParameters, linearLaneView } from './linear-lane-view.ts';

/** The product of one weight. */
export function linearProductBody(options: OptionsOf<'lp-linear'>, lane: LinearLane): Body {
  return {
    template: 'lp-linear-product',
    story: story(options, lane),
    view: {
      localparams: localparams(linearLaneParameters(lane)),
      lane: linearLaneView(lane),
      unused: '',
    },
  };
}

function story(options: OptionsOf<'lp-linear'>, { bus, magnitudeBits }: LinearLane): string[] {
  const weight = shapeName(lpFormat(options.weight));
  const largest =
    bus.classes.length > 1 ? 'the largest weight of either fraction' : 'the largest weight';
  return [
    `Product of a weight (${weight}) and an activation (${shapeName(bus.activation)}): the bits that a ` +
      'sum adds.',
    '',
    `The edge has multiplied the activation by ${largest}; all other products are shifts of that. ` +
      `The largest product has ${magnitudeBits} bits in LSBs of the sum, ${lsbText(bus.sumFraction)}.`,
    '',
    exampleOf(options),
  ];
}
