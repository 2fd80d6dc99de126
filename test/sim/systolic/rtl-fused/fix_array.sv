// Hand-written grid of 4 x 4 weight words of 8 bits, two of 4 bits (mode 0) or four of 2 bits (mode 1),
// times 8-bit activations, 2 words in each PE, two clusters of 2 columns.

module fix_array (
  input  logic         clk_i,
  input  logic         load_i,
  input  logic         mode_i,
  input  logic  [63:0] weight_i,
  input  logic  [31:0] act_i,
  input  logic [207:0] previous_i,
  output logic [207:0] sum_o
);

  logic         [7:0] weight_q [16];   // at column * 4 + row
  logic        [31:0] act_q [4];       // vectors of the last cycles, the newest first
  logic signed [11:0] partial_q [32];  // at (PE row * 4 + column) * 4 + lane
  logic signed [12:0] sum_q [16];

  function automatic logic signed [11:0] product(input logic mode, input int lane,
                                                 input logic [7:0] weight, input logic [7:0] act);
    logic signed [3:0] four;
    logic signed [1:0] two;
    logic signed [7:0] word;
    four = weight[(lane%2)*4 +: 4];
    two  = weight[lane*2 +: 2];
    word = act;
    if (mode) product = two * word;
    else product = lane < 2 ? four * word : 12'sd0;
  endfunction

  always_ff @(posedge clk_i) begin
    for (int col = 0; col < 4; col++) begin
      if (load_i) begin
        weight_q[col*4+3] <= weight_q[col*4+1];
        weight_q[col*4+2] <= weight_q[col*4+0];
        weight_q[col*4+1] <= weight_i[col*16+8 +: 8];
        weight_q[col*4+0] <= weight_i[col*16 +: 8];
      end
      for (int lane = 0; lane < 4; lane++) begin
        for (int row = 0; row < 2; row++) begin
          partial_q[row*16+col*4+lane] <= (row == 0 ? 12'sd0 : partial_q[col*4+lane])
              + product(mode_i, lane, weight_q[col*4+row*2], act_q[row+col/2][row*16 +: 8])
              + product(mode_i, lane, weight_q[col*4+row*2+1], act_q[row+col/2][row*16+8 +: 8]);
        end
        sum_q[col*4+lane] <= $signed(previous_i[(col*4+lane)*13 +: 13])
            + 13'(partial_q[16+col*4+lane]);
      end
    end
    act_q[0] <= act_i;
    for (int i = 1; i < 4; i++) act_q[i] <= act_q[i-1];
  end

  for (genvar sum = 0; sum < 16; sum++) begin : gen_out
    assign sum_o[sum*13 +: 13] = sum_q[sum];
  end

endmodule
