import type { OptionsOf } from '../../../../golden/datapaths/index.ts';
import { lpFormat } from '../../../../golden/format.ts';
import { shapeName } from '../../../views/decoder/view.ts';
import { localparams, lsbText, unusedValue } from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { exampleOf } from './example.ts';
import { ALONE } from './lane-names.ts';
import {
  logLaneParameters,
  logLaneUnused,
  logRegisterView,
  logShiftView,
  logSumView,
} from './log-lane-view.ts';
import type { LogProduct } from './log-product.ts';

/** The product of one weight. */
export function logProductBody(options: OptionsOf<'lp-log'>, product: LogProduct): Body {
  const late = options.pipeline > 0;
  return {
    template: 'lp-log-product',
    story: story(options, product),
    view: {
      localparams: localparams(logLaneParameters(product)),
      sum: logSumView(product, ALONE),
      register: late ? logRegisterView(product, ALONE) : null,
      shift: logShiftView(product, ALONE, late ? '_q' : ''),
      unused: unusedValue(logLaneUnused(product)),
    },
  };
}

function story(options: OptionsOf<'lp-log'>, product: LogProduct): string[] {
  const { activation, magnitudeBits, sumFraction } = product;
  const late = options.pipeline > 0 ? ' Terms come a cycle after their operands.' : '';
  return [
    `Product of a weight (${shapeName(lpFormat(options.weight))}) and an activation (${shapeName(activation)}), both ` +
      'decoded: the bits that a sum adds.',
    '',
    'Multiplying is one addition of logs. The fraction of that sum becomes a linear significand, its ' +
      'integer part the shift to the right that aligns the significand to the sum, ' +
      `${lsbText(sumFraction)}. The largest product has ${magnitudeBits} bits there.${late}`,
    '',
    exampleOf(options),
  ];
}
