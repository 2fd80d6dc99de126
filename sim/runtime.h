// Precompiled once: everything that a simulator's translation unit includes besides its models.
#include "accelerator-dut.h"
#include "systolic-dut.h"
