import type { Change } from './edit.ts';

/** Faults of the PEs of an array. */
export const arrayPeEdits: readonly Change[] = [
  { fault: 'swap ignored', find: /if \(swap_i\)/, replace: "if (1'b0)" },
  { fault: 'weights taken without a swap', find: /if \(swap_i\)/, replace: "if (1'b1)" },
  { fault: 'shadow loaded too long', find: /if \(load_i\)/, replace: 'if (load_i || load_q)' },
  {
    fault: 'weights of the next tile',
    find: /weight_q <= shadow_q/,
    replace: 'weight_q <= load_i ? weight_i : shadow_q',
  },
  {
    fault: 'load not held for the next column',
    find: /load_o( +)= load_q/,
    replace: 'load_o$1= load_i',
  },
  {
    fault: 'swap not held for the next column',
    find: /swap_o( +)= swap_q/,
    replace: 'swap_o$1= swap_i',
  },
  {
    fault: 'act not held for the next column',
    find: /act_o( +)= act_q/,
    replace: 'act_o$1= act_i',
  },
  { fault: 'NaR from above lost', find: /nar_q( +)<= nar_i \| /, replace: 'nar_q$1<= ' },
  { fault: 'NaR of the product lost', find: /<= nar_i \| product_nar/, replace: '<= nar_i' },
  { fault: 'carry lost', find: / \+ (?:\{\d+'d0, )?carry(?:\[0\])?\}?;/, replace: ';' },
  {
    fault: 'P_I a bit short',
    find: /(sum_0_q +)<= sum_0_d;/,
    replace: '$1<= (sum_0_d <<< 1) >>> 1;',
  },
  { fault: 'sum from above lost', find: /(above_0 +)= sum_i\[.*\];/, replace: "$1= '0;" },
  { fault: 'saturation to the wrong side', find: /\{side_0, /, replace: '{!side_0, ' },
  { fault: 'saturation off', find: /overflow_0 \? .* : total_0/, replace: 'total_0' },
];

/** Faults of what multiplies. */
export const productEdits: readonly Change[] = [
  { fault: 'carry dropped', find: /(carry_o += )negative;/, replace: "$1'0;" },
  { fault: 'sign: or for xor', find: /weight_sign_i \^/, replace: 'weight_sign_i |' },
  {
    fault: 'NaR activation dropped',
    find: /(nar_o +)= weight_nar_i \|.*;/,
    replace: '$1= weight_nar_i;',
  },
  { fault: 'dead products add', find: /\(live && !tiny\)|live(?= \?)/, replace: "(1'b1)" },
  {
    fault: 'shift off by one',
    find: /(shift +)= exponent \+ (\S+);/,
    replace: '$1= exponent + $2 + 1;',
  },
  {
    fault: 'negative product not inverted',
    find: / \^ \{MagnitudeWidth\{negative.*?\}\}/,
    replace: '',
  },
  { fault: 'huge products forgotten', find: /(huge_o += ).*;/, replace: "$11'b0;" },
  {
    fault: 'zero weight counts in a lane',
    find: /counts\[lane\] \? magnitude : '0/,
    replace: 'magnitude',
  },
];

/** Faults of the table of significands. */
export const antilogEdits: readonly Change[] = [
  { fault: 'entry off by one', find: /(significand_o = \d+'d)(\d+);/, replace: '$1$2 + 1;' },
  {
    fault: 'last entry lost',
    find: /(significand_o = )\d+'d\d+;(?=\n +default)/,
    replace: "$1'0;",
  },
];

/** Faults of the links between PEs. */
export const gridEdits: readonly Change[] = [
  { fault: 'sums do not go down', find: /sum << Cols\*SumWidth/, replace: "'0" },
  { fault: 'NaR flags do not go down', find: /nar << Cols\*Lanes/, replace: "'0" },
  {
    fault: 'every column takes the act of column 0',
    find: /act\[\(col\*Rows \+ row\)\*ActWidth/,
    replace: 'act[row*ActWidth',
  },
];
