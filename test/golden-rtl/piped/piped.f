piped_weight_decoder.sv
piped_act_decoder.sv
piped_pe.sv
piped_encoder.sv
