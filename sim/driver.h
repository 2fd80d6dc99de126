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
//
// Records are little-endian 32-bit words:
//   decoder  in: code_i                          out: log_o * 8 + sign_o * 4 + nar_o * 2 + zero_o
//   PE       in: weight word + act word * 2^16,  out: {nar_o, acc_o} as one integer
//                rst_ni + en_i * 2 + first_i * 4,
//                start_i
//   encoder  in: {nar_i, acc_i} as one integer   out: code_o
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
// The translation unit (sim/unit.ts) includes the models before this file. It describes each module
// by a struct: Model, the model's class, and
//   decoder  kLogWidth
//   PE       kAccWidth, kLatency, kOnLogs, then kWeightBits and kActBits, n of the operand words,
//            or kWeightLogWidth and kActLogWidth
//   encoder  kAccWidth
//
// The headers are few and nothing from the standard library's templates is used: this file is
// compiled once per simulator, and half of the time would go there.

#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr int kUsageError = 2;
constexpr int kStreamError = 4;
constexpr int kFinishError = 5;
constexpr std::size_t kBlockWords = std::size_t{1} << 15;
constexpr std::uint32_t kTrailer[2] = {0x73646e65, 0x2e657265};

[[noreturn]] void fail(int code, const char* message) {
  std::fprintf(stderr, "%s\n", message);
  std::exit(code);
}

// ---- Ports of any width as 32-bit words ----

constexpr std::size_t words_of(std::size_t bits) { return (bits + 31) / 32; }

inline void put(CData& port, const std::uint32_t* words) { port = static_cast<CData>(words[0]); }
inline void put(SData& port, const std::uint32_t* words) { port = static_cast<SData>(words[0]); }
inline void put(IData& port, const std::uint32_t* words) { port = words[0]; }
inline void put(QData& port, const std::uint32_t* words) {
  port = words[0] | (static_cast<QData>(words[1]) << 32);
}
template <std::size_t N>
inline void put(VlWide<N>& port, const std::uint32_t* words) {
  for (std::size_t i = 0; i < N; ++i) port[i] = words[i];
}

inline void get(CData port, std::uint32_t* words) { words[0] = port; }
inline void get(SData port, std::uint32_t* words) { words[0] = port; }
inline void get(IData port, std::uint32_t* words) { words[0] = port; }
inline void get(QData port, std::uint32_t* words) {
  words[0] = static_cast<std::uint32_t>(port);
  words[1] = static_cast<std::uint32_t>(port >> 32);
}
template <std::size_t N>
inline void get(const VlWide<N>& port, std::uint32_t* words) {
  for (std::size_t i = 0; i < N; ++i) words[i] = port[i];
}

// ---- Output in large blocks ----

class Output {
 public:
  // Takes stdout for records; text printed to stdout goes to stderr from here on.
  void open() {
    descriptor_ = dup(STDOUT_FILENO);
    if (descriptor_ < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
      fail(kStreamError, "cannot open stdout");
    }
  }

  int descriptor() const { return descriptor_; }

  // Words of records since the last trailer.
  std::uint32_t words() const { return flushed_ + static_cast<std::uint32_t>(used_); }

  // Room for one record of `words` words.
  std::uint32_t* next(std::size_t words) {
    if (used_ + words > kBlockWords) flush();
    std::uint32_t* record = block_ + used_;
    used_ += words;
    return record;
  }

  void trailer(std::uint32_t index) {
    const std::uint32_t printed = words();
    std::uint32_t* const record = next(4);
    record[0] = kTrailer[0];
    record[1] = kTrailer[1];
    record[2] = index;
    record[3] = printed;
    flush();
    flushed_ = 0;
  }

  void flush() {
    const char* from = reinterpret_cast<const char*>(block_);
    std::size_t left = used_ * sizeof(std::uint32_t);
    while (left > 0) {
      const ssize_t written = write(descriptor_, from, left);
      if (written <= 0) fail(kStreamError, "cannot write to stdout");
      from += written;
      left -= static_cast<std::size_t>(written);
    }
    flushed_ += static_cast<std::uint32_t>(used_);
    used_ = 0;
  }

 private:
  std::uint32_t block_[kBlockWords];
  std::size_t used_ = 0;
  std::uint32_t flushed_ = 0;
  int descriptor_ = -1;
};

Output output;

// ---- Input in large blocks ----

class Input {
 public:
  // The next words on stdin, valid until the next call; null where it ends before the first one.
  const std::uint32_t* take(std::size_t words) {
    if (filled_ - at_ < words * sizeof(std::uint32_t) && !fill(words)) return nullptr;
    const auto* const taken = reinterpret_cast<const std::uint32_t*>(bytes() + at_);
    at_ += words * sizeof(std::uint32_t);
    return taken;
  }

  // The same where stdin must not end.
  const std::uint32_t* need(std::size_t words) {
    const std::uint32_t* const taken = take(words);
    if (taken == nullptr) fail(kStreamError, "stdin ends too early");
    return taken;
  }

 private:
  char* bytes() { return reinterpret_cast<char*>(block_); }

  bool fill(std::size_t words) {
    filled_ -= at_;
    std::memmove(bytes(), bytes() + at_, filled_);
    at_ = 0;
    while (filled_ < words * sizeof(std::uint32_t)) {
      const ssize_t got = read(STDIN_FILENO, bytes() + filled_, sizeof block_ - filled_);
      if (got < 0) fail(kStreamError, "cannot read from stdin");
      if (got == 0 && filled_ == 0) return false;
      if (got == 0) fail(kStreamError, "the last record on stdin is not whole");
      filled_ += static_cast<std::size_t>(got);
    }
    return true;
  }

  std::uint32_t block_[kBlockWords];
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
};

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
       "usage: dut SEED MODULE (count VECTORS | (sweep|raw) VECTORS DEPTH START... | records)");
}

// Steps through the records on stdin.
template <typename Driven>
void run_records(Driven& driven, bool framed) {
  for (;;) {
    std::uint32_t left = framed ? *input.need(1) : 1;
    if (left == 0) return;
    for (; left > 0; --left) {
      const std::uint32_t* const in = input.take(Driven::kInWords);
      if (in == nullptr) {
        if (framed) fail(kStreamError, "stdin ends too early");
        return;
      }
      driven.step(in, output.next(Driven::kOutWords));
    }
  }
}

// All inputs, a power of two of them, in a scattered order (sim/stimulus/counting.ts).
template <typename Driven>
void count_through(Driven& driven, std::uint64_t vectors) {
  constexpr std::uint32_t kStride = 0x9e3779b1;
  std::uint32_t in[Driven::kInWords] = {};
  for (std::uint64_t i = 0; i < vectors; ++i) {
    in[0] = static_cast<std::uint32_t>(i) * kStride & static_cast<std::uint32_t>(vectors - 1);
    driven.step(in, output.next(Driven::kOutWords));
  }
}

template <typename Driven>
void run_combinational(Driven& driven, const Workload& workload) {
  if (workload.is("records", 1, 1)) {
    run_records(driven, workload.framed);
  } else if (workload.is("count", 2, 2)) {
    count_through(driven, workload.number(1));
  } else {
    fail_usage();
  }
}

double seconds_now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

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

// ---- Modules: drive one record, sample one record ----

template <typename T>
struct Decoder {
  static constexpr std::size_t kInWords = 1;
  static constexpr std::size_t kOutWords = 1;

  explicit Decoder(typename T::Model& model) : dut(model) {}

  void run(const Workload& workload) { run_combinational(*this, workload); }

  void step(const std::uint32_t* in, std::uint32_t* out) {
    put(dut.code_i, in);
    dut.eval();
    std::uint32_t log = 0;
    get(dut.log_o, &log);
    const std::uint32_t sign_bit = std::uint32_t{1} << (T::kLogWidth - 1);
    log = (log ^ sign_bit) - sign_bit;
    out[0] = log * 8 + dut.sign_o * 4u + dut.nar_o * 2u + dut.zero_o;
  }

  typename T::Model& dut;
};

template <typename T>
struct Encoder {
  static constexpr std::size_t kInWords = words_of(T::kAccWidth + 1);
  static constexpr std::size_t kOutWords = 1;
  static constexpr std::size_t kNarWord = T::kAccWidth / 32;
  static constexpr int kNarBit = T::kAccWidth % 32;

  explicit Encoder(typename T::Model& model) : dut(model) {}

  void run(const Workload& workload) { run_combinational(*this, workload); }

  void step(const std::uint32_t* in, std::uint32_t* out) {
    std::uint32_t acc[kInWords];
    std::memcpy(acc, in, sizeof acc);
    dut.nar_i = (acc[kNarWord] >> kNarBit) & 1u;
    acc[kNarWord] &= ~(std::uint32_t{1} << kNarBit);
    put(dut.acc_i, acc);
    dut.eval();
    get(dut.code_o, out);
  }

  typename T::Model& dut;
};

// Operands that a PE takes as words.
template <typename T, bool OnLogs>
struct Operands {
  static constexpr int weight_bits() { return T::kWeightBits; }
  static constexpr int act_bits() { return T::kActBits; }

  void load() {}

  void set(typename T::Model& dut, std::uint32_t weight, std::uint32_t act) const {
    put(dut.weight_i, &weight);
    put(dut.act_i, &act);
  }
};

// Operands that a PE takes decoded.
template <typename T>
struct Operands<T, true> {
  int weight_bits() const { return bits_[0]; }
  int act_bits() const { return bits_[1]; }

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

  void set(typename T::Model& dut, std::uint32_t weight, std::uint32_t act) const {
    const std::uint32_t w = decoded_[0][weight & ((1u << bits_[0]) - 1)];
    const std::uint32_t a = decoded_[1][act & ((1u << bits_[1]) - 1)];
    const std::uint32_t weight_log = (w >> 3) & low(T::kWeightLogWidth);
    const std::uint32_t act_log = (a >> 3) & low(T::kActLogWidth);
    dut.weight_zero_i = w & 1u;
    dut.weight_nar_i = (w >> 1) & 1u;
    dut.weight_sign_i = (w >> 2) & 1u;
    put(dut.weight_log_i, &weight_log);
    dut.act_zero_i = a & 1u;
    dut.act_nar_i = (a >> 1) & 1u;
    dut.act_sign_i = (a >> 2) & 1u;
    put(dut.act_log_i, &act_log);
  }

 private:
  static constexpr std::uint32_t low(int bits) { return (std::uint32_t{1} << bits) - 1; }

  int bits_[2];
  std::uint32_t* decoded_[2];
};

template <typename T>
struct Pe {
  static constexpr std::size_t kAccWords = words_of(T::kAccWidth);
  static constexpr std::size_t kInWords = 2 + kAccWords;
  static constexpr std::size_t kOutWords = words_of(T::kAccWidth + 1);
  static constexpr std::size_t kNarWord = T::kAccWidth / 32;
  static constexpr int kNarBit = T::kAccWidth % 32;

  explicit Pe(typename T::Model& model) : dut(model) {}

  void run(const Workload& workload) {
    operands.load();
    if (workload.is("records", 1, 1)) {
      run_records(*this, workload.framed);
    } else if (workload.is("sweep", 4, workload.count)) {
      sweep(workload, [&] { sample(output.next(kOutWords)); });
    } else if (workload.is("raw", 4, workload.count)) {
      const double begin = seconds_now();
      sweep(workload, [] {});
      dprintf(output.descriptor(), "%s %.6f\n", workload.texts[1], seconds_now() - begin);
    } else {
      fail_usage();
    }
  }

  void step(const std::uint32_t* in, std::uint32_t* out) {
    operands.set(dut, in[0] & 0xffffu, in[0] >> 16);
    dut.rst_ni = in[1] & 1u;
    dut.en_i = (in[1] >> 1) & 1u;
    dut.first_i = (in[1] >> 2) & 1u;
    put(dut.start_i, in + 2);
    cycle();
    sample(out);
  }

  // One clock cycle: inputs change while the clock is low, registers at its rising edge.
  void cycle() {
    dut.clk_i = 0;
    dut.eval();
    dut.clk_i = 1;
    dut.eval();
  }

  void sample(std::uint32_t* out) {
    if (kOutWords > kAccWords) out[kOutWords - 1] = 0;
    get(dut.acc_o, out);
    out[kNarWord] |= static_cast<std::uint32_t>(dut.nar_o) << kNarBit;
  }

  // Calls `take` after the cycle in which a vector's result is in acc_o.
  template <typename Take>
  void sweep(const Workload& workload, Take take) {
    const std::uint64_t vectors = workload.number(1);
    const std::uint64_t depth = workload.number(2);
    const Starts starts = parse_starts(kAccWords, workload.count - 3, workload.texts + 3);
    const std::uint32_t weight_mask = (1u << operands.weight_bits()) - 1;
    const std::uint32_t act_mask = (1u << operands.act_bits()) - 1;
    constexpr std::uint64_t kDelay = T::kLatency - 1;
    const std::uint32_t* start = starts.begin;
    std::uint64_t left_in_sum = 0;
    dut.rst_ni = 0;
    dut.en_i = 0;
    cycle();
    dut.rst_ni = 1;
    dut.en_i = 1;
    for (std::uint64_t i = 0; i < vectors; ++i) {
      if (left_in_sum == 0) {
        dut.first_i = 1;
        put(dut.start_i, start);
        start += kAccWords;
        if (start == starts.end) start = starts.begin;
        left_in_sum = depth;
      } else {
        dut.first_i = 0;
      }
      --left_in_sum;
      operands.set(dut, static_cast<std::uint32_t>(i >> operands.act_bits()) & weight_mask,
                   static_cast<std::uint32_t>(i) & act_mask);
      cycle();
      if (kDelay == 0 || i >= kDelay) take();
    }
    dut.en_i = 0;
    for (std::uint64_t i = vectors < kDelay ? kDelay - vectors : 0; i < kDelay; ++i) {
      cycle();
      take();
    }
    std::free(starts.begin);
  }

  typename T::Model& dut;
  Operands<T, T::kOnLogs> operands;
};

// ---- The program ----

using Module = void (*)(VerilatedContext&, const Workload&);

// A workload on a model of its own.
template <template <typename> class Role, typename T>
void run_module(VerilatedContext& context, const Workload& workload) {
  typename T::Model dut{&context};
  Role<T> driven{dut};
  driven.run(workload);
  dut.final();
}

int drive(const Module* modules, int module_count, int argc, char** argv) {
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
    if (end - begin < 2 || module < 0 || module >= module_count) fail_usage();
    if (!framed && end < argc) fail_usage();

    VerilatedContext context;
    context.randReset(2);
    context.randSeed(static_cast<int>(std::strtoull(argv[1], nullptr, 10) % 0x7fffffffu + 1));
    modules[module](context, Workload{end - begin - 1, argv + begin + 1, framed});
    if (context.gotFinish()) {
      output.flush();
      fail(kFinishError, "the RTL calls $finish");
    }
    if (framed) output.trailer(index);
  }
  output.flush();
  return 0;
}

}  // namespace
