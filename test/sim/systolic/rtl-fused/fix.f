fix_array.sv
