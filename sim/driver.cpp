// Simulator of modules: models made by Verilator behind binary records on stdin and stdout.
//
// Usage: dut SEED WORKLOAD             one workload
//        dut SEED (WORKLOAD --)...     one after another, each framed
//
// WORKLOAD is the index of a module, then one of
//   count VECTORS                operands count up (decoder, encoder)
//   sweep VECTORS DEPTH START... operand pairs count up (PE)
//   raw VECTORS DEPTH START...   the same without records; prints vectors and seconds
//   records                      operands come as records on stdin
//   jobs                         beats of streams come as jobs on stdin (array, array-jobs.h), or
//                                a host's actions (accelerator, accelerator-jobs.h), or weights and
//                                vectors (systolic grid, systolic-jobs.h)
//   replay                       the same without records; prints cycles of the model alone and seconds
//
// Records are little-endian 32-bit words:
//   decoder  in: code_i                          out: log_o * 8 + sign_o * 4 + nar_o * 2 + zero_o
//   PE       in: weight word + act word * 2^16,  out: {nar_o, acc_o} as one integer
//                rst_ni + en_i * 2 + first_i * 4,
//                start_i
//   encoder  in: {nar_i, acc_i} as one integer   out: code_o
//
//   with formats that come at run time:
//   decoder  in: code_i + es_i * 2^8 +           out: as above, one word for each lane
//                rs_i * 2^12 + mode_i * 2^16
//   encoder  in: {nar_i, acc_i}, scale_i,        out: code_o
//                es_i + rs_i * 2^4 + relu_i * 2^8
//
// A PE on decoded logs is asked in operand words as well. How a word is decoded comes first on stdin,
// for each of its workloads: n of the weight, n of the activation, then one word in the form of a
// decoder's output for each weight word, and for each activation word.
//
// Framed: records on stdin come in blocks, the number of records before each, and 0 ends them; four
// words follow the records that are printed: kTrailer, the workload's index, words printed.
//
// START is a start value in hexadecimal. Vector i of a sweep multiplies weight word i / 2^na and
// activation word i, both modulo their number; every DEPTH vectors a new sum starts from the next
// START. Each workload has a model of its own, whose registers without an initial value start out
// random by SEED. What the module itself prints ($display) goes to stderr, so that it cannot pass for
// records.
//
// The modules come from the translation unit of the models (sim/unit.ts), through the adapters of
// dut.h, array-dut.h, accelerator-dut.h and systolic-dut.h; this file is compiled once for all simulators.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "accelerator-dut.h"
#include "accelerator-jobs.h"
#include "array-dut.h"
#include "array-jobs.h"
#include "clock.h"
#include "dut.h"
#include "systolic-dut.h"
#include "systolic-jobs.h"
#include "word-streams.h"

namespace {

constexpr int kUsageError = 2;
constexpr int kFinishError = 5;

Output output;
Input input;

// ---- Workloads ----

// What follows the module's index on the command line.
struct Workload {
  int count;
  char** texts;
  bool framed;

  bool is(const char* name, int least, int most) const {
    return std::strcmp(texts[0], name) == 0 && count >= least && count <= most;
  }
  std::uint64_t number(int at) const { return std::strtoull(texts[at], nullptr, 10); }
};

[[noreturn]] void fail_usage() {
  fail(kUsageError,
       "usage: dut SEED MODULE (count VECTORS | (sweep|raw) VECTORS DEPTH START... | records | jobs | replay)");
}

// Calls `step` with each record on stdin.
template <typename Step>
void run_records(std::size_t in_words, bool framed, Step step) {
  for (;;) {
    std::uint32_t left = framed ? *input.need(1) : 1;
    if (left == 0) return;
    for (; left > 0; --left) {
      const std::uint32_t* const in = input.take(in_words);
      if (in == nullptr) {
        if (framed) fail(kStreamError, "stdin ends too early");
        return;
      }
      step(in);
    }
  }
}

// ---- Decoders and encoders ----

// All inputs, a power of two of them, in a scattered order (sim/stimulus/counting.ts).
void count_through(const Module& module, Combinational& dut, std::uint64_t vectors) {
  constexpr std::uint32_t kStride = 0x9e3779b1;
  auto* const in = static_cast<std::uint32_t*>(std::calloc(module.in_words, sizeof(std::uint32_t)));
  for (std::uint64_t i = 0; i < vectors; ++i) {
    in[0] = static_cast<std::uint32_t>(i) * kStride & static_cast<std::uint32_t>(vectors - 1);
    dut.step(in, output.next(module.out_words));
  }
  std::free(in);
}

void run_combinational(const Module& module, Combinational& dut, const Workload& workload) {
  if (workload.is("records", 1, 1)) {
    run_records(module.in_words, workload.framed, [&](const std::uint32_t* in) {
      dut.step(in, output.next(module.out_words));
    });
  } else if (workload.is("count", 2, 2)) {
    count_through(module, dut, workload.number(1));
  } else {
    fail_usage();
  }
}

// ---- PEs ----

// Operand words as a PE takes them.
class Operands {
 public:
  explicit Operands(const Module& module) : bits_{module.weight_bits, module.act_bits} {
    if (module.on_logs) load();
  }

  std::uint32_t weight(std::uint32_t word) const { return of(0, word); }
  std::uint32_t act(std::uint32_t word) const { return of(1, word); }
  int act_bits() const { return bits_[1]; }

 private:
  void load() {
    const std::uint32_t* const bits = input.need(2);
    for (int side = 0; side < 2; ++side) bits_[side] = static_cast<int>(bits[side]);
    for (int side = 0; side < 2; ++side) {
      if (bits_[side] > 16) fail(kStreamError, "an operand word has more than 16 bits");
      const std::size_t words = std::size_t{1} << bits_[side];
      decoded_[side] = static_cast<std::uint32_t*>(std::malloc(words * sizeof(std::uint32_t)));
      for (std::size_t i = 0; i < words; ++i) decoded_[side][i] = *input.need(1);
    }
  }

  std::uint32_t of(int side, std::uint32_t word) const {
    const std::uint32_t low = word & ((1u << bits_[side]) - 1);
    return decoded_[side] == nullptr ? low : decoded_[side][low];
  }

  int bits_[2];
  std::uint32_t* decoded_[2] = {nullptr, nullptr};
};

struct Starts {
  std::uint32_t* begin;
  std::uint32_t* end;
};

// Eight hexadecimal digits a word, the last digits first. The texts are used up.
Starts parse_starts(std::size_t start_words, int count, char** texts) {
  const std::size_t words = static_cast<std::size_t>(count) * start_words;
  auto* const begin = static_cast<std::uint32_t*>(std::calloc(words, sizeof(std::uint32_t)));
  for (int i = 0; i < count; ++i) {
    std::size_t digits = std::strlen(texts[i]);
    for (std::size_t word = 0; word < start_words && digits > 0; ++word) {
      const std::size_t at = digits > 8 ? digits - 8 : 0;
      texts[i][digits] = '\0';
      begin[i * start_words + word] =
          static_cast<std::uint32_t>(std::strtoul(texts[i] + at, nullptr, 16));
      digits = at;
    }
  }
  return {begin, begin + words};
}

// Calls `take` for each record, in order; where it returns null, the record is not read.
template <typename Take>
void sweep(const Module& module, Clocked& dut, const Workload& workload, Take take) {
  const Operands operands{module};
  const std::uint64_t vectors = workload.number(1);
  const std::uint64_t depth = workload.number(2);
  const Starts starts = parse_starts(module.acc_words, workload.count - 3, workload.texts + 3);
  const std::uint64_t delay = module.latency - 1;
  const std::uint32_t* start = starts.begin;
  std::uint64_t left_in_sum = 0;
  dut.cycle(0, 0, 0, start, nullptr);
  for (std::uint64_t i = 0; i < vectors; ++i) {
    const bool opens = left_in_sum == 0;
    const std::uint32_t flags = kReset | kEnable | (opens ? kFirst : 0);
    dut.cycle(operands.weight(static_cast<std::uint32_t>(i >> operands.act_bits())),
              operands.act(static_cast<std::uint32_t>(i)), flags, opens ? start : nullptr,
              i >= delay ? take() : nullptr);
    if (opens) {
      left_in_sum = depth;
      start += module.acc_words;
      if (start == starts.end) start = starts.begin;
    }
    --left_in_sum;
  }
  for (std::uint64_t i = vectors < delay ? delay - vectors : 0; i < delay; ++i) {
    dut.cycle(0, 0, kReset, nullptr, take());
  }
  std::free(starts.begin);
}

void run_clocked(const Module& module, Clocked& dut, const Workload& workload) {
  if (workload.is("records", 1, 1)) {
    const Operands operands{module};
    run_records(2 + module.acc_words, workload.framed, [&](const std::uint32_t* in) {
      dut.cycle(operands.weight(in[0] & 0xffffu), operands.act(in[0] >> 16), in[1], in + 2,
                output.next(module.out_words));
    });
  } else if (workload.is("sweep", 4, workload.count)) {
    sweep(module, dut, workload, [&] { return output.next(module.out_words); });
  } else if (workload.is("raw", 4, workload.count)) {
    const double begin = seconds_now();
    sweep(module, dut, workload, []() -> std::uint32_t* { return nullptr; });
    dprintf(output.descriptor(), "%s %.6f\n", workload.texts[1], seconds_now() - begin);
  } else {
    fail_usage();
  }
}

// ---- Arrays ----

void run_streamed(const Module& module, Streamed& dut, const Workload& workload) {
  if (workload.framed) fail_usage();
  ArrayBench bench(module, dut, input, output);
  if (workload.is("jobs", 1, 1)) {
    bench.run();
  } else if (workload.is("replay", 1, 1)) {
    const Replayed replayed = bench.replay();
    dprintf(output.descriptor(), "%llu %.6f\n", replayed.cycles, replayed.seconds);
  } else {
    fail_usage();
  }
}

// ---- Accelerators ----

void run_hosted(const Module& module, Hosted& dut, const Workload& workload) {
  if (workload.framed || !workload.is("jobs", 1, 1)) fail_usage();
  AcceleratorBench(module, dut, input, output).run();
}

// ---- Systolic grids ----

void run_systolic(const Module& module, Systolic& dut, const Workload& workload) {
  if (workload.framed || !workload.is("jobs", 1, 1)) fail_usage();
  SystolicBench(module, dut, input, output).run();
}

// ---- The program ----

// A workload on a model of its own.
void run_module(const Module& module, VerilatedContext& context, const Workload& workload) {
  Dut* const dut = module.make(context);
  switch (module.role) {
    case Module::kCombinational:
      run_combinational(module, static_cast<Combinational&>(*dut), workload);
      break;
    case Module::kClocked:
      run_clocked(module, static_cast<Clocked&>(*dut), workload);
      break;
    case Module::kStreamed:
      run_streamed(module, static_cast<Streamed&>(*dut), workload);
      break;
    case Module::kHosted:
      run_hosted(module, static_cast<Hosted&>(*dut), workload);
      break;
    case Module::kSystolic:
      run_systolic(module, static_cast<Systolic&>(*dut), workload);
  }
  dut->finish();
  delete dut;
}

}  // namespace

int main(int argc, char** argv) {
  const auto separates = [&](int at) { return std::strcmp(argv[at], "--") == 0; };
  if (argc < 4) fail_usage();
  const bool framed = separates(argc - 1);
  output.open();
  int end = 1;
  for (std::uint32_t index = 0; end + 1 < argc; ++index) {
    const int begin = end + 1;
    for (end = begin; end < argc && !separates(end); ++end) {
    }
    const long module = std::strtol(argv[begin], nullptr, 10);
    if (end - begin < 2 || module < 0 || module >= kModuleCount) fail_usage();
    if (!framed && end < argc) fail_usage();

    VerilatedContext context;
    context.randReset(2);
    context.randSeed(static_cast<int>(std::strtoull(argv[1], nullptr, 10) % 0x7fffffffu + 1));
    run_module(kModules[module], context,
               Workload{end - begin - 1, argv + begin + 1, framed});
    if (context.gotFinish()) {
      output.flush();
      fail(kFinishError, "the RTL calls $finish");
    }
    if (framed) output.trailer(index);
  }
  output.flush();
  return 0;
}
