// Four-state check of an accelerator: what a two-state simulator cannot see.
//
// It starts with unknown registers, memories and inputs. After one clock edge with reset low, the host
// writes the registers of a layer, fills the parts of the buffers that it needs with random words, and
// starts it: every result must come, none with an unknown bit, tlast with the last one only. A checker
// beside the accelerator (accelerator_axi_check.sv) looks at the rules of AXI all the while. Between rising
// edges no output may move, whatever the inputs do.
//
// Defined from outside: DUT; ROWS, VECTORS, ROW_TILES and COLUMN_BLOCKS of the layer, CHANNELS of a set,
// MODE, and the bits of tdata WEIGHT_BITS, ACT_BITS, RESULT_BITS; FORMATS where there are such registers.
//
// Prints "fail KIND PORT CYCLE BITS" for the first fault, "short EXPECTED GOT" where results are missing,
// and "end CYCLES" at the end.

`timescale 1ns / 1ps

module accelerator_reset_check;

  localparam int Results = `VECTORS * `COLUMN_BLOCKS;
  localparam int Weights = `ROWS * `ROW_TILES * `COLUMN_BLOCKS;
  localparam int Acts = `VECTORS * `ROW_TILES;
  localparam int Channels = `CHANNELS * `COLUMN_BLOCKS;
  localparam int MostCycles = 2000 + 8 * (Weights + Acts + Channels + Results + `RESULT_BITS);

  logic clk, rst_n, irq;
  logic awvalid, awready, wvalid, wready, bvalid, bready, arvalid, arready, rvalid, rready;
  logic [11:0] awaddr, araddr;
  logic [2:0] awprot, arprot;
  logic [31:0] wdata, rdata;
  logic [3:0] wstrb;
  logic [1:0] bresp, rresp;
  logic weight_valid, weight_ready, weight_last, act_valid, act_ready, act_last;
  logic channel_valid, channel_ready, channel_last, result_valid, result_ready, result_last;
  logic [`WEIGHT_BITS-1:0] weight_data;
  logic [`ACT_BITS-1:0] act_data;
  logic [63:0] channel_data;
  logic [`RESULT_BITS-1:0] result_data;

  `DUT u_dut (
    .clk_i                (clk),
    .rst_ni               (rst_n),
    .irq_o                (irq),
    .s_axil_awvalid       (awvalid),
    .s_axil_awready       (awready),
    .s_axil_awaddr        (awaddr),
    .s_axil_awprot        (awprot),
    .s_axil_wvalid        (wvalid),
    .s_axil_wready        (wready),
    .s_axil_wdata         (wdata),
    .s_axil_wstrb         (wstrb),
    .s_axil_bvalid        (bvalid),
    .s_axil_bready        (bready),
    .s_axil_bresp         (bresp),
    .s_axil_arvalid       (arvalid),
    .s_axil_arready       (arready),
    .s_axil_araddr        (araddr),
    .s_axil_arprot        (arprot),
    .s_axil_rvalid        (rvalid),
    .s_axil_rready        (rready),
    .s_axil_rdata         (rdata),
    .s_axil_rresp         (rresp),
    .s_axis_weight_tvalid (weight_valid),
    .s_axis_weight_tready (weight_ready),
    .s_axis_weight_tdata  (weight_data),
    .s_axis_weight_tlast  (weight_last),
    .s_axis_act_tvalid    (act_valid),
    .s_axis_act_tready    (act_ready),
    .s_axis_act_tdata     (act_data),
    .s_axis_act_tlast     (act_last),
    .s_axis_channel_tvalid(channel_valid),
    .s_axis_channel_tready(channel_ready),
    .s_axis_channel_tdata (channel_data),
    .s_axis_channel_tlast (channel_last),
    .m_axis_result_tvalid (result_valid),
    .m_axis_result_tready (result_ready),
    .m_axis_result_tdata  (result_data),
    .m_axis_result_tlast  (result_last)
  );

  accelerator_axi_check #(
    .ResultBits(`RESULT_BITS)
  ) u_check (
    .clk_i                (clk),
    .rst_ni               (rst_n),
    .irq_o                (irq),
    .s_axil_awvalid       (awvalid),
    .s_axil_awready       (awready),
    .s_axil_wvalid        (wvalid),
    .s_axil_wready        (wready),
    .s_axil_bvalid        (bvalid),
    .s_axil_bready        (bready),
    .s_axil_bresp         (bresp),
    .s_axil_arvalid       (arvalid),
    .s_axil_arready       (arready),
    .s_axil_rvalid        (rvalid),
    .s_axil_rready        (rready),
    .s_axil_rdata         (rdata),
    .s_axil_rresp         (rresp),
    .s_axis_weight_tready (weight_ready),
    .s_axis_act_tready    (act_ready),
    .s_axis_channel_tready(channel_ready),
    .m_axis_result_tvalid (result_valid),
    .m_axis_result_tready (result_ready),
    .m_axis_result_tdata  (result_data),
    .m_axis_result_tlast  (result_last)
  );

  int cycles = 0;
  int weights = 0;
  int acts = 0;
  int channels = 0;
  int results = 0;
  logic streaming = 1'b0;
  logic was_reset = 1'b0;
  logic [9:0] held;

  // Whether the channels' beats moved at the last edge.
  logic aw_moved, w_moved, b_moved, ar_moved, r_moved;
  logic [1:0] answer;

  // Whether the address and the word of a write were taken.
  logic aw_done, w_done;

  task fail(input [9*8-1:0] kind, input [24*8-1:0] port, input [`RESULT_BITS-1:0] bits);
    begin
      $display("fail %0s %0s %0d %b", kind, port, cycles, bits);
      $finish;
    end
  endtask

  // One clock cycle: inputs change at the falling edge, those of the channels before the call.
  task cycle(input reset_n);
    begin
      clk = 1'b0;
      rst_n = reset_n;
      awprot = $random;
      arprot = $random;
      weight_valid = streaming && weights < Weights;
      act_valid = streaming && acts < Acts;
      channel_valid = streaming && channels < Channels;
      weight_data = {((`WEIGHT_BITS + 31) / 32) {$random}};
      act_data = {((`ACT_BITS + 31) / 32) {$random}};
      channel_data = {$random, $random};
      weight_last = $random;
      act_last = $random;
      channel_last = $random;
      #5;
      if (was_reset && held !== {awready, wready, bvalid, arready, rvalid, weight_ready, act_ready,
                                 channel_ready, result_valid, irq}) begin
        fail("moved", "outputs", held);
      end
      aw_moved = awvalid && awready;
      w_moved = wvalid && wready;
      b_moved = bvalid && bready;
      if (b_moved) answer = bresp;
      if (aw_moved) aw_done = 1'b1;
      if (w_moved) w_done = 1'b1;
      ar_moved = arvalid && arready;
      r_moved = rvalid && rready;
      if (reset_n && was_reset) begin
        if (weight_valid && weight_ready) weights = weights + 1;
        if (act_valid && act_ready) acts = acts + 1;
        if (channel_valid && channel_ready) channels = channels + 1;
        if (result_valid && result_ready) begin
          results = results + 1;
          if (result_last !== (results == Results)) fail("tlast", "m_axis_result_tlast", result_last);
        end
      end
      clk = 1'b1;
      #5;
      if (aw_moved) awvalid = 1'b0;
      if (w_moved) wvalid = 1'b0;
      if (!reset_n) was_reset = 1'b1;
      held = {awready, wready, bvalid, arready, rvalid, weight_ready, act_ready, channel_ready,
              result_valid, irq};
      cycles = cycles + 1;
    end
  endtask

  // A write: AW and W together or one before the other, then B. Only words that are taken are written here.
  task write(input [11:0] address, input [31:0] word);
    begin
      awvalid = $urandom % 3 != 0;
      wvalid = !awvalid || $urandom % 2 == 0;
      awaddr = address;
      wdata = word;
      wstrb = 4'hf;
      bready = 1'b0;
      aw_done = 1'b0;
      w_done = 1'b0;
      while (!(aw_done && w_done) && cycles < MostCycles) begin
        repeat (2) cycle(1'b1);
        awvalid = !aw_done;
        wvalid = !w_done;
      end
      awaddr = 'x;
      wdata = 'x;
      wstrb = 'x;
      repeat ($urandom % 3) cycle(1'b1);
      bready = 1'b1;
      b_moved = 1'b0;
      while (!b_moved && cycles < MostCycles) cycle(1'b1);
      if (b_moved && answer !== 2'b00) fail("response", "s_axil_bresp", answer);
      bready = 1'b0;
    end
  endtask

  task read(input [11:0] address);
    begin
      arvalid = 1'b1;
      araddr = address;
      rready = 1'b0;
      ar_moved = 1'b0;
      while (!ar_moved && cycles < MostCycles) cycle(1'b1);
      arvalid = 1'b0;
      araddr = 'x;
      repeat ($urandom % 3) cycle(1'b1);
      rready = 1'b1;
      r_moved = 1'b0;
      while (!r_moved && cycles < MostCycles) cycle(1'b1);
      rready = 1'b0;
    end
  endtask

  task write_layer;
    begin
      write(12'h040, `MODE);
`ifdef FORMATS
      write(12'h044, 32'h700);
      write(12'h048, 32'h700);
      write(12'h04c, 32'h700);
`endif
      write(12'h050, 32'd0);
      write(12'h054, `VECTORS);
      write(12'h058, `VECTORS);
      write(12'h05c, `ROW_TILES);
      write(12'h060, `COLUMN_BLOCKS);
      write(12'h064, 32'd0);
      write(12'h068, 32'd0);
      write(12'h06c, 32'd0);
    end
  endtask

  initial begin
    clk = 1'b0;
    awvalid = 1'b0;
    wvalid = 1'b0;
    bready = 1'b0;
    arvalid = 1'b0;
    rready = 1'b0;
    result_ready = 1'b0;
    #5 clk = 1'b1;
    #5;
    cycle(1'b0);
    repeat (2) cycle(1'b1);
    for (int address = 0; address <= 'h090; address = address + 4) read(address);
    write_layer;
    streaming = 1'b1;
    while ((weights < Weights || acts < Acts || channels < Channels) && cycles < MostCycles) cycle(1'b1);
    write(12'h020, 32'd3);
    while (!irq && cycles < MostCycles) begin
      result_ready = $random;
      cycle(1'b1);
    end
    if (results < Results || !irq) $display("short %0d %0d", Results, results);
    read(12'h024);
    read(12'h028);
    $display("end %0d", cycles);
    $finish;
  end

endmodule
