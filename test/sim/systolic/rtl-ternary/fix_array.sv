// Hand-written grid of 4 x 4 products of posit(2,0) weights and posit(3,0) activations, 2 in each PE,
// two clusters of 2 columns, joined by d = 2. Partial sums wrap at 4 bits.

module fix_array (
  input  logic        clk_i,
  input  logic        load_i,
  input  logic [15:0] weight_i,
  input  logic [11:0] act_i,
  input  logic [31:0] previous_i,
  output logic [31:0] sum_o,
  output logic [21:0] joined_o,
  output logic  [3:0] nar_o
);

  logic signed  [1:0] weight_q [16];  // at column * 4 + row
  logic        [11:0] act_q [8];      // vectors of the last cycles, the newest first
  logic         [7:0] nar_q;          // their flags
  logic signed  [3:0] partial_q [8];  // at PE row * 4 + column
  logic signed  [7:0] sum_q [4];

  // In LSBs of 2^-1.
  function automatic logic signed [3:0] value(input logic [2:0] code);
    unique case (code)
      3'b001:  value = 4'sd1;
      3'b010:  value = 4'sd2;
      3'b011:  value = 4'sd4;
      3'b101:  value = -4'sd4;
      3'b110:  value = -4'sd2;
      3'b111:  value = -4'sd1;
      default: value = 4'sd0;
    endcase
  endfunction

  function automatic logic signed [3:0] product(input logic [1:0] weight, input logic [2:0] code);
    unique case (weight)
      2'b01:   product = value(code);
      2'b11:   product = -value(code);
      default: product = 4'sd0;
    endcase
  endfunction

  always_ff @(posedge clk_i) begin
    for (int col = 0; col < 4; col++) begin
      if (load_i) begin
        weight_q[col*4+3] <= weight_q[col*4+1];
        weight_q[col*4+2] <= weight_q[col*4+0];
        weight_q[col*4+1] <= weight_i[col*4+2 +: 2];
        weight_q[col*4+0] <= weight_i[col*4 +: 2];
      end
      for (int row = 0; row < 2; row++) begin
        partial_q[row*4+col] <= (row == 0 ? 4'sd0 : partial_q[col])
            + product(weight_q[col*4+row*2], act_q[row+col/2][row*6 +: 3])
            + product(weight_q[col*4+row*2+1], act_q[row+col/2][row*6+3 +: 3]);
      end
      sum_q[col] <= $signed(previous_i[col*8 +: 8]) + 8'(partial_q[4+col]);
    end
    act_q[0] <= act_i;
    nar_q[0] <= act_i[2:0] == 3'b100 || act_i[5:3] == 3'b100
        || act_i[8:6] == 3'b100 || act_i[11:9] == 3'b100;
    for (int i = 1; i < 8; i++) begin
      act_q[i] <= act_q[i-1];
      nar_q[i] <= nar_q[i-1];
    end
  end

  for (genvar col = 0; col < 4; col++) begin : gen_out
    assign sum_o[col*8 +: 8] = sum_q[col];
    assign nar_o[col] = nar_q[3+col/2]
        || weight_q[col*4] == 2'b10 || weight_q[col*4+1] == 2'b10
        || weight_q[col*4+2] == 2'b10 || weight_q[col*4+3] == 2'b10;
  end

  for (genvar pair = 0; pair < 2; pair++) begin : gen_joined
    assign joined_o[pair*11 +: 11] = 11'($signed(sum_q[2*pair])) * 11'sd4 + 11'(sum_q[2*pair+1]);
  end

endmodule
