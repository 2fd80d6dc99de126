import type { Change } from './edit.ts';

/** Faults of an encoder. */
export const encoderEdits: readonly Change[] = [
  { fault: 'NaR dropped', find: /if \(nar_i\) code_o = \S+;/, replace: "if (1'b0) code_o = '0;" },
  { fault: 'zero dropped', find: /else if \(zero\)/, replace: "else if (1'b0)" },
  {
    fault: 'NaR below zero',
    find: /if \(nar_i\) (.*)\n(\s*)else if \(zero\) (.*)/,
    replace: 'if (zero) $3\n$2else if (nar_i) $1',
  },
  { fault: 'sign lost', find: /negative \? -\{1'b0, body\} : /, replace: '' },
  { fault: "one's complement of the word", find: /-\{1'b0, body\}/, replace: "~{1'b0, body}" },
  { fault: "one's complement of the sum", find: /-acc_i :/, replace: '~acc_i :' },
  { fault: 'ReLU lost', find: / \|\| negative;/, replace: ';' },
  {
    fault: 'normaliser stage dropped',
    find: /normal_0 = empty_0 \? .* : /,
    replace: 'normal_0 = ',
  },
  {
    fault: 'position off by one',
    find: /(position {6}= \d+'d\d+ - leading_zeros)/,
    replace: '$1 - 1',
  },
  { fault: 'table bit: first entry', find: /(fraction_log = \d+'d)0;/, replace: '$11;' },
  { fault: 'scale off by one', find: /(assign log = .*);/, replace: '$1 + 1;' },
  { fault: 'saturation lost', find: /if \(above\) body = '1;/, replace: "if (above) body = '0;" },
  { fault: 'underflow lost', find: /if \(below\) body = .*;/, replace: "if (below) body = '1;" },
  { fault: 'flush lost', find: /if \(flushed\) body = '0;/, replace: "if (flushed) body = '1;" },
  { fault: '<= for < at the flush bound', find: /flushed = log < /, replace: 'flushed = log <= ' },
  { fault: 'ties up', find: /\|\| kept\[0\]\)/, replace: "|| 1'b1)" },
  { fault: 'ties down', find: /\|\| kept\[0\]\)/, replace: "|| 1'b0)" },
  { fault: 'rounding lost', find: /(round_up = ).*;/, replace: "$11'b0;" },
  { fault: 'sticky bits lost', find: /\(\|?unrounded\[\d+:0\] \|\| /, replace: "(1'b0 || " },
  { fault: 'regime bits of k = 0', find: /('sd0: unrounded = \{?\d+'b)1/, replace: '$10' },
  {
    fault: 'floating sum: exponent off by one',
    find: /(exponent += acc_i\[\d+:\d+\]);/,
    replace: '$1 + 1;',
  },
  {
    fault: 'floating sum: exponent cut',
    find: /(exponent += )acc_i\[(\d+):(\d+)\];/,
    replace: '$1acc_i[$2-1:$3];',
  },
  {
    fault: 'floating sum: cut sign extension of the exponent',
    find: /(log = \{)(?:exponent\[\d+\]|\{\d+\{exponent\[\d+\]\}\}), /,
    replace: "$11'b0, ",
  },
  {
    fault: 'sign from the bit below it',
    find: /(negative {2}= )acc_i\[(\d+)\];(?=[\s\S]* magnitude = acc_i\[\d+:0\];[\s\S]*exponent)/,
    replace: '$1acc_i[$2-1];',
  },
  {
    fault: 'floating sum: zero asked of all bits',
    find: /(zero {6}= \(?)magnitude == '0/,
    replace: "$1acc_i == '0",
    harmless: 'a zero sum is all bits 0',
  },
  {
    fault: 'floating sum: zero by the top bits alone',
    find: /(magnitude) == '0/,
    replace: "$1[MagnitudeWidth-1:1] == '0",
    harmless: 'a sum that is not zero has its top bit set',
  },
  {
    fault: 'last bit of the sum not read',
    find: /(magnitude = acc_i\[\d+:)0\];/,
    replace: '$10] & ~1;',
  },
  {
    fault: 'bits behind the leading one shifted',
    find: /(fraction {6}= )(.*);/,
    replace: '$1($2) >> 1;',
  },
];
