import type { Role } from '../../generator/index.ts';

/** One fault to plant: changes exactly one place of an emitted file of that role. */
export interface Edit {
  readonly role: Role;
  readonly fault: string;
  /** Finds the place; the first match counts. */
  readonly find: RegExp;
  readonly replace: string;
}

const decoder: readonly Omit<Edit, 'role'>[] = [
  {
    fault: 'table bit: run of one',
    find: /(0\S*: \{?(?:run_less_one|\{run_less_one, tail\}) = \{?\d+'d)0/,
    replace: '$11',
  },
  {
    fault: 'regime cap off by one',
    find: /('b1+: (?:\S+|\{run_less_one, tail\}) = \{?\d+'d)(\d+)/,
    replace: '$10',
  },
  { fault: 'tail not moved', find: /rest << 1/, replace: 'rest' },
  { fault: 'tail moved too far', find: /rest << 2/, replace: 'rest << 3' },
  { fault: 'run of zeros not inverted', find: /body : ~body/, replace: 'body : body' },
  { fault: 'regime sign dropped', find: /\{~body\[BodyWidth-1\], run/, replace: "{1'b0, run" },
  {
    fault: 'regime of zeros not inverted',
    find: /run_less_one \^ \{RunWidth\{~body\[BodyWidth-1\]\}\}/,
    replace: 'run_less_one',
  },
  { fault: 'negative word not complemented', find: /-code_i\[/, replace: 'code_i[' },
  { fault: "one's complement", find: /-code_i\[/, replace: '~code_i[' },
  { fault: 'NaR dropped', find: /(nar_o {2}= )code_i == \S+;/, replace: "$11'b0;" },
  { fault: 'zero dropped', find: /(zero_o = )code_i == '0;/, replace: "$11'b0;" },
  { fault: 'sign of NaR', find: / && !nar_o/, replace: '' },
  { fault: 'log of zero and NaR', find: /\(zero_o \|\| nar_o\) \? '0 : log/, replace: 'log' },
  { fault: 'log bit stuck', find: /(: log);/, replace: '$1 | 1;' },
];

const pe: readonly Omit<Edit, 'role'>[] = [
  { fault: 'NaR weight dropped', find: / \|\| weight_nar \|\| act_nar;/, replace: ' || act_nar;' },
  {
    fault: 'NaR activation dropped',
    find: / \|\| weight_nar \|\| act_nar;/,
    replace: ' || weight_nar;',
  },
  { fault: 'NaR flag not sticky', find: /\(nar_q && !first_i\)/, replace: "1'b0" },
  { fault: 'NaR flag outlives its sum', find: /\(nar_q && !first_i\)/, replace: 'nar_q' },
  { fault: 'zero weight adds', find: /!\(weight_zero \|\| /, replace: '!(' },
  { fault: 'zero activation adds', find: /act_zero \|\| act_nar\)/, replace: 'act_nar)' },
  { fault: 'NaR weight adds', find: /weight_nar \|\| act_zero/, replace: 'act_zero' },
  { fault: 'NaR activation adds', find: / \|\| act_nar\)/, replace: ')' },
  { fault: 'sign: or for xor', find: /weight_sign \^ act_sign/, replace: 'weight_sign | act_sign' },
  { fault: 'sign of the weight alone', find: /weight_sign \^ act_sign/, replace: 'weight_sign' },
  {
    fault: 'cut sign extension of the weight log',
    find: /= \{(?:weight_log\[\d+\]|\{\d+\{weight_log\[\d+\]\}\}), weight_log/,
    replace: "= {'0, weight_log",
  },
  {
    fault: 'cut sign extension of the activation log',
    find: /\+ \{act_log\[\d+\], act_log/,
    replace: "+ {1'b0, act_log",
  },
  { fault: 'logs subtracted', find: /(log_sum {2}= .*) \+ (\{?act_log)/, replace: '$1 - $2' },
  { fault: 'table bit: first entry', find: /('d0: significand = \d+'d)\d+/, replace: '$10' },
  { fault: 'table: an entry of the next row', find: /('d2: significand = )\S+;/, replace: "$1'0;" },
  {
    fault: 'shifted align: one up',
    find: /(shift {5}= .*) ([+-]) (\d+)'d(\d+);/,
    replace: "$1 $2 $3'd$4 + 1;",
  },
  {
    fault: 'shifted align: slice',
    find: /window\[DroppedBits \+:/,
    replace: 'window[DroppedBits-1 +:',
  },
  { fault: 'products below the window wrap into it', find: /live && !tiny/, replace: 'live' },
  {
    fault: 'dead products add',
    find: /\(live && !tiny\)|live(?= \? significand)/,
    replace: "(1'b1)",
  },
  {
    fault: 'cut sign extension of the product',
    find: /(addend {3}= \{)\{\d+\{negative\}\}/,
    replace: "$1'0",
  },
  {
    fault: 'negative product not inverted',
    find: /magnitude \^ \{MagnitudeWidth\{negative\}\}/,
    replace: 'magnitude',
  },
  {
    fault: 'carry of the negation lost',
    find: /(addend \+ .*)negative( \^ round_up)?(\};|;)/,
    replace: "$11'b0$3",
  },
  { fault: 'rounding lost', find: /(round_up = ).*;/, replace: "$11'b0;" },
  {
    fault: 'rounding: too often',
    find: /(round_up = )(?:negative|act_sign) && below/,
    replace: '$1below',
  },
  {
    fault: 'rounding: what lies below the window forgotten',
    find: / \|\| \(live && tiny\);/,
    replace: ';',
  },
  {
    fault: 'start value ignored',
    find: /first_i \? start_i : acc_q/,
    replace: "first_i ? '0 : acc_q",
  },
  { fault: 'first ignored', find: /first_i \? start_i : acc_q/, replace: 'acc_q' },
  { fault: 'sum not kept', find: /first_i \? start_i : acc_q/, replace: 'start_i' },
  { fault: 'enable ignored', find: /else if \(en_i\)/, replace: 'else' },
  { fault: 'lost reset of the sum', find: /acc_q <= '0;/, replace: 'acc_q <= acc_q;' },
  { fault: 'lost reset of the flag', find: /nar_q <= 1'b0;/, replace: 'nar_q <= nar_q;' },
  { fault: 'reset waits for enable', find: /if \(!rst_ni\)/, replace: 'if (!rst_ni && en_i)' },
  { fault: 'saturation off', find: /overflow \? .* : sum/, replace: 'sum' },
  {
    fault: 'saturation to the wrong side',
    find: /\{overflow_sign, /,
    replace: '{!overflow_sign, ',
  },
  { fault: 'saturation bound off by one', find: /\{!overflow_sign\}/, replace: "{1'b0}" },
  {
    fault: 'huge products forgotten',
    find: /(overflow {6}= )(?:\(live && .*?\)|live) \|\| /,
    replace: '$1',
  },
  { fault: '> for >= at the largest product', find: /exponent >= /, replace: 'exponent > ' },
];

const encoder: readonly Omit<Edit, 'role'>[] = [
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
];

/** All faults by role. */
export const EDITS: readonly Edit[] = [
  ...decoder.map((edit) => ({ role: 'decoder' as const, ...edit })),
  ...pe.map((edit) => ({ role: 'pe' as const, ...edit })),
  ...encoder.map((edit) => ({ role: 'encoder' as const, ...edit })),
];
