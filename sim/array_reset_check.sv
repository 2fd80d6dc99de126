// Four-state check of an array: what a two-state simulator cannot see.
//
// It starts with unknown registers and unknown inputs. One clock edge with reset low must leave ready
// and valid outputs known, and no result valid. Then tiles of random words go through it, each a sum of
// its own: every result must come, and no bit of it may be unknown. Between rising edges the ready and
// valid outputs must not move, whatever the inputs (the reset included) do.
//
// Defined from outside: DUT; TILES, ROWS, VECTORS (of a tile), and the bits of ports WEIGHT_BITS, ACT_BITS,
// SCALE_BITS, RESULT_BITS, COUNT_BITS; START_BITS, MODE_BITS with ONLY_MODE, ES_BITS with MAX_ES, and
// RS_BITS where there are such ports. ONLY_MODE is a mode that the array has.
//
// Prints "fail KIND PORT CYCLE BITS" for the first fault, KIND being unknown, nonzero or moved, "short
// EXPECTED GOT" where results are missing, and "end CYCLES" at the end.

`timescale 1ns / 1ps

module array_reset_check;

  localparam int Tiles = `TILES;
  localparam int Results = Tiles * `VECTORS;
  localparam int MostCycles = 64 + Tiles * (3 * `ROWS + 2 * `VECTORS) + 4 * `RESULT_BITS;

  logic clk, rst_n;
  logic weight_valid, weight_ready, channel_valid, channel_ready, act_valid, act_ready;
  logic result_valid, result_ready;
  logic [`WEIGHT_BITS-1:0] weight_data;
  logic [`ACT_BITS-1:0] act_data;
  logic [`SCALE_BITS-1:0] channel_scale;
  logic [`RESULT_BITS-1:0] result_data;
  logic [`COUNT_BITS-1:0] tile_vectors;
  logic tile_first, tile_last, tile_relu;
`ifdef START_BITS
  logic [`START_BITS-1:0] channel_start;
`endif
`ifdef MODE_BITS
  logic [`MODE_BITS-1:0] tile_mode;
`endif
`ifdef ES_BITS
  logic [`ES_BITS-1:0] weight_es, act_es, out_es;
`endif
`ifdef RS_BITS
  logic [`RS_BITS-1:0] weight_rs, act_rs, out_rs;
`endif

  `DUT u_dut (
    .clk_i           (clk),
    .rst_ni          (rst_n),
    .weight_valid_i  (weight_valid),
    .weight_ready_o  (weight_ready),
    .weight_data_i   (weight_data),
`ifdef MODE_BITS
    .tile_mode_i     (tile_mode),
`endif
`ifdef ES_BITS
    .tile_weight_es_i(weight_es),
    .tile_act_es_i   (act_es),
    .tile_out_es_i   (out_es),
`endif
`ifdef RS_BITS
    .tile_weight_rs_i(weight_rs),
    .tile_act_rs_i   (act_rs),
    .tile_out_rs_i   (out_rs),
`endif
    .tile_first_i    (tile_first),
    .tile_last_i     (tile_last),
    .tile_relu_i     (tile_relu),
    .tile_vectors_i  (tile_vectors),
    .channel_valid_i (channel_valid),
    .channel_ready_o (channel_ready),
`ifdef START_BITS
    .channel_start_i (channel_start),
`endif
    .channel_scale_i (channel_scale),
    .act_valid_i     (act_valid),
    .act_ready_o     (act_ready),
    .act_data_i      (act_data),
    .result_valid_o  (result_valid),
    .result_ready_i  (result_ready),
    .result_data_o   (result_data)
  );

  int cycles = 0;
  int rows = 0;
  int sets = 0;
  int vectors = 0;
  int results = 0;
  logic was_reset = 1'b0;
  logic [3:0] held;

  task fail(input [8*8-1:0] kind, input [16*8-1:0] port, input [`RESULT_BITS-1:0] bits);
    begin
      $display("fail %0s %0s %0d %b", kind, port, cycles, bits);
      $finish;
    end
  endtask

  task require_known;
    begin
      if (^weight_ready === 1'bx) fail("unknown", "weight_ready_o", weight_ready);
      else if (^channel_ready === 1'bx) fail("unknown", "channel_ready_o", channel_ready);
      else if (^act_ready === 1'bx) fail("unknown", "act_ready_o", act_ready);
      else if (^result_valid === 1'bx) fail("unknown", "result_valid_o", result_valid);
      else if (result_valid && ^result_data === 1'bx) fail("unknown", "result_data_o", result_data);
    end
  endtask

  task require_held;
    begin
      if (weight_ready !== held[3]) fail("moved", "weight_ready_o", weight_ready);
      else if (channel_ready !== held[2]) fail("moved", "channel_ready_o", channel_ready);
      else if (act_ready !== held[1]) fail("moved", "act_ready_o", act_ready);
      else if (result_valid !== held[0]) fail("moved", "result_valid_o", result_valid);
    end
  endtask

  // Random words; the description of a tile stays for its rows.
  task new_words;
    begin
      act_data = {((`ACT_BITS + 31) / 32) {$random}};
      channel_scale = {((`SCALE_BITS + 31) / 32) {$random}};
`ifdef START_BITS
      channel_start = {((`START_BITS + 31) / 32) {$random}};
`endif
      weight_data = {((`WEIGHT_BITS + 31) / 32) {$random}};
    end
  endtask

  task new_tile;
    begin
      tile_first = 1'b1;
      tile_last = 1'b1;
      tile_relu = $random;
      tile_vectors = `VECTORS;
`ifdef MODE_BITS
      tile_mode = `ONLY_MODE;
`endif
`ifdef ES_BITS
      weight_es = $urandom % (`MAX_ES + 1);
      act_es = $urandom % (`MAX_ES + 1);
      out_es = $urandom % (`MAX_ES + 1);
`endif
`ifdef RS_BITS
      weight_rs = $random;
      act_rs = $random;
      out_rs = $random;
`endif
    end
  endtask

  // One clock cycle: inputs change at the falling edge.
  task cycle(input reset_n);
    begin
      clk = 1'b0;
      rst_n = reset_n;
      new_words;
      weight_valid = rows < Tiles * `ROWS;
      channel_valid = sets < Tiles;
      act_valid = vectors < Results;
      result_ready = 1'b1;
      if (rows % `ROWS == 0) new_tile;
      #5;
      if (was_reset) require_held;
      if (reset_n && was_reset) begin
        if (weight_valid && weight_ready) rows = rows + 1;
        if (channel_valid && channel_ready) sets = sets + 1;
        if (act_valid && act_ready) vectors = vectors + 1;
        if (result_valid) results = results + 1;
      end
      clk = 1'b1;
      #5;
      if (!reset_n) was_reset = 1'b1;
      if (was_reset) require_known;
      if (!reset_n && result_valid) fail("nonzero", "result_valid_o", result_valid);
      held = {weight_ready, channel_ready, act_ready, result_valid};
      cycles = cycles + 1;
    end
  endtask

  initial begin
    clk = 1'b0;
    #5 clk = 1'b1;
    #5;
    cycle(1'b0);
    repeat (2) cycle(1'b1);
    while (results < Results && cycles < MostCycles) cycle(1'b1);
    if (results < Results) $display("short %0d %0d", Results, results);
    $display("end %0d", cycles);
    $finish;
  end

endmodule
