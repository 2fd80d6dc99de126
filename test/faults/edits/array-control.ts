import type { Change } from './edit.ts';

/** Faults of the control of an array. */
export const controlEdits: readonly Change[] = [
  {
    fault: 'swap without a channel set',
    find: / \|\| waiting_sets_q != '0\)/,
    replace: " || 1'b1)",
  },
  { fault: 'swap while vectors are due', find: / && remaining_q == '0 &&/, replace: ' &&' },
  {
    fault: 'a row too few after reset',
    find: /(missing_q +<= \d+'d\d+);/,
    replace: '$1 - 1;',
  },
  {
    fault: 'a row too few after a swap',
    find: /(missing += swap \? \d+'d\d+) :/,
    replace: '$1 - 1 :',
  },
  {
    fault: 'weights of the swap cycle taken twice',
    find: /(missing_q +<= missing) - .*;/,
    replace: '$1 - (weight_fire && !swap);',
  },
  {
    fault: 'vector of the swap cycle counted not at all',
    find: /(remaining_q +<= remaining) - .*;/,
    replace: '$1 - (act_fire && !swap);',
  },
  {
    fault: 'a vector too many',
    find: /(swap \? pending_vectors_q) : remaining_q/,
    replace: '$1 + 1 : remaining_q',
  },
  { fault: 'a vector without a slot', find: /\(!last \|\| free_slots_q != '0\)/, replace: "1'b1" },
  {
    fault: 'a slot for every vector',
    find: /\(!last \|\| free_slots_q != '0\)/,
    replace: "free_slots_q != '0",
  },
  {
    fault: 'slot credit: one too many',
    find: /(free_slots_q +<= \d+'d\d+);/,
    replace: '$1 + 1;',
  },
  {
    fault: 'slot credit: one too few',
    find: /(free_slots_q +<= \d+'d\d+);/,
    replace: '$1 - 1;',
  },
  {
    fault: 'slot credit: none given back',
    find: /free_slots_q \+ \S+ result_fire\}/,
    replace: 'free_slots_q',
  },
  { fault: 'set credit: one too many', find: /(free_sets_q +<= \d+'d\d+);/, replace: '$1 + 1;' },
  { fault: 'set credit: one too few', find: /(free_sets_q +<= \d+'d\d+);/, replace: '$1 - 1;' },
  {
    fault: 'set given back with every result',
    find: /(set_free +)= finish && .*;/,
    replace: '$1= finish;',
  },
  { fault: 'set never taken', find: /(waiting_sets_q \+ .*?) - .*;/, replace: '$1;' },
  { fault: 'result offered twice', find: /(results_q \+ .*?) - .*;/, replace: '$1;' },
  {
    fault: 'last result of a sum lost',
    find: /(finish +)= (ctrl_i.*);/,
    replace: '$1= $2 && !ctrl_i[EndBit];',
  },
  {
    fault: 'slot pointer wraps early',
    find: /(slot_take\) slot_q <= \(slot_q == \d+'d\d+)\)/,
    replace: '$1 - 1)',
  },
  {
    fault: 'read pointer wraps early',
    find: /(read_slot_q <= \(read_slot_q == \d+'d\d+)\)/,
    replace: '$1 - 1)',
  },
  {
    fault: 'set pointer of the writer wraps early',
    find: /(\(write_set_q == \d+'d\d+)\)/,
    replace: '$1 - 1)',
  },
  {
    fault: 'set pointer of the sums wraps early',
    find: /(\(current_set_q == \d+'d\d+)\)/,
    replace: '$1 - 1)',
  },
  { fault: 'first and last mixed up', find: /last, first(\s*\} = tile)/, replace: 'first, last$1' },
  { fault: 'end with every result', find: /(ends = )last && .*;/, replace: '$1last;' },
  { fault: 'end a vector early', find: /(remaining == \d+'d)1;/, replace: '$12;' },
  { fault: 'control word a cycle early', find: /(CtrlDelay +)= (\d+)/, replace: '$1= $2 - 1' },
  { fault: 'control word a cycle late', find: /(CtrlDelay +)= (\d+)/, replace: '$1= $2 + 1' },
  {
    fault: 'description of the tile before',
    find: /(tile = )swap \? pending_q : current_q/,
    replace: '$1current_q',
  },
  { fault: 'index not restarted', find: /swap \? '0 : index_q/, replace: 'index_q' },
  {
    fault: 'every beat goes down to the bottom row',
    find: /weight_fire \? missing : '0/,
    replace: "weight_fire ? Rows : '0",
  },
  {
    fault: 'rows swap at once',
    find: /swap_o = \{swaps_q, swap\}/,
    replace: 'swap_o = {Rows{swap}}',
  },
  { fault: 'rows below load too many beats', find: /above - \d+'d1/, replace: 'above' },
];
