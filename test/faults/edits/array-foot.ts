import type { Change } from './edit.ts';

/** Faults of the outer accumulators. */
export const accumulatorEdits: readonly Change[] = [
  {
    fault: 'P_O a bit short',
    find: /(next_0 +)= (previous_0 \+ .*);/,
    replace: '$1= $signed({$2} << 1) >>> 1;',
  },
  {
    fault: 'start value of another lane',
    find: /(first_i \? .*)start_0 : kept_0/,
    replace: '$1start_1 : kept_0',
  },
  { fault: 'start value ignored', find: /first_i \? .*start_0 : /, replace: "first_i ? '0 : " },
  { fault: 'first ignored', find: /first_i \? .* : kept_0/, replace: 'kept_0' },
  { fault: 'earlier tiles lost', find: /(first_i \? .*) : kept_0/, replace: "$1 : '0" },
  { fault: 'NaR flag of earlier tiles lost', find: / \| \(nar_kept .*\);/, replace: ';' },
  { fault: 'NaR flag outlives its sum', find: / & \{Lanes\{!first_i\}\}/, replace: '' },
  { fault: 'NaR flag of the last tile lost', find: /(nar += )nar_i \| /, replace: '$1' },
  { fault: 'saturation off', find: /!overflow_0 \? total_0/, replace: "1'b1 ? total_0" },
  { fault: 'saturation to the wrong side', find: /(: *\n +\{)(previous_0)/, replace: '$1!$2' },
  {
    fault: 'saturation two LSBs short',
    find: /(!overflow_0 \?[^;]*)\};/,
    replace: "$1 ^ 2'd2};",
  },
  { fault: 'all vectors at one place', find: /sums_q\[index_i\] <=/, replace: 'sums_q[0] <=' },
  { fault: 'valid ignored', find: /if \(valid_i\)/, replace: "if (1'b1)" },
  { fault: 'last inverted', find: /if \(last_i\)/, replace: 'if (!last_i)' },
];

/** Faults of the feet. */
export const footEdits: readonly Change[] = [
  {
    fault: 'scale of lane 0 in every lane',
    find: /scales\[lane\*ScaleWidth/,
    replace: 'scales[0*ScaleWidth',
  },
  { fault: 'scale of another set', find: /(scales += scales_q\[)(.*)\];/, replace: '$1!($2)];' },
  { fault: 'scale of the next vector', find: /(scales += scales_q\[ctrl_)q/, replace: '$1i' },
  {
    fault: 'start values of another set',
    find: /(starts += starts_q\[)(.*)\];/,
    replace: '$1!($2)];',
  },
  { fault: 'set not written', find: /scales_q\[set_i\] <= .*/, replace: '' },
  { fault: 'ReLU dropped', find: /ctrl_q\[ReluBit\]/, replace: "1'b0" },
  { fault: 'ReLU of the next vector', find: /ctrl_q\[ReluBit\]/, replace: 'ctrl_i[ReluBit]' },
  { fault: 'idle lane not masked', find: /used\[lane\] \? code : '0/, replace: 'code' },
  { fault: 'mode of the next vector', find: /(mode = ctrl_)q/, replace: '$1i' },
  { fault: 'es of the next vector', find: /(\.es_i +\(ctrl_)q/, replace: '$1i' },
  {
    fault: 'words into the next slot',
    find: /slots_q\[(ctrl_q.*)\] <= words/,
    replace: 'slots_q[($1) ^ 1] <= words',
  },
  {
    fault: 'words of every tile kept',
    find: /ctrl_q\[ValidBit\] && ctrl_q\[LastBit\]/,
    replace: 'ctrl_q[ValidBit]',
  },
  { fault: 'control word passed on at once', find: /ctrl_o = ctrl_q/, replace: 'ctrl_o = ctrl_i' },
  { fault: 'valid not reset', find: /if \(!rst_ni\) ctrl_q\[ValidBit\] <= .*;/, replace: '' },
  { fault: 'NaR flag of lane 0 in every lane', find: /\(nar\[lane\]\)/, replace: '(nar[0])' },
  {
    fault: 'lanes swapped',
    find: /words\[lane\*CodeWidth/,
    replace: 'words[(Lanes-1-lane)*CodeWidth',
  },
];

/** Faults of the array: what it connects. */
export const topEdits: readonly Change[] = [
  {
    fault: 'scales of another column',
    find: /channel_scale_i\[col\*/,
    replace: 'channel_scale_i[(Cols-1-col)*',
  },
  {
    fault: 'start values of another column',
    find: /channel_start_i\[col\*/,
    replace: 'channel_start_i[(Cols-1-col)*',
  },
  {
    fault: 'control word comes back a column early',
    find: /ctrl\[Cols\*CtrlWidth/,
    replace: 'ctrl[(Cols-1)*CtrlWidth',
  },
  {
    fault: 'es of the weights for the activations',
    find: /\.es_i \(act_es\)/,
    replace: '.es_i (tile_weight_es_i)',
  },
];

/** Faults of encoders that are told the format. */
export const unifiedEncoderEdits: readonly Change[] = [
  { fault: 'longest run off by one', find: /rs_i - 3'd1/, replace: 'rs_i' },
  { fault: 'rs of 0 not taken for 1', find: /\(rs_i == '0\) \? '0 : /, replace: '' },
  { fault: 'run of rs bits with a terminator', find: /(full +)= .*;/, replace: "$1= 1'b0;" },
  { fault: 'ReLU ignored', find: /relu_i && negative/, replace: "1'b0" },
  { fault: 'es ignored', find: / >>> es_i;/, replace: ';' },
  { fault: 'smallest word off by one', find: /(3'd2: smallest = -\d+'sd\d+);/, replace: '$1 + 1;' },
  {
    fault: 'es: <= for < at the flush bound',
    find: /flushed = scaled < /,
    replace: 'flushed = scaled <= ',
  },
  { fault: 'too long a run not seen', find: /run_less_one > longest/, replace: "1'b0" },
  { fault: 'flush bound ignores es', find: /('sd\d+) >>> es_i\)/, replace: '$1)' },
];
