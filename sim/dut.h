// Modules as the driver sees them, and adapters that make Verilator's models into such modules. Part
// of the precompiled header: a simulator's translation unit (sim/unit.ts) holds little but models.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "verilated.h"

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

// ---- Modules: drive one record, sample one record (records as in driver.cpp) ----

class Dut {
 public:
  virtual ~Dut() = default;
  virtual void finish() = 0;
};

// A decoder or an encoder.
class Combinational : public Dut {
 public:
  virtual void step(const std::uint32_t* in, std::uint32_t* out) = 0;
};

constexpr std::uint32_t kReset = 1;  // rst_ni
constexpr std::uint32_t kEnable = 2;
constexpr std::uint32_t kFirst = 4;

// A PE.
class Clocked : public Dut {
 public:
  // One clock cycle: inputs change while the clock is low, registers at its rising edge. Operands are
  // words or, for a PE on logs, decoders' records. Null: start_i stays, acc_o is not read.
  virtual void cycle(std::uint32_t weight, std::uint32_t act, std::uint32_t flags,
                     const std::uint32_t* start, std::uint32_t* out) = 0;
};

// What a systolic grid takes and answers.
struct GridPorts {
  std::size_t weight_words;
  std::size_t act_words;
  std::size_t previous_words;
  // Bits of sum_o, joined_o and nar_o; 0: there is no such port.
  std::size_t output_bits[3];
};

struct Module {
  enum Role { kCombinational, kClocked, kStreamed, kHosted, kSystolic } role;
  std::size_t in_words;   // of a record; 0 for a PE
  std::size_t out_words;
  Dut* (*make)(VerilatedContext&);
  // Of a PE: words of start_i, latency, whether it takes decoded operands, else n of both.
  std::size_t acc_words;
  std::uint64_t latency;
  bool on_logs;
  int weight_bits;
  int act_bits;
  // Words of a beat of each stream: of an array in the order of Stream (array-dut.h), of an accelerator
  // in that of HostStream, then results (accelerator-dut.h).
  std::size_t beat_words[4];
  GridPorts grid;
};

// The modules of a simulator, in the order of their indices.
extern const Module kModules[];
extern const int kModuleCount;

// ---- Adapters: T describes a model by Model, its class, and the widths that its role asks for ----

template <typename T>
Dut* make(VerilatedContext& context) {
  return new typename T::Adapter{context};
}

// T: kLogWidth
template <typename T>
class Decoder final : public Combinational {
 public:
  explicit Decoder(VerilatedContext& context) : dut_{&context} {}

  void step(const std::uint32_t* in, std::uint32_t* out) override {
    put(dut_.code_i, in);
    dut_.eval();
    std::uint32_t log = 0;
    get(dut_.log_o, &log);
    const std::uint32_t sign_bit = std::uint32_t{1} << (T::kLogWidth - 1);
    log = (log ^ sign_bit) - sign_bit;
    out[0] = log * 8 + dut_.sign_o * 4u + dut_.nar_o * 2u + dut_.zero_o;
  }

  void finish() override { dut_.final(); }

 private:
  typename T::Model dut_;
};

template <typename T>
constexpr Module decoder() {
  return {Module::kCombinational, 1, 1, make<T>, 0, 0, false, 0, 0};
}

// T: kAccWidth
template <typename T>
class Encoder final : public Combinational {
 public:
  static constexpr std::size_t kInWords = words_of(T::kAccWidth + 1);

  explicit Encoder(VerilatedContext& context) : dut_{&context} {}

  void step(const std::uint32_t* in, std::uint32_t* out) override {
    constexpr std::size_t kNarWord = T::kAccWidth / 32;
    constexpr int kNarBit = T::kAccWidth % 32;
    std::uint32_t acc[kInWords];
    std::memcpy(acc, in, sizeof acc);
    dut_.nar_i = (acc[kNarWord] >> kNarBit) & 1u;
    acc[kNarWord] &= ~(std::uint32_t{1} << kNarBit);
    put(dut_.acc_i, acc);
    dut_.eval();
    get(dut_.code_o, out);
  }

  void finish() override { dut_.final(); }

 private:
  typename T::Model dut_;
};

template <typename T>
constexpr Module encoder() {
  return {Module::kCombinational, Encoder<T>::kInWords, 1, make<T>, 0, 0, false, 0, 0};
}

template <typename T>
inline void set_words(typename T::Model& dut, std::uint32_t weight, std::uint32_t act) {
  put(dut.weight_i, &weight);
  put(dut.act_i, &act);
}

template <typename T>
inline void set_logs(typename T::Model& dut, std::uint32_t weight, std::uint32_t act) {
  const std::uint32_t weight_log = (weight >> 3) & ((std::uint32_t{1} << T::kWeightLogWidth) - 1);
  const std::uint32_t act_log = (act >> 3) & ((std::uint32_t{1} << T::kActLogWidth) - 1);
  dut.weight_zero_i = weight & 1u;
  dut.weight_nar_i = (weight >> 1) & 1u;
  dut.weight_sign_i = (weight >> 2) & 1u;
  put(dut.weight_log_i, &weight_log);
  dut.act_zero_i = act & 1u;
  dut.act_nar_i = (act >> 1) & 1u;
  dut.act_sign_i = (act >> 2) & 1u;
  put(dut.act_log_i, &act_log);
}

// T: kAccWidth, kLatency, kOnLogs, then kWeightBits and kActBits, n of the operand words, or
// kWeightLogWidth and kActLogWidth
template <typename T>
class Pe final : public Clocked {
 public:
  static constexpr std::size_t kAccWords = words_of(T::kAccWidth);
  static constexpr std::size_t kOutWords = words_of(T::kAccWidth + 1);

  explicit Pe(VerilatedContext& context) : dut_{&context} {}

  void cycle(std::uint32_t weight, std::uint32_t act, std::uint32_t flags,
             const std::uint32_t* start, std::uint32_t* out) override {
    if constexpr (T::kOnLogs) {
      set_logs<T>(dut_, weight, act);
    } else {
      set_words<T>(dut_, weight, act);
    }
    dut_.rst_ni = flags & kReset;
    dut_.en_i = (flags / kEnable) & 1u;
    dut_.first_i = (flags / kFirst) & 1u;
    if (start != nullptr) put(dut_.start_i, start);
    dut_.clk_i = 0;
    dut_.eval();
    dut_.clk_i = 1;
    dut_.eval();
    if (out != nullptr) sample(out);
  }

  void finish() override { dut_.final(); }

 private:
  void sample(std::uint32_t* out) {
    if (kOutWords > kAccWords) out[kOutWords - 1] = 0;
    get(dut_.acc_o, out);
    out[T::kAccWidth / 32] |= static_cast<std::uint32_t>(dut_.nar_o) << (T::kAccWidth % 32);
  }

  typename T::Model dut_;
};

template <typename T>
constexpr Module pe_on_words() {
  return {Module::kClocked, 0,           Pe<T>::kOutWords, make<T>,    Pe<T>::kAccWords,
          T::kLatency,      false,       T::kWeightBits,   T::kActBits};
}

template <typename T>
constexpr Module pe_on_logs() {
  return {Module::kClocked, 0, Pe<T>::kOutWords, make<T>, Pe<T>::kAccWords, T::kLatency, true, 0, 0};
}
