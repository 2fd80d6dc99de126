// Rules of AXI on the ports of an accelerator, looked at from beside it at every rising edge: bound to a
// top or instantiated next to it, in a two-state or a four-state simulator.
//
//   unknown    a valid or ready output, irq_o, or the payload of a valid output has unknown bits
//   nonzero    a valid output is 1 in or right after reset
//   withdrawn  valid fell, or its payload changed, before the handshake
//   unasked    B before both AW and W, R before AR, or more answers than requests
//   response   neither OKAY nor SLVERR
//
// Prints "fail KIND PORT CYCLE BITS" for the first break of a rule and ends the simulation.

`timescale 1ns / 1ps

module accelerator_axi_check #(
  parameter int ResultBits = 8  // bits of m_axis_result_tdata
) (
  input logic                  clk_i,
  input logic                  rst_ni,
  input logic                  irq_o,
  input logic                  s_axil_awvalid,
  input logic                  s_axil_awready,
  input logic                  s_axil_wvalid,
  input logic                  s_axil_wready,
  input logic                  s_axil_bvalid,
  input logic                  s_axil_bready,
  input logic [1:0]            s_axil_bresp,
  input logic                  s_axil_arvalid,
  input logic                  s_axil_arready,
  input logic                  s_axil_rvalid,
  input logic                  s_axil_rready,
  input logic [31:0]           s_axil_rdata,
  input logic [1:0]            s_axil_rresp,
  input logic                  s_axis_weight_tready,
  input logic                  s_axis_act_tready,
  input logic                  s_axis_channel_tready,
  input logic                  m_axis_result_tvalid,
  input logic                  m_axis_result_tready,
  input logic [ResultBits-1:0] m_axis_result_tdata,
  input logic                  m_axis_result_tlast
);

  // Whether there was a reset, and whether the last edge was one: the state is known from then on.
  logic was_reset = 1'b0;
  logic in_reset = 1'b0;
  int cycles = 0;

  // Requests without an answer.
  int addresses, words, reads;

  // What waited at the last edge.
  logic b_waits, r_waits, result_waits;
  logic [1:0] b_resp, r_resp;
  logic [31:0] r_data;
  logic [ResultBits:0] result;

  task fail(input [9*8-1:0] kind, input [24*8-1:0] port, input [ResultBits-1:0] bits);
    begin
      $display("fail %0s %0s %0d %b", kind, port, cycles, bits);
      $finish;
    end
  endtask

  task require_known;
    begin
      if ((^s_axil_awready) === 1'bx) fail("unknown", "s_axil_awready", s_axil_awready);
      else if ((^s_axil_wready) === 1'bx) fail("unknown", "s_axil_wready", s_axil_wready);
      else if ((^s_axil_bvalid) === 1'bx) fail("unknown", "s_axil_bvalid", s_axil_bvalid);
      else if ((^s_axil_arready) === 1'bx) fail("unknown", "s_axil_arready", s_axil_arready);
      else if ((^s_axil_rvalid) === 1'bx) fail("unknown", "s_axil_rvalid", s_axil_rvalid);
      else if ((^s_axis_weight_tready) === 1'bx) begin
        fail("unknown", "s_axis_weight_tready", s_axis_weight_tready);
      end else if ((^s_axis_act_tready) === 1'bx) begin
        fail("unknown", "s_axis_act_tready", s_axis_act_tready);
      end else if ((^s_axis_channel_tready) === 1'bx) begin
        fail("unknown", "s_axis_channel_tready", s_axis_channel_tready);
      end else if ((^m_axis_result_tvalid) === 1'bx) begin
        fail("unknown", "m_axis_result_tvalid", m_axis_result_tvalid);
      end else if ((^irq_o) === 1'bx) fail("unknown", "irq_o", irq_o);
      else if (s_axil_bvalid && (^s_axil_bresp) === 1'bx) begin
        fail("unknown", "s_axil_bresp", s_axil_bresp);
      end else if (s_axil_rvalid && (^{s_axil_rresp, s_axil_rdata}) === 1'bx) begin
        fail("unknown", "s_axil_rdata", s_axil_rdata);
      end else if (m_axis_result_tvalid && (^m_axis_result_tdata) === 1'bx) begin
        fail("unknown", "m_axis_result_tdata", m_axis_result_tdata);
      end else if (m_axis_result_tvalid && (^m_axis_result_tlast) === 1'bx) begin
        fail("unknown", "m_axis_result_tlast", m_axis_result_tlast);
      end
    end
  endtask

  task require_quiet;
    begin
      if (s_axil_bvalid) fail("nonzero", "s_axil_bvalid", s_axil_bvalid);
      else if (s_axil_rvalid) fail("nonzero", "s_axil_rvalid", s_axil_rvalid);
      else if (m_axis_result_tvalid) fail("nonzero", "m_axis_result_tvalid", m_axis_result_tvalid);
      else if (irq_o) fail("nonzero", "irq_o", irq_o);
    end
  endtask

  task require_rules;
    begin
      if (b_waits && (!s_axil_bvalid || s_axil_bresp != b_resp)) begin
        fail("withdrawn", "s_axil_bvalid", s_axil_bvalid);
      end else if (r_waits && (!s_axil_rvalid || s_axil_rresp != r_resp || s_axil_rdata != r_data)) begin
        fail("withdrawn", "s_axil_rvalid", s_axil_rvalid);
      end else if (result_waits &&
                   (!m_axis_result_tvalid || {m_axis_result_tlast, m_axis_result_tdata} != result)) begin
        fail("withdrawn", "m_axis_result_tvalid", m_axis_result_tvalid);
      end else if (s_axil_bvalid && (addresses == 0 || words == 0)) begin
        fail("unasked", "s_axil_bvalid", s_axil_bvalid);
      end else if (s_axil_rvalid && reads == 0) fail("unasked", "s_axil_rvalid", s_axil_rvalid);
      else if (s_axil_bvalid && s_axil_bresp[0]) fail("response", "s_axil_bresp", s_axil_bresp);
      else if (s_axil_rvalid && s_axil_rresp[0]) fail("response", "s_axil_rresp", s_axil_rresp);
    end
  endtask

  always @(posedge clk_i) begin
    cycles = cycles + 1;
    if (in_reset) require_quiet;
    if (was_reset) require_known;
    if (was_reset && rst_ni && !in_reset) require_rules;

    if (!rst_ni) begin
      was_reset = 1'b1;
      in_reset = 1'b1;
      addresses = 0;
      words = 0;
      reads = 0;
      b_waits = 1'b0;
      r_waits = 1'b0;
      result_waits = 1'b0;
    end else begin
      in_reset = 1'b0;
      addresses = addresses + (s_axil_awvalid && s_axil_awready ? 1 : 0)
                            - (s_axil_bvalid && s_axil_bready ? 1 : 0);
      words = words + (s_axil_wvalid && s_axil_wready ? 1 : 0)
                    - (s_axil_bvalid && s_axil_bready ? 1 : 0);
      reads = reads + (s_axil_arvalid && s_axil_arready ? 1 : 0)
                    - (s_axil_rvalid && s_axil_rready ? 1 : 0);
      b_waits = s_axil_bvalid && !s_axil_bready;
      r_waits = s_axil_rvalid && !s_axil_rready;
      result_waits = m_axis_result_tvalid && !m_axis_result_tready;
      b_resp = s_axil_bresp;
      r_resp = s_axil_rresp;
      r_data = s_axil_rdata;
      result = {m_axis_result_tlast, m_axis_result_tdata};
    end
  end

endmodule
