/** How carries are computed; Yosys's own map, Brent-Kung, is balanced between the other two. */
export type Adders = 'ripple' | 'brent-kung' | 'kogge-stone';

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

/** One gate pair for each bit, each waiting for the one before: smallest, slowest. */
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

/** Verilog of the map; null where Yosys's own serves. */
export const ADDER_MAPS: Readonly<Record<Adders, string | null>> = {
  ripple: RIPPLE,
  'brent-kung': null,
  'kogge-stone': KOGGE_STONE,
};
