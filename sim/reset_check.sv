// Four-state check of a PE: what a two-state simulator cannot see.
//
// Two copies start with unknown registers and work on operands before any reset. One clock edge with
// reset low, while one copy is idle and the other one is told to load, must leave both with known,
// zero outputs, and they must stay known. Between rising edges the outputs must not move, whatever
// the inputs (the reset included) do.
//
// Defined from outside: DUT, WEIGHT_WIDTH, ACT_WIDTH, ACC_WIDTH, LATENCY; ON_LOGS where operands come
// decoded. The operands' widths are then those of {log, sign, nar, zero} together.
//
// Prints "fail KIND PORT CYCLE BITS" for the first fault, KIND being unknown, nonzero or moved, and
// "end CYCLES" at the end. An unknown output counts as a fault from the first reset on.

`timescale 1ns / 1ps

module reset_check;

  localparam int AccMsb = `ACC_WIDTH - 1;

  logic clk, rst_n, first;
  logic en_idle, en_busy;
  logic [AccMsb:0] start;
  logic [`WEIGHT_WIDTH-1:0] weight;
  logic [`ACT_WIDTH-1:0] act;
  logic [AccMsb:0] acc_idle, acc_busy;
  logic nar_idle, nar_busy;

`ifdef ON_LOGS
  `define OPERANDS \
    .weight_zero_i(weight[0]), .weight_nar_i(weight[1]), .weight_sign_i(weight[2]), \
    .weight_log_i(weight[`WEIGHT_WIDTH-1:3]), \
    .act_zero_i(act[0]), .act_nar_i(act[1]), .act_sign_i(act[2]), .act_log_i(act[`ACT_WIDTH-1:3])
`else
  `define OPERANDS .weight_i(weight), .act_i(act)
`endif

  `DUT u_idle (
    .clk_i   (clk),
    .rst_ni  (rst_n),
    .en_i    (en_idle),
    .first_i (first),
    .start_i (start),
    `OPERANDS,
    .acc_o   (acc_idle),
    .nar_o   (nar_idle)
  );

  `DUT u_busy (
    .clk_i   (clk),
    .rst_ni  (rst_n),
    .en_i    (en_busy),
    .first_i (first),
    .start_i (start),
    `OPERANDS,
    .acc_o   (acc_busy),
    .nar_o   (nar_busy)
  );

  int cycles = 0;
  logic was_reset = 1'b0;
  logic [AccMsb:0] held_acc_idle, held_acc_busy;
  logic held_nar_idle, held_nar_busy;

  // Reports the first fault and ends.
  task fail_acc(input [8*8-1:0] kind, input [AccMsb:0] bits);
    begin
      $display("fail %0s acc_o %0d %b", kind, cycles, bits);
      $finish;
    end
  endtask

  task fail_nar(input [8*8-1:0] kind, input bits);
    begin
      $display("fail %0s nar_o %0d %b", kind, cycles, bits);
      $finish;
    end
  endtask

  task require_known;
    begin
      if (^acc_idle === 1'bx) fail_acc("unknown", acc_idle);
      else if (^acc_busy === 1'bx) fail_acc("unknown", acc_busy);
      else if (nar_idle !== 1'b0 && nar_idle !== 1'b1) fail_nar("unknown", nar_idle);
      else if (nar_busy !== 1'b0 && nar_busy !== 1'b1) fail_nar("unknown", nar_busy);
    end
  endtask

  task require_zero;
    begin
      if (acc_idle != 0) fail_acc("nonzero", acc_idle);
      else if (acc_busy != 0) fail_acc("nonzero", acc_busy);
      else if (nar_idle) fail_nar("nonzero", nar_idle);
      else if (nar_busy) fail_nar("nonzero", nar_busy);
    end
  endtask

  task require_held;
    begin
      if (acc_idle !== held_acc_idle) fail_acc("moved", acc_idle);
      else if (acc_busy !== held_acc_busy) fail_acc("moved", acc_busy);
      else if (nar_idle !== held_nar_idle) fail_nar("moved", nar_idle);
      else if (nar_busy !== held_nar_busy) fail_nar("moved", nar_busy);
    end
  endtask

  // One clock cycle: inputs change at the falling edge, outputs at the rising one.
  task cycle(input reset_n, input enable_idle, input enable_busy, input load);
    begin
      clk = 1'b0;
      rst_n = reset_n;
      en_idle = enable_idle;
      en_busy = enable_busy;
      first = load;
      start = {((`ACC_WIDTH + 31) / 32) {$random}};
      weight = $random;
      act = $random;
      #5;
      if (was_reset) require_held;
      clk = 1'b1;
      #5;
      if (!reset_n) was_reset = 1'b1;
      if (was_reset) require_known;
      if (!reset_n) require_zero;
      held_acc_idle = acc_idle;
      held_acc_busy = acc_busy;
      held_nar_idle = nar_idle;
      held_nar_busy = nar_busy;
      cycles = cycles + 1;
    end
  endtask

  initial begin
    repeat (4) cycle(1'b1, 1'b1, 1'b1, 1'b0);
    cycle(1'b0, 1'b0, 1'b1, 1'b1);
    repeat (`LATENCY + 2) cycle(1'b1, 1'b0, 1'b0, 1'b1);
    repeat (32) cycle(1'b1, 1'b1, 1'b1, 1'b0);
    cycle(1'b0, 1'b1, 1'b0, 1'b0);
    repeat (`LATENCY + 2) cycle(1'b1, 1'b0, 1'b0, 1'b0);
    require_zero;
    repeat (32) cycle(1'b1, 1'b1, 1'b0, 1'b0);
    $display("end %0d", cycles);
    $finish;
  end

endmodule
