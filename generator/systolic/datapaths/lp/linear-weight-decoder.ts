import type { LpFormat } from '../../../../golden/format.ts';
import { svLiteral } from '../../../systemverilog.ts';
import { shapeName } from '../../../views/decoder/view.ts';
import { wordLog } from '../../../views/examples.ts';
import { assignments, concatenation, declarations, localparams } from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { halfLogs } from './linear-bus.ts';
import type { LinearLane } from './linear-lane.ts';
import type { WeightCode, WordCode } from './linear-weight-code.ts';

const SIGN = 'code_i[WordWidth-1]';

/** Sign, fraction, and octaves below the largest weight of that fraction; words beyond `largest` do not occur. */
export function linearWeightDecoder(
  weight: LpFormat,
  lane: LinearLane,
  largest: number = weight.maxWord,
): Body {
  const { code } = lane;
  const body = weight.n - 1;
  const words = [code.zero, ...halfLogs(weight).map(lane.codeOf)];
  return {
    template: 'lp-linear-weight-decoder',
    story: [
      `Decoder of ${shapeName(weight)} weights: the ${code.bits + 1} bits that a PE holds, sign and code.`,
      '',
      `The code is {${codeFields(code).join(', ')}}: ${codeMeaning(code)}. NaR is held as zero.`,
    ],
    view: {
      localparams: localparams([
        { name: 'WordWidth', value: weight.n, why: 'n' },
        { name: 'BodyWidth', value: body, why: 'n - 1: the bits below the sign' },
        { name: 'CodeWidth', value: code.bits, why: codeFields(code).join(', ') },
      ]),
      signals: declarations([
        { name: 'body', width: 'BodyWidth', meaning: 'magnitude of the word, sign bit dropped' },
        { name: 'code', width: 'CodeWidth', meaning: 'magnitude of the weight' },
      ]),
      body: `${SIGN} ? -code_i[BodyWidth-1:0] : code_i[BodyWidth-1:0]`,
      table: {
        story: 'Every magnitude has its code.',
        target: 'code',
        rows: words.map((word, index) => {
          const occurs = index > largest ? ', does not occur' : '';
          const meaning = index === 0 ? '0, NaR' : `2^${wordLog(weight, index)}${occurs}`;
          return `${svLiteral(index, body)}: code = ${codeText(word, index === 0, code)};  // ${meaning}`;
        }),
      },
      outputs: assignments({ weight_o: `{${SIGN}, code}`, nar_o: `body == '0 && ${SIGN}` }),
      unused: '',
    },
  };
}

export function codeFields({ shiftBits, hasHalf, hasZero }: WeightCode): string[] {
  return [
    ...(hasZero ? ['zero'] : []),
    ...(hasHalf ? ['half'] : []),
    ...(shiftBits > 0 ? ['shift'] : []),
  ];
}

/** What the fields of a code say. */
export function codeMeaning({ shiftBits, hasHalf, hasZero, zeroPattern }: WeightCode): string {
  const octaves = hasHalf ? 'the largest weight of that fraction' : 'the largest weight';
  return [
    ...(hasHalf ? ['whether the fraction of the log is 1/2'] : []),
    ...(shiftBits > 0 ? [`the octaves below ${octaves}`] : []),
    hasZero
      ? 'whether the weight is zero'
      : zeroPattern === null
        ? 'zero shifts everything out'
        : 'zero is a code that no other weight has',
  ].join(', ');
}

/** A code as SystemVerilog. */
export function codeText({ half, shift }: WordCode, zero: boolean, code: WeightCode): string {
  return concatenation([
    ...(code.hasZero ? [zero ? "1'b1" : "1'b0"] : []),
    ...(code.hasHalf ? [half ? "1'b1" : "1'b0"] : []),
    ...(code.shiftBits > 0 ? [svLiteral(shift, code.shiftBits)] : []),
  ]);
}
