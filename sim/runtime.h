// Precompiled once: everything that a simulator's translation unit includes besides its models.
#include "dut.h"
