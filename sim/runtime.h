// Precompiled once: everything that a simulator's translation unit includes from outside.
#include "verilated.h"

#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
