// Simulator of one module: a model made by Verilator behind binary records on stdin and stdout.
//
// Usage: dut SEED count VECTORS                 operands count up (decoder, encoder)
//        dut SEED sweep VECTORS DEPTH START...  operand pairs count up (PE)
//        dut SEED raw VECTORS DEPTH START...    the same without records; prints vectors and seconds
//        dut SEED records                       operands come as records on stdin
//
// Built once per module with ROLE_DECODER, ROLE_PE or ROLE_ENCODER and the widths of its ports:
//   ROLE_DECODER  LOG_WIDTH
//   ROLE_PE       WEIGHT_WIDTH, ACT_WIDTH, ACC_WIDTH, LATENCY
//   ROLE_ENCODER  ACC_WIDTH
//
// Records are little-endian 32-bit words:
//   decoder  in: code_i                          out: log_o * 8 + sign_o * 4 + nar_o * 2 + zero_o
//   PE       in: weight_i + act_i * 2^16,        out: {nar_o, acc_o} as one integer
//                rst_ni + en_i * 2 + first_i * 4,
//                start_i
//   encoder  in: {nar_i, acc_i} as one integer   out: code_o
//
// START is a start value in hexadecimal, two's complement. Vector i of a sweep multiplies weight word
// i / 2^ACT_WIDTH and activation word i, both modulo their number; every DEPTH vectors a new sum
// starts from the next START. Registers without an initial value start out random by SEED. What the
// module itself prints ($display) goes to stderr, so that it cannot pass for records.

//
// The headers are few and nothing from the standard library's templates is used: this file is
// compiled once per module, and half of the time would go there.

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

#if defined(ROLE_PE) || defined(ROLE_ENCODER)
constexpr std::size_t kAccWords = words_of(ACC_WIDTH);
constexpr std::size_t kRecordWords = words_of(ACC_WIDTH + 1);
constexpr std::size_t kNarWord = ACC_WIDTH / 32;
constexpr int kNarBit = ACC_WIDTH % 32;
#endif

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

  // Room for one record of `words` words.
  std::uint32_t* next(std::size_t words) {
    if (used_ + words > kBlockWords) flush();
    std::uint32_t* record = block_ + used_;
    used_ += words;
    return record;
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
    used_ = 0;
  }

 private:
  std::uint32_t block_[kBlockWords];
  std::size_t used_ = 0;
  int descriptor_ = -1;
};

Output output;

// ---- The module: drive one record, sample one record ----

#if defined(ROLE_DECODER)

constexpr std::size_t kInWords = 1;
constexpr std::size_t kOutWords = 1;

void step(Vdut& dut, const std::uint32_t* in, std::uint32_t* out) {
  put(dut.code_i, in);
  dut.eval();
  std::uint32_t log = 0;
  get(dut.log_o, &log);
  const std::uint32_t sign_bit = std::uint32_t{1} << (LOG_WIDTH - 1);
  log = (log ^ sign_bit) - sign_bit;
  out[0] = log * 8 + dut.sign_o * 4u + dut.nar_o * 2u + dut.zero_o;
}

#elif defined(ROLE_ENCODER)

constexpr std::size_t kInWords = kRecordWords;
constexpr std::size_t kOutWords = 1;

void step(Vdut& dut, const std::uint32_t* in, std::uint32_t* out) {
  std::uint32_t acc[kRecordWords];
  std::memcpy(acc, in, sizeof acc);
  dut.nar_i = (acc[kNarWord] >> kNarBit) & 1u;
  acc[kNarWord] &= ~(std::uint32_t{1} << kNarBit);
  put(dut.acc_i, acc);
  dut.eval();
  get(dut.code_o, out);
}

#elif defined(ROLE_PE)

constexpr std::size_t kInWords = 2 + kAccWords;
constexpr std::size_t kOutWords = kRecordWords;

inline void sample(Vdut& dut, std::uint32_t* out) {
  if (kRecordWords > kAccWords) out[kRecordWords - 1] = 0;
  get(dut.acc_o, out);
  out[kNarWord] |= static_cast<std::uint32_t>(dut.nar_o) << kNarBit;
}

// One clock cycle: inputs change while the clock is low, registers at its rising edge.
inline void cycle(Vdut& dut) {
  dut.clk_i = 0;
  dut.eval();
  dut.clk_i = 1;
  dut.eval();
}

inline void set_operands(Vdut& dut, std::uint32_t weight, std::uint32_t act) {
  put(dut.weight_i, &weight);
  put(dut.act_i, &act);
}

void step(Vdut& dut, const std::uint32_t* in, std::uint32_t* out) {
  set_operands(dut, in[0] & 0xffffu, in[0] >> 16);
  dut.rst_ni = in[1] & 1u;
  dut.en_i = (in[1] >> 1) & 1u;
  dut.first_i = (in[1] >> 2) & 1u;
  put(dut.start_i, in + 2);
  cycle(dut);
  sample(dut, out);
}

void reset(Vdut& dut) {
  dut.rst_ni = 0;
  dut.en_i = 0;
  cycle(dut);
  dut.rst_ni = 1;
}

struct Starts {
  std::uint32_t* begin;
  std::uint32_t* end;
};

// Eight hexadecimal digits a word, the last digits first.
Starts parse_starts(int count, char** texts) {
  const std::size_t words = static_cast<std::size_t>(count) * kAccWords;
  auto* const begin = static_cast<std::uint32_t*>(std::calloc(words, sizeof(std::uint32_t)));
  for (int i = 0; i < count; ++i) {
    std::size_t digits = std::strlen(texts[i]);
    for (std::size_t word = 0; word < kAccWords && digits > 0; ++word) {
      const std::size_t at = digits > 8 ? digits - 8 : 0;
      texts[i][digits] = '\0';
      begin[i * kAccWords + word] =
          static_cast<std::uint32_t>(std::strtoul(texts[i] + at, nullptr, 16));
      digits = at;
    }
  }
  return {begin, begin + words};
}

// Calls `take` after the cycle in which a vector's result is in acc_o.
template <typename Take>
void sweep(Vdut& dut, std::uint64_t vectors, std::uint64_t depth,
           const Starts& starts, Take take) {
  constexpr std::uint32_t kWeightMask = (1u << WEIGHT_WIDTH) - 1;
  constexpr std::uint32_t kActMask = (1u << ACT_WIDTH) - 1;
  const std::uint32_t* start = starts.begin;
  std::uint64_t left_in_sum = 0;
  reset(dut);
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
    set_operands(dut, static_cast<std::uint32_t>(i >> ACT_WIDTH) & kWeightMask,
                 static_cast<std::uint32_t>(i) & kActMask);
    cycle(dut);
    if (LATENCY == 1 || i >= LATENCY - 1) take();
  }
  dut.en_i = 0;
  for (std::uint64_t i = vectors < LATENCY - 1 ? LATENCY - 1 - vectors : 0; i < LATENCY - 1; ++i) {
    cycle(dut);
    take();
  }
}

void write_sweep(Vdut& dut, std::uint64_t vectors, std::uint64_t depth,
                 const Starts& starts) {
  sweep(dut, vectors, depth, starts, [&] { sample(dut, output.next(kOutWords)); });
}

double seconds_now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void time_sweep(Vdut& dut, std::uint64_t vectors, std::uint64_t depth,
                const Starts& starts) {
  const double begin = seconds_now();
  sweep(dut, vectors, depth, starts, [] {});
  const double seconds = seconds_now() - begin;
  dprintf(output.descriptor(), "%llu %.6f\n", static_cast<unsigned long long>(vectors), seconds);
}

#else
#error "define ROLE_DECODER, ROLE_PE or ROLE_ENCODER"
#endif

// ---- Modes ----

#if !defined(ROLE_PE)
/** All inputs, a power of two of them, in a scattered order (sim/stimulus/counting.ts). */
void count_through(Vdut& dut, std::uint64_t vectors) {
  constexpr std::uint32_t kStride = 0x9e3779b1;
  std::uint32_t in[kInWords] = {};
  for (std::uint64_t i = 0; i < vectors; ++i) {
    in[0] = static_cast<std::uint32_t>(i) * kStride & static_cast<std::uint32_t>(vectors - 1);
    step(dut, in, output.next(kOutWords));
  }
}
#endif

void run_records(Vdut& dut) {
  constexpr std::size_t kRecordBytes = kInWords * sizeof(std::uint32_t);
  constexpr std::size_t kCapacity = kBlockWords / kInWords * kRecordBytes;
  static std::uint32_t block[kBlockWords];
  char* bytes = reinterpret_cast<char*>(block);
  std::size_t filled = 0;
  for (;;) {
    const ssize_t got = read(STDIN_FILENO, bytes + filled, kCapacity - filled);
    if (got < 0) fail(kStreamError, "cannot read from stdin");
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    const std::size_t records = filled / kRecordBytes;
    for (std::size_t i = 0; i < records; ++i) {
      step(dut, block + i * kInWords, output.next(kOutWords));
    }
    filled -= records * kRecordBytes;
    std::memmove(bytes, bytes + records * kRecordBytes, filled);
  }
  if (filled > 0) fail(kStreamError, "the last record on stdin is not whole");
}

}  // namespace

int main(int argc, char** argv) {
  const char* const mode = argc > 2 ? argv[2] : "";
  const auto is_mode = [&](const char* name) { return std::strcmp(mode, name) == 0; };
  const auto number = [&](int at) { return std::strtoull(argv[at], nullptr, 10); };

  output.open();
  VerilatedContext context;
  context.randReset(2);
  if (argc > 1) context.randSeed(static_cast<int>(number(1) % 0x7fffffffu + 1));
  Vdut dut{&context};

  if (is_mode("records") && argc == 3) {
    run_records(dut);
#if defined(ROLE_PE)
  } else if (is_mode("sweep") && argc > 5) {
    write_sweep(dut, number(3), number(4), parse_starts(argc - 5, argv + 5));
  } else if (is_mode("raw") && argc > 5) {
    time_sweep(dut, number(3), number(4), parse_starts(argc - 5, argv + 5));
#else
  } else if (is_mode("count") && argc == 4) {
    count_through(dut, number(3));
#endif
  } else {
    fail(kUsageError, "usage: dut SEED (count VECTORS | (sweep|raw) VECTORS DEPTH START... | records)");
  }
  output.flush();
  dut.final();
  if (context.gotFinish()) fail(kFinishError, "the RTL calls $finish");
  return 0;
}
