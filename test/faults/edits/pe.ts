import type { Change } from './edit.ts';

/** Faults of a PE: of what both kinds of sum have in common, and of a fixed-point sum. */
export const peEdits: readonly Change[] = [
  { fault: 'NaR weight dropped', find: /weight_nar\w* \|\| (act_nar\w*;)/, replace: '$1' },
  {
    fault: 'NaR activation dropped',
    find: /(weight_nar\w*) \|\| act_nar\w*;/,
    replace: '$1;',
  },
  { fault: 'NaR flag not sticky', find: /\(nar_q && !first_\w+\)/, replace: "1'b0" },
  { fault: 'NaR flag outlives its sum', find: /\(nar_q && !first_\w+\)/, replace: 'nar_q' },
  { fault: 'zero weight adds', find: /!\(weight_zero\w* \|\| /, replace: '!(' },
  { fault: 'zero activation adds', find: /act_zero\w* \|\| (act_nar\w*\))/, replace: '$1' },
  { fault: 'NaR weight adds', find: /weight_nar\w* \|\| act_zero/, replace: 'act_zero' },
  { fault: 'NaR activation adds', find: / \|\| act_nar\w*\)/, replace: ')' },
  { fault: 'sign: or for xor', find: /(weight_sign\w*) \^ (act_sign)/, replace: '$1 | $2' },
  { fault: 'sign of the weight alone', find: /(weight_sign\w*) \^ act_sign\w*/, replace: '$1' },
  {
    fault: 'cut sign extension of the weight log',
    find: /= \{(?:weight_log\w*\[\d+\]|\{\d+\{weight_log\w*\[\d+\]\}\}), weight_log/,
    replace: "= {'0, weight_log",
  },
  {
    fault: 'cut sign extension of the activation log',
    find: /\+ \{act_log\w*\[\d+\], act_log/,
    replace: "+ {1'b0, act_log",
  },
  {
    fault: 'logs subtracted',
    find: /(log_sum {2}= .*) \+ (\{*(?:\d+\{)?act_log)/,
    replace: '$1 - $2',
  },
  { fault: 'table bit: first entry', find: /('d0: significand = \d+'d)\d+/, replace: '$10' },
  { fault: 'table: an entry of the next row', find: /('d2: significand = )\S+;/, replace: "$1'0;" },
  {
    fault: 'shifted align: one up',
    find: /(shift += .*) ([+-]) (\d+)'d(\d+);/,
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
    find: /\(live && !tiny\)|live(?= \? \{?significand)/,
    replace: "(1'b1)",
  },
  {
    fault: 'cut sign extension of the product',
    find: /(addend {3}= \{)\{\d+\{negative\w*\}\}/,
    replace: "$1'0",
  },
  {
    fault: 'negative product not inverted',
    find: /magnitude \^ \{MagnitudeWidth\{negative\w*\}\}/,
    replace: 'magnitude',
  },
  {
    fault: 'carry of the negation lost',
    find: /(addend \+ .*)negative\w*( \^ round_up)?(\};|;)/,
    replace: "$11'b0$3",
  },
  { fault: 'rounding lost', find: /(round_up = ).*;/, replace: "$11'b0;" },
  {
    fault: 'rounding: too often',
    find: /(round_up = )(?:negative|act_sign)\w* && below/,
    replace: '$1below',
  },
  {
    fault: 'rounding: what lies below the window forgotten',
    find: / \|\| (?:\(live && tiny\)|lost_q);/,
    replace: ';',
  },
  {
    fault: 'start value ignored',
    find: /(first_\w+ \? )start_\w+ : acc_q/,
    replace: "$1'0 : acc_q",
  },
  { fault: 'first ignored', find: /first_\w+ \? start_\w+ : acc_q/, replace: 'acc_q' },
  { fault: 'sum not kept', find: /first_\w+ \? (start_\w+) : acc_q/, replace: '$1' },
  { fault: 'enable ignored', find: /else if \(en_\w+\)/, replace: 'else' },
  { fault: 'lost reset of the sum', find: /acc_q <= '0;/, replace: 'acc_q <= acc_q;' },
  { fault: 'lost reset of the flag', find: /\bnar_q <= 1'b0;/, replace: 'nar_q <= nar_q;' },
  {
    fault: 'reset waits for enable',
    find: /if \(!rst_ni\)(?= begin\n +acc_q)/,
    replace: 'if (!rst_ni && en_i)',
  },
  { fault: 'saturation off', find: /overflow \? .* : sum/, replace: 'sum' },
  {
    fault: 'saturation to the wrong side',
    find: /\{overflow_sign, /,
    replace: '{!overflow_sign, ',
  },
  { fault: 'saturation bound off by one', find: /\{!overflow_sign\}/, replace: "{1'b0}" },
  {
    fault: 'huge products forgotten',
    find: /(overflow {6}= )(?:\(live && .*?\)|live\w*|huge_q) \|\| /,
    replace: '$1',
  },
  { fault: '> for >= at the largest product', find: /exponent >= /, replace: 'exponent > ' },
];
