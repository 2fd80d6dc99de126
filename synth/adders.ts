/**
 * How carries are computed. Yosys's own map, Brent-Kung, is balanced between ripple and Kogge-Stone;
 * "cells" are chains of the library's full-adder cell.
 */
export type Adders = 'ripple' | 'brent-kung' | 'kogge-stone' | 'cells';

/**
 * Maps for `techmap` that replace Yosys's carry look-ahead unit: CO[i] is the carry out of bit i,
 * for propagate bits P, generate bits G and carry in CI.
 */
const HEAD = `(* techmap_celltype = "$lcu" *)
module _80_logposit_lcu (P, G, CI, CO);
  parameter WIDTH = 2;
  (* force_downto *) input [WIDTH-1:0] P, G;
  input CI;
  (* force_downto *) output [WIDTH-1:0] CO;
`;

/** One gate pair for each bit, each waiting for the one before: smallest of gates, slowest. */
const RIPPLE = `${HEAD}  genvar i;
  generate for (i = 0; i < WIDTH; i = i + 1) begin : carry
    if (i == 0) assign CO[0] = G[0] | (P[0] & CI);
    else assign CO[i] = G[i] | (P[i] & CO[i-1]);
  end endgenerate
endmodule
`;

/** Kogge, Stone, IEEE Trans. Computers C-22 (1973), p. 786: log2(WIDTH) levels of fan-out two. */
const KOGGE_STONE = `${HEAD}  integer i, j;
  (* force_downto *) reg [WIDTH-1:0] p, g;
  wire [1023:0] _TECHMAP_DO_ = "proc; opt -fast";
  always @* begin
    p = P;
    g = G;
    g[0] = g[0] | (p[0] & CI);
    for (i = 1; i <= $clog2(WIDTH); i = i + 1) begin
      for (j = WIDTH - 1; j >= 2**(i-1); j = j - 1) begin
        g[j] = g[j] | p[j] & g[j - 2**(i-1)];
        p[j] = p[j] & p[j - 2**(i-1)];
      end
    end
  end
  assign CO = g;
endmodule
`;

/**
 * Replaces Yosys's adders as a whole: Y = A + B + CI, or A - B where CI and BI are 1; CO are all
 * carries, X is A ^ B.
 */
const CELLS = `(* techmap_celltype = "$alu" *)
module _80_logposit_alu (A, B, CI, BI, X, Y, CO);
  parameter A_SIGNED = 0;
  parameter B_SIGNED = 0;
  parameter A_WIDTH = 1;
  parameter B_WIDTH = 1;
  parameter Y_WIDTH = 1;
  (* force_downto *) input [A_WIDTH-1:0] A;
  (* force_downto *) input [B_WIDTH-1:0] B;
  input CI, BI;
  (* force_downto *) output [Y_WIDTH-1:0] X, Y, CO;
  (* force_downto *) wire [Y_WIDTH-1:0] a, b, b_or_not;
  wire [Y_WIDTH:0] carry;
  \\$pos #(.A_SIGNED(A_SIGNED), .A_WIDTH(A_WIDTH), .Y_WIDTH(Y_WIDTH)) extend_a (.A(A), .Y(a));
  \\$pos #(.A_SIGNED(B_SIGNED), .A_WIDTH(B_WIDTH), .Y_WIDTH(Y_WIDTH)) extend_b (.A(B), .Y(b));
  assign b_or_not = b ^ {Y_WIDTH{BI}};
  assign X = a ^ b_or_not;
  assign carry = {CO, CI};
  genvar i;
  generate for (i = 0; i < Y_WIDTH; i = i + 1) begin : bits
    logposit_full_adder adder (
      .a_i(a[i]), .b_i(b_or_not[i]), .c_i(carry[i]), .sum_o(Y[i]), .carry_o(CO[i])
    );
  end endgenerate
endmodule
`;

/** Verilog of the map; null where Yosys's own serves. */
export const ADDER_MAPS: Readonly<Record<Adders, string | null>> = {
  ripple: RIPPLE,
  'brent-kung': null,
  'kogge-stone': KOGGE_STONE,
  cells: CELLS,
};

/**
 * Gates in place of full adders that are less: with a constant input, or with two inputs alike. What
 * one becomes may make an input of another constant, so that techmap goes on until nothing changes.
 */
export const FOLDED_ADDERS = `(* techmap_celltype = "logposit_full_adder" *)
module _80_logposit_fold (a_i, b_i, c_i, sum_o, carry_o);
  parameter _TECHMAP_BITS_CONNMAP_ = 0;
  parameter [_TECHMAP_BITS_CONNMAP_-1:0] _TECHMAP_CONNMAP_a_i_ = 0;
  parameter [_TECHMAP_BITS_CONNMAP_-1:0] _TECHMAP_CONNMAP_b_i_ = 0;
  parameter [_TECHMAP_BITS_CONNMAP_-1:0] _TECHMAP_CONNMAP_c_i_ = 0;
  input a_i, b_i, c_i;
  output sum_o, carry_o;
  localparam A0 = _TECHMAP_CONNMAP_a_i_ == 0, A1 = _TECHMAP_CONNMAP_a_i_ == 1;
  localparam B0 = _TECHMAP_CONNMAP_b_i_ == 0, B1 = _TECHMAP_CONNMAP_b_i_ == 1;
  localparam C0 = _TECHMAP_CONNMAP_c_i_ == 0, C1 = _TECHMAP_CONNMAP_c_i_ == 1;
  localparam AB = _TECHMAP_CONNMAP_a_i_ == _TECHMAP_CONNMAP_b_i_;
  localparam BC = _TECHMAP_CONNMAP_b_i_ == _TECHMAP_CONNMAP_c_i_;
  localparam CA = _TECHMAP_CONNMAP_c_i_ == _TECHMAP_CONNMAP_a_i_;
  wire _TECHMAP_FAIL_ = !(A0 || A1 || B0 || B1 || C0 || C1 || AB || BC || CA);
  generate
    if (AB) begin
      assign sum_o = c_i;
      assign carry_o = a_i;
    end else if (BC) begin
      assign sum_o = a_i;
      assign carry_o = b_i;
    end else if (CA) begin
      assign sum_o = b_i;
      assign carry_o = c_i;
    end else if (A0 || A1) begin
      logposit_adder_of_two #(.ONE(A1), .P0(B0), .P1(B1), .Q0(C0), .Q1(C1)) two (.p(b_i), .q(c_i), .s(sum_o), .k(carry_o));
    end else if (B0 || B1) begin
      logposit_adder_of_two #(.ONE(B1), .P0(C0), .P1(C1), .Q0(A0), .Q1(A1)) two (.p(c_i), .q(a_i), .s(sum_o), .k(carry_o));
    end else begin
      logposit_adder_of_two #(.ONE(C1), .P0(A0), .P1(A1), .Q0(B0), .Q1(B1)) two (.p(a_i), .q(b_i), .s(sum_o), .k(carry_o));
    end
  endgenerate
endmodule

module logposit_adder_of_two (p, q, s, k);
  parameter ONE = 0;
  parameter P0 = 0;
  parameter P1 = 0;
  parameter Q0 = 0;
  parameter Q1 = 0;
  input p, q;
  output s, k;
  generate
    if (P0 || P1) logposit_adder_of_one #(.ONES(P1 + ONE)) one (.p(q), .s(s), .k(k));
    else if (Q0 || Q1) logposit_adder_of_one #(.ONES(Q1 + ONE)) one (.p(p), .s(s), .k(k));
    else if (ONE) begin
      \\$_XNOR_ sum (.A(p), .B(q), .Y(s));
      \\$_OR_ carry (.A(p), .B(q), .Y(k));
    end else begin
      \\$_XOR_ sum (.A(p), .B(q), .Y(s));
      \\$_AND_ carry (.A(p), .B(q), .Y(k));
    end
  endgenerate
endmodule

module logposit_adder_of_one (p, s, k);
  parameter ONES = 0;
  input p;
  output s, k;
  generate
    if (ONES == 1) begin
      \\$_NOT_ invert (.A(p), .Y(s));
      assign k = p;
    end else begin
      assign s = p;
      assign k = ONES == 2;
    end
  endgenerate
endmodule
`;

const SUM = '  assign sum_o = a_i ^ b_i ^ c_i;\n';

/** Gates in place of full adders, the first XOR in common. */
export const OPENED_ADDERS: string = adderMap(
  `${SUM}  assign carry_o = (a_i & b_i) | (c_i & (a_i ^ b_i));\n`,
);

/** Gates in place of full adders of which nobody reads the carry, or the sum. */
export const HALF_READ_ADDERS: Readonly<Record<'sum' | 'carry', string>> = {
  sum: adderMap(SUM),
  carry: adderMap('  assign carry_o = (a_i & b_i) | (c_i & (a_i | b_i));\n'),
};

function adderMap(body: string): string {
  return `(* techmap_celltype = "logposit_full_adder" *)
module _80_logposit_gates (input a_i, input b_i, input c_i, output sum_o, output carry_o);
${body}endmodule
`;
}
