import type { Change } from './edit.ts';

/** Faults of the sequencer of an accelerator. */
export const sequencerEdits: readonly Change[] = [
  {
    fault: 'layer copied late',
    find: /load_q <= start_i && rst_ni;/,
    replace: "load_q <= busy_q && cycles_q == 32'd6;",
  },
  { fault: 'relu of the next layer', find: /(tile_relu_o +=) relu_q;/, replace: '$1 relu_i;' },
  {
    fault: 'format of the next layer',
    find: /(tile_act_rs_o +=) act_rs_q;/,
    replace: '$1 act_rs_i[RsWidth-1:0];',
  },
  { fault: 'mode of the next layer', find: /(tile_mode_o +=) mode_q;/, replace: '$1 mode_i;' },
  {
    fault: 'ROW_TILES of the next layer',
    find: /weight_sum_end \? row_tiles_q/,
    replace: 'weight_sum_end ? row_tiles_i',
  },
  {
    fault: 'COLUMN_BLOCKS of the next layer',
    find: /channel_group_end \? column_blocks_q/,
    replace: 'channel_group_end ? column_blocks_i',
  },
  {
    fault: 'GROUP of the next layer',
    find: /(act_size +=[\s\S]*?): group_q;/,
    replace: '$1: group_i;',
  },
  {
    fault: 'VECTORS of the next layer',
    find: /result_end \? vectors_q/,
    replace: 'result_end ? vectors_i',
  },
  {
    fault: 'WEIGHT_BASE of the next layer',
    find: /weight_group_end \? weight_base_q/,
    replace: 'weight_group_end ? weight_base_i',
  },
  {
    fault: 'CHANNEL_BASE of the next layer',
    find: /channel_group_end \? channel_base_q/,
    replace: 'channel_group_end ? channel_base_i',
  },
  { fault: 'rs not clamped', find: /weight_rs_i\[RsWidth\] \? \S+ : /, replace: '' },
  {
    fault: 'last group as large as the others: tiles',
    find: /(tile_vectors_q <= )\([\s\S]*?: group_q;/,
    replace: '$1group_q;',
  },
  {
    fault: 'last group as large as the others: vectors',
    find: /(act_size +=)[\s\S]*?: group_q;/,
    replace: '$1 group_q;',
  },
  {
    fault: 'a group too many: weights',
    find: /(weight_run_end .*weight_vectors_q) <= /,
    replace: '$1 < ',
  },
  {
    fault: 'a group too many: vectors',
    find: /(act_run_end .*act_vectors_q) <= /,
    replace: '$1 < ',
  },
  {
    fault: 'a group too many: channel sets',
    find: /(channel_run_end .*channel_vectors_q) <= /,
    replace: '$1 < ',
  },
  { fault: 'weights wrap late', find: /(weight_place_q == \d+'d\d+)\)/, replace: '$1 + 1)' },
  { fault: 'channel sets wrap early', find: /(channel_place_q == \d+'d\d+)\)/, replace: '$1 - 1)' },
  {
    fault: 'first beats of tiles wrap late',
    find: /(act_tile_q == \d+'d\d+)\)/,
    replace: '$1 + 1)',
  },
  {
    fault: 'a step never wraps',
    find: /(act_stepped = )act_beyond[\s\S]*?;/,
    replace: '$1act_far[ActPlaceWidth-1:0];',
  },
  {
    fault: 'vectors of all tiles in a row',
    find: /(act_step_q +<= )row_tiles_i;/,
    replace: "$116'd1;",
  },
  {
    fault: 'every tile from the first beat on',
    find: /act_tile_q \+ \d+'d1;/,
    replace: 'act_tile_q;',
  },
  {
    fault: 'vectors of a block not from the start again',
    find: /else if \(act_sum_end\) act_next_tile = act_base_q;/,
    replace: '',
  },
  {
    fault: 'every group from the first vector on',
    find: /act_base_q {4}<= act_next_base;/,
    replace: '',
  },
  {
    fault: 'weights of the next group further on',
    find: /weight_group_end \? weight_base_q :\s+/,
    replace: '',
  },
  {
    fault: 'channel sets of the next group further on',
    find: /channel_group_end \? channel_base_q :\s+/,
    replace: '',
  },
  { fault: 'a tile a row short', find: /(weight_rows_q +<= )(\d+'d\d+);/, replace: '$1$2 - 1;' },
  {
    fault: 'every tile begins a sum',
    find: /(tile_first_q <= )weight_tiles_q == row_tiles_q;/,
    replace: "$11'b1;",
  },
  {
    fault: 'every tile ends a sum',
    find: /(tile_last_q +<= )weight_tiles_q == 16'd1;/,
    replace: "$11'b1;",
  },
  { fault: 'tlast with every block', find: / && result_blocks_q == 16'd1;/, replace: ';' },
  { fault: 'tlast never', find: /(result_last_o = ).*;/, replace: "$11'b0;" },
  {
    fault: 'tlast a result early',
    find: /(result_end += result_vectors_q == 20'd)1;/,
    replace: '$12;',
  },
  {
    fault: 'end with the last block begun',
    find: /finish_o( +)= result_fire_i && result_last_o;/,
    replace: "finish_o$1= result_fire_i && result_blocks_q == 16'd1;",
  },
  {
    fault: 'end before the last result is taken',
    find: /finish_o( +)= result_fire_i && result_last_o;/,
    replace: 'finish_o$1= result_last_o;',
  },
  { fault: 'weights lost', find: /(weight_read += weight_more_q) && .*;/, replace: '$1;' },
  {
    fault: 'vectors lost',
    find: /(act_read += act_more_q && act_step_fits) && .*;/,
    replace: '$1;',
  },
  { fault: 'channel sets lost', find: /(channel_read += channel_more_q) && .*;/, replace: '$1;' },
  {
    fault: 'last weight beat offered again',
    find: /(weight_read \|\| weight_ready_i\)) weight_valid_q <= weight_read;/,
    replace: "$1 weight_valid_q <= 1'b1;",
  },
  {
    fault: 'vectors at half the speed',
    find: /\(!act_valid_q \|\| act_ready_i\)/,
    replace: '!act_valid_q',
  },
  {
    fault: 'weights at half the speed',
    find: /\(!weight_valid_q \|\| weight_ready_i\)/,
    replace: '!weight_valid_q',
  },
  { fault: 'cycles not cleared', find: /(busy_q +<= 1'b1;\n) +cycles_q <= '0;\n/, replace: '$1' },
  { fault: 'cycles counted twice', find: /cycles_q \+ 32'd1/, replace: "cycles_q + 32'd2" },
  {
    fault: 'cycles counted at handshakes only',
    find: /cycles_q <= cycles_q \+ 32'd1;/,
    replace: "if (result_fire_i) cycles_q <= cycles_q + 32'd1;",
  },
  { fault: 'CYCLES not reset', find: /(busy_q +<= 1'b0;\n) +cycles_q <= '0;\n/, replace: '$1' },
  { fault: 'busy not reset', find: /(if \(!rst_ni\) begin\n) +busy_q +<= 1'b0;\n/, replace: '$1' },
  {
    fault: 'weights go on over a reset',
    find: /if \(!rst_ni\) weight_more_q <= 1'b0;\s+else /,
    replace: '',
  },
  {
    fault: 'vectors go on over a reset',
    find: /if \(!rst_ni\) act_more_q <= 1'b0;\s+else /,
    replace: '',
  },
  {
    fault: 'a vector offered over a reset',
    find: /if \(!rst_ni\) act_valid_q <= 1'b0;\s+else /,
    replace: '',
  },
  {
    fault: 'a channel set offered over a reset',
    find: /if \(!rst_ni\) channel_valid_q <= 1'b0;\s+else /,
    replace: '',
  },
];

/** Faults of the buffers of an accelerator. */
export const bufferEdits: readonly Change[] = [
  { fault: 'all beats at one place', find: /beats_q\[write_place_i\]/, replace: "beats_q['0]" },
  { fault: 'read from the first place', find: /beats_q\[read_place_i\]/, replace: "beats_q['0]" },
  { fault: 'written in every cycle', find: /if \(write_i\) beats_q/, replace: "if (1'b1) beats_q" },
  {
    fault: 'a beat does not stay',
    find: /if \(read_i\) read_data_q/,
    replace: "if (1'b1) read_data_q",
  },
  { fault: 'a place short', find: /beats_q \[Depth\]/, replace: 'beats_q [Depth-1]' },
  {
    fault: 'a channel fills the set',
    find: /write_i && write_index_i == .*;/,
    replace: 'write_i;',
  },
  { fault: 'all sets at one place', find: /places_q\[write_place_i\]/, replace: "places_q['0]" },
  { fault: 'read from the first set', find: /places_q\[read_place_i\]/, replace: "places_q['0]" },
  { fault: 'a set does not stay', find: /if \(read_i\) read_q/, replace: "if (1'b1) read_q" },
];

/** Faults of what an accelerator connects. */
export const acceleratorEdits: readonly Change[] = [
  {
    fault: 'start value from other bits',
    find: /s_axis_channel_tdata\[32 \+:/,
    replace: 's_axis_channel_tdata[31 +:',
  },
  {
    fault: 'log scale from other bits',
    find: /s_axis_channel_tdata\[0 \+:/,
    replace: 's_axis_channel_tdata[1 +:',
  },
  {
    fault: 'weights written without valid',
    find: /(weight_write += )s_axis_weight_tvalid && /,
    replace: '$1',
  },
  {
    fault: 'vectors written with weights',
    find: /(act_write += )s_axis_act_tvalid/,
    replace: '$1s_axis_weight_tvalid',
  },
  {
    fault: 'channels counted with vectors',
    find: /(\.channel_write_i +\()channel_write\),\n( +\.channel_write_place_o)/,
    replace: '$1act_write),\n$2',
  },
  {
    fault: 'a result counts before it is taken',
    find: / && m_axis_result_tready;/,
    replace: ';',
  },
  {
    fault: 'results always taken',
    find: /\.result_ready_i +\(m_axis_result_tready\)/,
    replace: ".result_ready_i(1'b1)",
  },
  {
    fault: 'padding of results set',
    find: /(m_axis_result_tdata +=) \{(\d+)'d0, result\};/,
    replace: "$1 {{$2{1'b1}}, result};",
  },
  { fault: 'array not reset', find: /(u_array \(\s+\.clk_i,\s+\.rst_ni),/, replace: "$1(1'b1)," },
];
