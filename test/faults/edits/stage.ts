import type { Change } from './edit.ts';

/** Registers that a stage holds beside en, by what they carry. */
const HELD: readonly (readonly [string, string])[] = [
  ['first', 'first'],
  ['start', 'start'],
  ['decoded zero', 'weight_zero|act_zero'],
  ['decoded NaR', 'weight_nar|act_nar'],
  ['decoded sign', 'weight_sign|act_sign'],
  ['decoded log', 'weight_log|act_log'],
  ['NaR', 'operand_nar'],
  ['sign', 'negative'],
  ['significand', 'kept|product_significand'],
  ['shift', 'shift'],
  ['exponent', 'product_exponent'],
  ['lost product', 'lost'],
  ['huge product', 'huge'],
];

const lostResets: readonly Change[] = HELD.map(([what, names]) => ({
  fault: `lost reset: ${what}`,
  find: new RegExp(`\\b((?:${names})_q2?)( *)<= (?:1'b0|'0);`),
  replace: '$1$2<= $1;',
  harmless: 'reset clears en, and a set that is not valid is not read',
}));

/** Faults of the registers between the phases of a PE, and of what reads them. */
export const stageEdits: readonly Change[] = [
  { fault: 'lost reset: en', find: /\b(en_q)( *)<= 1'b0;/, replace: '$1$2<= $1;' },
  {
    fault: 'lost reset: en, second stage',
    find: /\b(en_q2)( *)<= 1'b0;/,
    replace: '$1$2<= $1;',
    harmless: 'reset clears what the set would add',
  },
  ...lostResets,
  { fault: 'no reset', find: /if \(!rst_ni\)(?= begin\n +en_q )/, replace: "if (1'b0)" },
  {
    fault: 'no reset of the second stage',
    find: /if \(!rst_ni\)(?= begin\n +en_q2 )/,
    replace: "if (1'b0)",
  },
  {
    fault: 'reset gives way to enable',
    find: /if \(!rst_ni\)(?= begin\n +en_q )/,
    replace: 'if (!rst_ni && !en_i)',
  },
  {
    fault: 'reset gives way to enable, second stage',
    find: /if \(!rst_ni\)(?= begin\n +en_q2 )/,
    replace: 'if (!rst_ni && !en_q)',
  },
  { fault: 'every set valid', find: /\ben_q( *)<= en_i;/, replace: "en_q$1<= 1'b1;" },
  {
    fault: 'every set valid, second stage',
    find: /\ben_q2( *)<= en_q;/,
    replace: "en_q2$1<= 1'b1;",
  },
  {
    fault: 'a set stays valid',
    find: /\ben_q( *)<= en_i;/,
    replace: 'en_q$1<= en_i || en_q;',
  },
  {
    fault: 'registers move without en',
    find: /( {6})if \(en_i\) begin/,
    replace: "$1if (1'b1) begin",
    harmless: 'what moves is not valid, and not read',
  },
  {
    fault: 'registers move without en, second stage',
    find: /( {6})if \(en_q\) begin/,
    replace: "$1if (1'b1) begin",
    harmless: 'what moves is not valid, and not read',
  },
  {
    fault: 'second stage moves one cycle early',
    find: /( {6})if \(en_q\) begin/,
    replace: '$1if (en_i) begin',
  },
  {
    fault: 'en of the second stage one cycle early',
    find: /(en_q2 *<= )en_q;/,
    replace: '$1en_i;',
  },
  {
    fault: 'first of the second stage one cycle early',
    find: /(first_q2 *<= )first_q;/,
    replace: '$1first_i;',
  },
  {
    fault: 'start of the second stage one cycle early',
    find: /(start_q2 *<= )start_q;/,
    replace: '$1start_i;',
  },
  { fault: 'en one stage too few', find: /else if \(en_q\)/, replace: 'else if (en_i)' },
  {
    fault: 'en one stage too few, of two',
    find: /else if \(en_q2\)/,
    replace: 'else if (en_q)',
  },
  { fault: 'en not delayed, of two', find: /else if \(en_q2\)/, replace: 'else if (en_i)' },
  { fault: 'first one stage too few', find: /= first_q \?/, replace: '= first_i ?' },
  { fault: 'first one stage too few, of two', find: /= first_q2 \?/, replace: '= first_q ?' },
  { fault: 'start one stage too few', find: /\? start_q :/, replace: '? start_i :' },
  { fault: 'start one stage too few, of two', find: /\? start_q2 :/, replace: '? start_q :' },
  {
    fault: 'first of the flag one stage too few',
    find: /\(nar_q && !first_q\)/,
    replace: '(nar_q && !first_i)',
  },
  {
    fault: 'first of the flag one stage too few, of two',
    find: /\(nar_q && !first_q2\)/,
    replace: '(nar_q && !first_q)',
  },
  {
    fault: 'NaR one stage too few',
    find: /(operand_nar_q +<= )(weight_nar.*?);([\s\S]*\|\| )operand_nar_q;/,
    replace: '$1$2;$3$2;',
  },
  {
    fault: 'NaR of the weight dropped into the stage',
    find: /(operand_nar_q +<= )weight_nar\w* \|\| /,
    replace: '$1',
  },
  {
    fault: 'sign one stage too few',
    find: /(MagnitudeWidth\{|subtract = )negative_q/,
    replace: '$1negative',
  },
  {
    fault: 'sign of the carry one stage too few',
    find: /(addend \+ .*)negative_q/,
    replace: '$1negative',
  },
  { fault: 'significand one stage too few', find: /(window {4}= .*)kept_q/, replace: '$1kept' },
  { fault: 'shift one stage too few', find: /<< shift_q;/, replace: '<< shift;' },
  {
    fault: 'lost product not read from its register',
    find: /\|\| lost_q;/,
    replace: '|| (live && tiny);',
  },
  {
    fault: 'huge product: sign one stage too few',
    find: /huge_q \? negative_q/,
    replace: 'huge_q ? negative',
  },
  {
    fault: 'exponent one stage too few',
    find: /, product_exponent_q\};/,
    replace: ', product_exponent};',
  },
  {
    fault: 'significand one stage too few, compared',
    find: /product_significand_q > previous/,
    replace: 'product_significand > previous',
  },
  {
    fault: 'significand one stage too few, added',
    find: /: product_significand_q;/,
    replace: ': product_significand;',
  },
  {
    fault: 'operand sign one stage too few',
    find: /(act_sign_q *<= )(act_sign(?:_i)?);([\s\S]*weight_sign_q \^ )act_sign_q/,
    replace: '$1$2;$3$2',
  },
  {
    fault: 'rounding by a sign too few stages old',
    find: /(act_sign_q *<= )(act_sign(?:_i)?);([\s\S]*round_up = )act_sign_q2?/,
    replace: '$1$2;$3$2',
  },
  {
    fault: 'operand log one stage too few',
    find: /(act_log_q *<= )(act_log(?:_i)?);([\s\S]*log_sum +=.*)act_log_q/,
    replace: '$1$2;$3$2',
  },
  {
    fault: 'operand zero one stage too few',
    find: /(weight_zero_q *<= )(weight_zero(?:_i)?);([\s\S]*live +=.*)weight_zero_q/,
    replace: '$1$2;$3$2',
  },
  { fault: 'dead product lost below the window', find: /live && tiny;/, replace: 'tiny;' },
  {
    fault: 'dead product huge',
    find: /(huge_q +<= )live && /,
    replace: '$1',
  },
];
