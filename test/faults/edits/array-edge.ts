import type { Change } from './edit.ts';

/** Faults of the edges of an array: skew, and packing of what is decoded. */
export const edgeEdits: readonly Change[] = [
  {
    fault: 'skew a cycle short',
    find: /passing\[(row|col)\*(\w+) \+: \2\]/,
    replace: 'passing[($1-1)*$2 +: $2]',
  },
  {
    fault: 'skew a cycle long',
    find: /(always_ff @\(posedge clk_i\) )passing_q <= (.*);/,
    replace:
      'logic [$bits(passing_q)-1:0] late_q;\n    $1begin late_q <= $2; passing_q <= late_q; end',
  },
  {
    fault: 'formats without skew',
    find: /formats\[(?:row|col)\*FormatWidth \+: FormatWidth\]/,
    replace: 'formats[0 +: FormatWidth]',
  },
  {
    fault: 'es and rs swapped',
    find: /(formats = \{.*?)es_i, rs_i\}/,
    replace: '$1rs_i, es_i}',
  },
  {
    fault: 'sign of another lane',
    find: /(nar\[0\], zero\[0\], )sign\[0\]/,
    replace: '$1sign[1]',
  },
  {
    fault: 'NaR lost',
    find: /^( +)nar(\[0\])?, zero(\[0\])?, sign/m,
    replace: "$11'b0, zero$3, sign",
  },
  {
    fault: 'zero lost',
    find: /^( +)nar(\[0\])?, zero(\[0\])?, sign/m,
    replace: "$1nar$2, 1'b0, sign",
  },
];

/** Faults of decoders that are told the format. */
export const unifiedDecoderEdits: readonly Change[] = [
  { fault: 'terminator taken for none', find: /\(run_0 == \w+\) \? \S+ : /, replace: '' },
  { fault: 'no terminator', find: /\(run_0 == \w+\) \? (\S+) : .*;/, replace: '$1;' },
  {
    fault: 'regime off by one',
    find: /(6'b10\?{4}: \{\w+, \w+\} = \{\d+'d)1/,
    replace: '$12',
  },
  { fault: 'rs off by one', find: /rs_i > 3'd3/, replace: "rs_i > 3'd2" },
  { fault: 'es ignored', find: / << es_i/, replace: '' },
  { fault: 'mode ignored in a lane', find: /(word_1 = )mode_i\[1\] \? \S+ : /, replace: '$1' },
  { fault: 'lanes swapped', find: /code_i\[5:4\]/, replace: 'code_i[7:6]' },
  { fault: 'regime of zeros not inverted', find: / \^ \{RunWidth0\{.*?\}\}/, replace: '' },
];
