lp8_decoder.sv
lp8_pe.sv
lp8_encoder.sv
