floored_decoder.sv
floored_pe.sv
floored_encoder.sv
