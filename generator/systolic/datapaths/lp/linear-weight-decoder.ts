import { svLiteral } from '../../../systemverilog.ts';
import { shapeName } from '../../../views/decoder/view.ts';
import { wordLog } from '../../../views/examples.ts';
import { assignments, concatenation, declarations, localparams } from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import type { LinearProduct } from './linear-product.ts';
import { codeBits, type WeightCode, type WordCode } from './linear-weight-code.ts';

/** Sign, fraction, and octaves below the largest weight of that fraction. */
export function linearWeightDecoder({ weight, code }: LinearProduct): Body {
  const bits = codeBits(code);
  const body = weight.n - 1;
  const sign = `code_i[WordWidth-1]`;
  return {
    template: 'lp-linear-weight-decoder',
    story: [
      `Decoder of ${shapeName(weight)} weights: the ${bits + 1} bits that a PE holds, sign and code.`,
      '',
      `The code is {${fields(code).join(', ')}}: ${meanings(code)}. NaR is held as zero.`,
    ],
    view: {
      localparams: localparams([
        { name: 'WordWidth', value: weight.n, why: 'n' },
        { name: 'BodyWidth', value: body, why: 'n - 1: the bits below the sign' },
        { name: 'CodeWidth', value: bits, why: codeStory(code) },
      ]),
      signals: declarations([
        { name: 'body', width: 'BodyWidth', meaning: 'magnitude of the word, sign bit dropped' },
        { name: 'code', width: 'CodeWidth', meaning: 'magnitude of the weight' },
      ]),
      body: `${sign} ? -code_i[BodyWidth-1:0] : code_i[BodyWidth-1:0]`,
      table: {
        story: 'Every magnitude has its code.',
        target: 'code',
        rows: code.words.map((word, index) => {
          const value = concatenation(literals(word, index === 0, code));
          const meaning = index === 0 ? '0, NaR' : `2^${wordLog(weight, index)}`;
          return `${svLiteral(index, body)}: code = ${value};  // ${meaning}`;
        }),
      },
      outputs: assignments({
        weight_o: `{${sign}, code}`,
        nar_o: `body == '0 && ${sign}`,
      }),
      unused: '',
    },
  };
}

function fields({ shiftBits, hasHalf, hasZero }: WeightCode): string[] {
  return [
    ...(hasZero ? ['zero'] : []),
    ...(hasHalf ? ['half'] : []),
    ...(shiftBits > 0 ? ['shift'] : []),
  ];
}

function meanings({ shiftBits, hasHalf, hasZero, isZero }: WeightCode): string {
  const octaves = hasHalf ? 'the largest weight of that fraction' : 'the largest weight';
  return [
    ...(hasHalf ? ['whether the fraction of the log is 1/2'] : []),
    ...(shiftBits > 0 ? [`the octaves below ${octaves}`] : []),
    hasZero
      ? 'whether the weight is zero'
      : isZero === null
        ? 'zero shifts everything out'
        : 'zero is a code that no other weight has',
  ].join(', ');
}

function codeStory(code: WeightCode): string {
  const parts = fields(code).map((name) =>
    name === 'shift' ? `${code.shiftBits} of shift` : `1 of ${name}`,
  );
  return parts.join(', ');
}

function literals({ half, shift }: WordCode, zero: boolean, code: WeightCode): string[] {
  return [
    ...(code.hasZero ? [zero ? "1'b1" : "1'b0"] : []),
    ...(code.hasHalf ? [half ? "1'b1" : "1'b0"] : []),
    ...(code.shiftBits > 0 ? [svLiteral(shift, code.shiftBits)] : []),
  ];
}
