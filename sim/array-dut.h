// Adapters of an array's modules: the whole array as four streams, one lane of one of its PEs as a PE
// of its own, and decoders and encoders whose formats come at run time (records as in driver.cpp).

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "dut.h"

// ---- Fields of ports that hold several values ----

constexpr std::uint32_t low_bits(std::size_t bits) {
  return bits >= 32 ? 0xffffffffu : (std::uint32_t{1} << bits) - 1;
}

// Writes the low `bits` bits of a value into words, from bit `at` on.
inline void put_field(std::uint32_t* words, std::size_t at, std::size_t bits,
                      const std::uint32_t* value) {
  for (std::size_t done = 0; done < bits;) {
    const std::size_t bit = (at + done) % 32;
    const std::size_t from = done % 32;
    std::size_t count = bits - done;
    if (count > 32 - bit) count = 32 - bit;
    if (count > 32 - from) count = 32 - from;
    const std::uint32_t mask = low_bits(count);
    std::uint32_t& word = words[(at + done) / 32];
    word = (word & ~(mask << bit)) | (((value[done / 32] >> from) & mask) << bit);
    done += count;
  }
}

// Reads `bits` bits from bit `at` on; bits above are 0.
inline void get_field(const std::uint32_t* words, std::size_t at, std::size_t bits,
                      std::uint32_t* value) {
  for (std::size_t word = 0; word < words_of(bits); ++word) {
    const std::size_t begin = at + 32 * word;
    const std::size_t shift = begin % 32;
    const std::size_t count = bits - 32 * word < 32 ? bits - 32 * word : 32;
    std::uint32_t taken = words[begin / 32] >> shift;
    if (shift + count > 32) taken |= words[begin / 32 + 1] << (32 - shift);
    value[word] = taken & low_bits(count);
  }
}

// A port's low `bits` bits; Verilator rests on the bits above a port's width being 0.
template <std::size_t Bits, typename Port>
inline void put_bits(Port& port, const std::uint32_t* words) {
  std::uint32_t clean[words_of(Bits) < 2 ? 2 : words_of(Bits)] = {};
  std::memcpy(clean, words, words_of(Bits) * sizeof *words);
  clean[(Bits - 1) / 32] &= low_bits((Bits - 1) % 32 + 1);
  put(port, clean);
}

// Pseudo-random words: xorshift.
class Noise {
 public:
  explicit Noise(std::uint32_t seed) : state_(seed == 0 ? 1 : seed) {}

  std::uint32_t word() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }

  void fill(std::uint32_t* words, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) words[i] = word();
  }

 private:
  std::uint32_t state_;
};

// ---- The whole array ----

enum Stream { kChannels, kWeights, kActs, kResults, kStreamCount };

// An array, one clock cycle after another: offer and accept, settle, look, clock.
class Streamed : public Dut {
 public:
  virtual void reset(bool active) = 0;
  virtual void offer(Stream stream, bool valid, const std::uint32_t* beat) = 0;
  virtual void accept(bool ready) = 0;
  virtual void settle() = 0;
  virtual void clock() = 0;
  // Ready outputs of the inputs, and result_valid_o.
  virtual bool flag(Stream stream) const = 0;
  virtual void result(std::uint32_t* beat) const = 0;
};

// T: bits of ports, 0 where one is absent: kChannelStart, kChannelScale, kWeight, kAct, kResult, kMode,
// kEs, kRs, kVectors
template <typename T>
class Array final : public Streamed {
 public:
  // Of the description that comes with a beat of weights: mode, then es and rs of weights, activations
  // and outputs, four bits each; the vectors of the tile, 1 << 29 first, 1 << 30 last, 1 << 31 relu.
  static constexpr std::size_t kDescription = 2;
  static constexpr std::size_t kBeatWords[kStreamCount] = {
      words_of(T::kChannelStart) + words_of(T::kChannelScale), words_of(T::kWeight) + kDescription,
      words_of(T::kAct), words_of(T::kResult)};

  explicit Array(VerilatedContext& context) : dut_{&context} {}

  void reset(bool active) override { dut_.rst_ni = active ? 0 : 1; }

  void offer(Stream stream, bool valid, const std::uint32_t* beat) override {
    switch (stream) {
      case kChannels:
        dut_.channel_valid_i = valid;
        if constexpr (T::kChannelStart > 0) put_bits<T::kChannelStart>(dut_.channel_start_i, beat);
        put_bits<T::kChannelScale>(dut_.channel_scale_i, beat + words_of(T::kChannelStart));
        break;
      case kWeights:
        dut_.weight_valid_i = valid;
        put_bits<T::kWeight>(dut_.weight_data_i, beat);
        describe(beat + words_of(T::kWeight));
        break;
      default:
        dut_.act_valid_i = valid;
        put_bits<T::kAct>(dut_.act_data_i, beat);
    }
  }

  void accept(bool ready) override { dut_.result_ready_i = ready; }

  void settle() override {
    dut_.clk_i = 0;
    dut_.eval();
  }

  void clock() override {
    dut_.clk_i = 1;
    dut_.eval();
  }

  bool flag(Stream stream) const override {
    switch (stream) {
      case kChannels:
        return dut_.channel_ready_o;
      case kWeights:
        return dut_.weight_ready_o;
      case kActs:
        return dut_.act_ready_o;
      default:
        return dut_.result_valid_o;
    }
  }

  void result(std::uint32_t* beat) const override { get(dut_.result_data_o, beat); }

  void finish() override { dut_.final(); }

 private:
  void describe(const std::uint32_t* tile) {
    const auto field = [&](int at, int bits) { return (tile[0] >> at) & low_bits(bits); };
    if constexpr (T::kMode > 0) dut_.tile_mode_i = field(0, T::kMode);
    if constexpr (T::kEs > 0) {
      dut_.tile_weight_es_i = field(4, T::kEs);
      dut_.tile_act_es_i = field(12, T::kEs);
      dut_.tile_out_es_i = field(20, T::kEs);
    }
    if constexpr (T::kRs > 0) {
      dut_.tile_weight_rs_i = field(8, T::kRs);
      dut_.tile_act_rs_i = field(16, T::kRs);
      dut_.tile_out_rs_i = field(24, T::kRs);
    }
    put_bits<T::kVectors>(dut_.tile_vectors_i, tile + 1);
    dut_.tile_first_i = (tile[1] >> 29) & 1u;
    dut_.tile_last_i = (tile[1] >> 30) & 1u;
    dut_.tile_relu_i = tile[1] >> 31;
  }

  typename T::Model dut_;
};

template <typename T>
constexpr Module array() {
  Module module{};
  module.role = Module::kStreamed;
  module.make = make<T>;
  for (int stream = 0; stream < kStreamCount; ++stream) {
    module.beat_words[stream] = Array<T>::kBeatWords[stream];
  }
  return module;
}

// ---- One lane of a PE ----

// Behaves as a PE on decoded operands: a set is loaded, then swapped in beside its activation, then
// added. The other lanes work on random weights and sums, so that lanes that are mixed up show.
// T: kWeightWidth, kActWidth, kSumWidth, kLanes, bits of ports; of the lane kLane, kWeightAt and kSumAt,
// places in the ports, kLogWidth and kActLogWidth, kLaneSum, bits that it takes in a sum, and kAccWidth,
// those of them that this row holds
template <typename T>
class LaneOfPe final : public Clocked {
 public:
  static constexpr std::size_t kAccWords = words_of(T::kAccWidth);
  static constexpr std::size_t kOutWords = words_of(T::kAccWidth + 1);

  explicit LaneOfPe(VerilatedContext& context) : dut_{&context}, noise_(0x2545f491u) {}

  void cycle(std::uint32_t weight, std::uint32_t act, std::uint32_t flags,
             const std::uint32_t* start, std::uint32_t* out) override {
    load(weight);
    swap();
    add();
    dut_.clk_i = 0;
    dut_.eval();
    dut_.clk_i = 1;
    dut_.eval();
    advance(weight, act, flags, start);
    if (out != nullptr) sample(out);
  }

  void finish() override { dut_.final(); }

 private:
  struct Stage {
    std::uint32_t weight, act, flags;
    std::uint32_t start[kAccWords];
  };

  // The shadow register is written only where the weight is another one.
  void load(std::uint32_t weight) {
    const bool is_new = !loaded_any_ || weight != loaded_;
    std::uint32_t bus[words_of(T::kWeightWidth)];
    noise_.fill(bus, words_of(T::kWeightWidth));
    if (is_new) put_operand(bus, T::kWeightAt, T::kLogWidth, weight);
    dut_.load_i = is_new;
    put_bits<T::kWeightWidth>(dut_.weight_i, bus);
    swaps_next_ = is_new;
    loaded_ = weight;
    loaded_any_ = true;
  }

  void swap() {
    std::uint32_t bus[words_of(T::kActWidth)] = {};
    put_operand(bus, 0, T::kActLogWidth, arriving_.act);
    dut_.swap_i = swaps_;
    put_bits<T::kActWidth>(dut_.act_i, bus);
  }

  void add() {
    std::uint32_t bus[words_of(T::kSumWidth)];
    noise_.fill(bus, words_of(T::kSumWidth));
    std::uint32_t nar = noise_.word();
    const bool first = adding_.flags & kFirst;
    const std::uint32_t* const from = first ? adding_.start : acc_;
    std::uint32_t extended[words_of(T::kLaneSum)];
    const std::uint32_t sign = (from[(T::kAccWidth - 1) / 32] >> ((T::kAccWidth - 1) % 32)) & 1u;
    std::memset(extended, sign ? 0xff : 0, sizeof extended);
    put_field(extended, 0, T::kAccWidth, from);
    put_field(bus, T::kSumAt, T::kLaneSum, extended);
    nar = (nar & ~(1u << T::kLane)) | (static_cast<std::uint32_t>(!first && nar_) << T::kLane);
    put_bits<T::kSumWidth>(dut_.sum_i, bus);
    put_bits<T::kLanes>(dut_.nar_i, &nar);
  }

  void advance(std::uint32_t weight, std::uint32_t act, std::uint32_t flags,
               const std::uint32_t* start) {
    if (start != nullptr) std::memcpy(start_, start, sizeof start_);
    if (adding_.flags & kEnable) take_sum();
    adding_ = arriving_;
    arriving_ = {weight, act, flags, {}};
    std::memcpy(arriving_.start, start_, sizeof start_);
    swaps_ = swaps_next_;
    if (flags & kReset) return;
    adding_.flags = arriving_.flags = 0;
    std::memset(acc_, 0, sizeof acc_);
    nar_ = false;
  }

  // Bits above those of the row must repeat its sign: where they do not, the sum is complemented.
  void take_sum() {
    std::uint32_t bus[words_of(T::kSumWidth)];
    std::uint32_t sum[words_of(T::kLaneSum)];
    std::uint32_t nar = 0;
    get(dut_.sum_o, bus);
    get(dut_.nar_o, &nar);
    get_field(bus, T::kSumAt, T::kLaneSum, sum);
    get_field(sum, 0, T::kAccWidth, acc_);
    nar_ = (nar >> T::kLane) & 1u;
    const auto bit = [&](std::size_t at) { return (sum[at / 32] >> (at % 32)) & 1u; };
    bool repeats = true;
    for (std::size_t at = T::kAccWidth; at < T::kLaneSum; ++at) {
      repeats = repeats && bit(at) == bit(T::kAccWidth - 1);
    }
    if (!repeats) acc_[0] = ~acc_[0] & low_bits(T::kAccWidth);
  }

  void sample(std::uint32_t* out) const {
    out[kOutWords - 1] = 0;
    std::memcpy(out, acc_, sizeof acc_);
    out[T::kAccWidth / 32] |= static_cast<std::uint32_t>(nar_) << (T::kAccWidth % 32);
  }

  // A decoder's record as {nar, zero, sign, log}.
  static void put_operand(std::uint32_t* bus, std::size_t at, std::size_t log_width,
                          std::uint32_t record) {
    const std::uint32_t log = record >> 3;
    const std::uint32_t flags =
        ((record >> 2) & 1u) | ((record & 1u) << 1) | (((record >> 1) & 1u) << 2);
    put_field(bus, at, log_width, &log);
    put_field(bus, at + log_width, 3, &flags);
  }

  typename T::Model dut_;
  Noise noise_;
  bool loaded_any_ = false;
  std::uint32_t loaded_ = 0;
  bool swaps_next_ = false;
  bool swaps_ = false;
  // Sets whose weight was loaded, and that work on their product.
  Stage arriving_{};
  Stage adding_{};
  std::uint32_t start_[kAccWords] = {};
  std::uint32_t acc_[kAccWords] = {};
  bool nar_ = false;
};

template <typename T>
constexpr Module lane_of_pe() {
  Module module{};
  module.role = Module::kClocked;
  module.out_words = LaneOfPe<T>::kOutWords;
  module.make = make<T>;
  module.acc_words = LaneOfPe<T>::kAccWords;
  module.latency = 3;
  module.on_logs = true;
  return module;
}

// ---- Decoders and encoders whose formats come at run time ----

// T: bits of ports, 0 where one is absent: kMode, kEs; kLanes, kLog0 and kLog1
template <typename T>
class RunTimeDecoder final : public Combinational {
 public:
  explicit RunTimeDecoder(VerilatedContext& context) : dut_{&context} {}

  void step(const std::uint32_t* in, std::uint32_t* out) override {
    dut_.code_i = in[0] & 0xffu;
    dut_.rs_i = (in[0] >> 12) & 7u;
    if constexpr (T::kEs > 0) dut_.es_i = (in[0] >> 8) & low_bits(T::kEs);
    if constexpr (T::kMode > 0) dut_.mode_i = (in[0] >> 16) & 3u;
    dut_.eval();
    for (int lane = 0; lane < T::kLanes; ++lane) {
      const auto bit = [&](std::uint32_t flags) { return (flags >> lane) & 1u; };
      out[lane] =
          log(lane) * 8 + bit(dut_.sign_o) * 4 + bit(dut_.nar_o) * 2 + bit(dut_.zero_o);
    }
  }

  void finish() override { dut_.final(); }

 private:
  std::uint32_t log(int lane) {
    std::uint32_t bits = 0;
    std::size_t width = 0;
    if constexpr (T::kLog > 0) {
      get(dut_.log_o, &bits);
      width = T::kLog;
    }
    if constexpr (T::kLog0 > 0) {
      if (lane == 0) {
        get(dut_.log_0_o, &bits);
        width = T::kLog0;
      }
    }
    if constexpr (T::kLog1 > 0) {
      if (lane == 1) {
        get(dut_.log_1_o, &bits);
        width = T::kLog1;
      }
    }
    if (width == 0) return 0;
    const std::uint32_t sign_bit = std::uint32_t{1} << (width - 1);
    return (bits ^ sign_bit) - sign_bit;
  }

  typename T::Model dut_;
};

template <typename T>
constexpr Module run_time_decoder() {
  Module module{};
  module.role = Module::kCombinational;
  module.in_words = 1;
  module.out_words = T::kLanes;
  module.make = make<T>;
  return module;
}

// T: kAccWidth; kScale, kEs and kRs, bits of ports, 0 where one is absent
template <typename T>
class RunTimeEncoder final : public Combinational {
 public:
  static constexpr std::size_t kSumWords = words_of(T::kAccWidth + 1);

  explicit RunTimeEncoder(VerilatedContext& context) : dut_{&context} {}

  void step(const std::uint32_t* in, std::uint32_t* out) override {
    const std::uint32_t form = in[kSumWords + 1];
    dut_.nar_i = (in[T::kAccWidth / 32] >> (T::kAccWidth % 32)) & 1u;
    put_bits<T::kAccWidth>(dut_.acc_i, in);
    put_bits<T::kScale>(dut_.scale_i, in + kSumWords);
    if constexpr (T::kEs > 0) dut_.es_i = form & low_bits(T::kEs);
    if constexpr (T::kRs > 0) dut_.rs_i = (form >> 4) & low_bits(T::kRs);
    dut_.relu_i = (form >> 8) & 1u;
    dut_.eval();
    get(dut_.code_o, out);
  }

  void finish() override { dut_.final(); }

 private:
  typename T::Model dut_;
};

template <typename T>
constexpr Module run_time_encoder() {
  Module module{};
  module.role = Module::kCombinational;
  module.in_words = RunTimeEncoder<T>::kSumWords + 2;
  module.out_words = 1;
  module.make = make<T>;
  return module;
}
