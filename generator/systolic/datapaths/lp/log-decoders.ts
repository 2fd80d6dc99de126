import type { LpFormat } from '../../../../golden/format.ts';
import { svLiteral, svSignExtend } from '../../../systemverilog.ts';
import {
  decoderParameters,
  decoderWidths,
  logFieldsView,
  shapeName,
} from '../../../views/decoder/view.ts';
import {
  assignments,
  concatenation,
  declarations,
  localparams,
  lsbText,
  type Signal,
  slice,
} from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { type LogProduct, readsLost } from './log-product.ts';

const SIGN = 'code_i[WordWidth-1]';
const ZERO: Signal = { name: 'zero', meaning: 'the word is zero or NaR' };

/** Sign and log, upside down: zero is the most negative log. */
export function logWeightDecoder({ weight, weightCode }: LogProduct): Body {
  const { log } = decoderWidths(weight);
  const { bits, zeroBits } = weightCode;
  const lsb = lsbText(weight.fractionBits);
  const marked = zeroBits === 0 ? bits : zeroBits;
  const depth = [
    `${slice('depth', bits - 1, bits - marked)} | ${marked > 1 ? `{${marked}{zero}}` : 'zero'}`,
    ...(marked < bits ? [slice('depth', bits - marked - 1, 0)] : []),
  ];
  return {
    template: 'lp-log-decoder',
    story: [
      `Decoder of ${shapeName(weight)} weights: the ${bits + 1} bits that a PE holds, sign and log.`,
      '',
      'The log comes upside down: the larger the weight, the smaller the number. Zero is further ' +
        `down than any log: ${zeroStory(marked, bits)}. NaR is held as zero.`,
    ],
    view: {
      ...fieldsOf(weight),
      code: {
        story: 'Upside down: offset less log takes no adder.',
        signals: declarations([
          ZERO,
          { name: 'depth', width: 'LogWidth', meaning: `${2 ** (bits - 1) - 1} less log, ${lsb}` },
        ]),
        assignments: assignments({
          zero: "body == '0",
          depth: log > 1 ? `{log[LogWidth-1], ~log[LogWidth-2:0]}` : 'log',
          weight_o: concatenation([SIGN, ...depth]),
          nar_o: `zero && ${SIGN}`,
        }),
      },
      unused: '',
    },
  };
}

function zeroStory(marked: number, bits: number): string {
  return marked === bits ? 'all ones' : `ones in the top ${marked} bits of it`;
}

/** Sign and log, upside down, so offset that the sum with a weight's is an attenuation. */
export function logActDecoder(product: LogProduct): Body {
  const { activation, actCode, attenuationBits: bits, nonNegative, fraction } = product;
  const { log } = decoderWidths(activation);
  const { base, zero, zerosBelow } = actCode;
  const own = [...(nonNegative ? [] : ['sign']), ...(readsLost(product) ? ['zero'] : [])];
  return {
    template: 'lp-log-decoder',
    story: [
      `Decoder of ${shapeName(activation)} activations: what PEs read of them, ` +
        `${nonNegative ? '' : 'sign and '}log.`,
      '',
      'The log comes upside down: the larger the activation, the smaller the number. The offset makes ' +
        'the sum with the log of a weight the shift of their product. Zero and NaR are so far down ' +
        'that nothing of the product is left.',
    ],
    view: {
      ...fieldsOf(activation, nonNegative),
      code: {
        story: 'Upside down: offset less log.',
        signals: declarations([
          ZERO,
          { name: 'depth', bits, meaning: `modulo 2^${bits}, ${lsbText(fraction)}` },
        ]),
        assignments: assignments({
          zero: "body == '0",
          depth: `${svLiteral(base, bits)} - ${svSignExtend('log', log, bits, zerosBelow)}`,
          act_o: concatenation([
            ...own.map((name) => (name === 'sign' ? SIGN : name)),
            `zero ? ${svLiteral(zero, bits)} : depth`,
          ]),
          nar_o: nonNegative ? "1'b0" : `zero && ${SIGN}`,
        }),
      },
      unused: nonNegative ? `code_i[${activation.n - 1}]` : '',
    },
  };
}

function fieldsOf(format: LpFormat, nonNegative = false) {
  return {
    localparams: localparams(
      decoderParameters(format).filter(({ name }) => !nonNegative || name !== 'WordWidth'),
    ),
    fields: logFieldsView(format, nonNegative),
  };
}
