import type { Change } from './edit.ts';

/** Faults of a decoder. */
export const decoderEdits: readonly Change[] = [
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
