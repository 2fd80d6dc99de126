import type { Change } from './edit.ts';

/** Faults of a PE with a floating sum, from the product on. */
export const floatPeEdits: readonly Change[] = [
  {
    fault: 'cut sign extension of the exponent',
    find: /(product_exponent {4}= \{)(?:exponent\[\d+\]|\{\d+\{exponent\[\d+\]\}\}), /,
    replace: "$11'b0, ",
  },
  {
    fault: 'exponent of the sum cut',
    find: /(previous_exponent {4}= previous\[)\d+:/,
    replace: '$1AccWidth-3:',
  },
  {
    fault: 'significand of the product rounded',
    find: /(product_significand = live \? significand\[\d+:)(\d+)\]/,
    replace: '$1$2] + significand[$2-1]',
  },
  {
    fault: 'significand of the product at the wrong end',
    find: /(product_significand = live \? \{)significand, (\d+'d0)\}/,
    replace: '$1$2, significand}',
  },
  {
    fault: 'truncated significand of the sum',
    find: /(previous_significand = )previous\[(\d+):0\];/,
    replace: "$1{previous[$2:1], 1'b0};",
  },
  {
    fault: 'cut sign extension: exponent of the sum, compared',
    find: /\{previous_exponent\[\d+\], previous_exponent\}/,
    replace: "{1'b0, previous_exponent}",
  },
  {
    fault: 'cut sign extension: exponent of the product, compared',
    find: /\{product_exponent\w*\[\d+\], (product_exponent\w*)\}/,
    replace: "{1'b0, $1}",
  },
  {
    fault: 'zero product changes the state',
    find: /(product_larger = )product_significand\w*\[\d+\] && /,
    replace: "$11'b1 && ",
  },
  {
    fault: 'zero state not replaced by the product',
    find: /!previous_significand\[\d+\] \|\| /,
    replace: '',
  },
  {
    fault: 'swapped comparison of exponents',
    find: /difference\[DifferenceWidth-1\] \|\|/,
    replace: '!difference[DifferenceWidth-1] ||',
  },
  {
    fault: 'swapped comparison of significands',
    find: /(product_significand\w*) > previous/,
    replace: '$1 < previous',
  },
  {
    fault: '>= for > at equal significands',
    find: /(product_significand\w*) > previous/,
    replace: '$1 >= previous',
    harmless: 'equal magnitudes make the same sum, or zero, either way round',
  },
  {
    fault: 'significands of equal exponents not compared',
    find: /difference == '0 && product_significand\w* > previous_significand/,
    replace: "1'b0",
  },
  { fault: 'significands compared at any exponent', find: /difference == '0 && /, replace: '' },
  {
    fault: 'sign of the larger operand: that of the sum',
    find: /(product_larger \? \{)negative\w*/,
    replace: '$1previous_sign',
  },
  {
    fault: 'sign of the result: that of the sum',
    find: /\{larger_sign, sum_exponent/,
    replace: '{previous_sign, sum_exponent',
  },
  {
    fault: 'sign of the sum where a new one starts',
    find: /= previous\[AccWidth-1\];/,
    replace: '= acc_q[AccWidth-1];',
  },
  {
    fault: 'operands swapped before the shift',
    find: /(smaller {2}= )product_larger \?/,
    replace: '$1!product_larger ?',
  },
  { fault: 'distance not made positive', find: /\? -difference\[/, replace: '? difference[' },
  {
    fault: 'distance cut',
    find: /smaller >> distance;/,
    replace: 'smaller >> distance[SumExponentWidth-2:0];',
  },
  {
    fault: 'distance off by one',
    find: /smaller >> distance;/,
    replace: 'smaller >> (distance + 1);',
  },
  { fault: 'operand not aligned', find: /smaller >> distance;/, replace: 'smaller;' },
  { fault: 'larger operand aligned', find: /smaller >> distance;/, replace: 'larger >> distance;' },
  {
    fault: 'rounded where it is cut',
    find: /(aligned {2}= )smaller >> distance;/,
    replace: '$1(smaller >> distance) + (distance != 0 && ((smaller >> (distance - 1)) & 1) != 0);',
  },
  { fault: 'signs: or for xor', find: /\^ previous_sign;/, replace: '| previous_sign;' },
  { fault: 'signs ignored', find: /(subtract = )negative\w* \^ .*;/, replace: "$11'b0;" },
  {
    fault: 'smaller operand not inverted',
    find: /(\{1'b0, aligned\}) \^ \{TotalWidth\{subtract\}\}/,
    replace: '$1',
  },
  {
    fault: 'carry of the negation lost',
    find: /(total {4}= .*) \+ \{\d+'d0, subtract\};/,
    replace: '$1;',
  },
  {
    fault: 'carry of the sum lost',
    find: /(total {4}= )(.*);/,
    replace: "$1($2) & {1'b0, {(TotalWidth-1){1'b1}}};",
  },
  {
    fault: 'missing carry-out shift',
    find: /larger_exponent \+ \d+'d1 - /,
    replace: 'larger_exponent - ',
  },
  {
    fault: 'widest normaliser stage lost',
    find: /(empty_\d+ {2}= )~\|total.*;/,
    replace: "$11'b0;",
  },
  {
    fault: 'narrowest normaliser stage lost',
    find: /normal_0 = empty_0 \? .* : /,
    replace: 'normal_0 = ',
  },
  {
    fault: 'leading-zero count off by one',
    find: /(leading_zeros = .*);/,
    replace: '$1 + 1;',
  },
  {
    fault: 'leading-zero count: lowest bit stuck',
    find: /(leading_zeros = .*)empty_0\};/,
    replace: "$11'b0};",
  },
  {
    fault: 'guard bit kept for the leading one',
    find: /normal_0\[TotalWidth-1:1\]/,
    replace: 'normal_0[TotalWidth-2:0]',
  },
  {
    fault: 'last bit of the sum cut',
    find: /normal_0\[TotalWidth-1:1\]/,
    replace: "normal_0[TotalWidth-1:2], 1'b0",
  },
  {
    fault: 'zero sum is no zero state',
    find: /acc_d = normal_0\[TotalWidth-1\] \?/,
    replace: "acc_d = 1'b1 ?",
  },
  {
    fault: 'zero sum keeps a sign',
    find: /(normal_0\[TotalWidth-1:1\]\} : )'0;/,
    replace: "$1{larger_sign, {(AccWidth-1){1'b0}}};",
  },
];
