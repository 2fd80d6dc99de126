// A stream of weights and vectors for a systolic grid, as records on stdin:
//
//   delay, clusters, seed, vectors that may stand anywhere, then so many of them (words of act_i)
//
// and then, over and over, one of
//   kBeat mode, words of weight_i              one cycle with load_i
//   kPause cycles                              so many without
//   kVectors count, then for each of them      one each cycle
//     words of act_i, words of previous_i
//
// Out: a record for each vector: sum_o, joined_o and nar_o, each from a word of its own on, and a word
// that is 1 where they did not stay until the next edge. A vector that goes in in cycle t meets
// previous_i of cluster k, and is looked at behind it, at the edge that ends cycle t + delay + k: right
// after this edge, and again when all inputs have changed. Where they are not asked for, inputs are
// random, activations out of those that may stand anywhere. Weights and mode change only when no vector
// is under way.

#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "array-jobs.h"
#include "systolic-dut.h"
#include "word-streams.h"

class SystolicBench {
 public:
  SystolicBench(const Module& module, Systolic& dut, Input& input, Output& output)
      : ports_(module.grid), dut_(dut), input_(input), output_(output), noise_(1) {
    for (const std::size_t bits : ports_.output_bits) output_words_ += words_of(bits);
  }

  void run() {
    open();
    while (const std::uint32_t* const step = input_.take(1)) {
      switch (*step) {
        case kBeat:
          beat();
          break;
        case kPause:
          pause(*input_.need(1));
          break;
        case kVectors:
          vectors(*input_.need(1));
          break;
        default:
          fail(kStreamError, "unknown step");
      }
    }
    drain();
    cycle(nullptr, nullptr);
  }

 private:
  enum Step : std::uint32_t { kBeat = 1, kPause = 2, kVectors = 3 };

  // A vector under way, by the cycle in which it went in.
  struct Flight {
    bool valid;
    std::uint32_t* previous;
    std::uint32_t* record;
  };

  void open() {
    const std::uint32_t* const head = input_.need(4);
    delay_ = head[0];
    clusters_ = head[1];
    noise_ = Noise(head[2]);
    idle_count_ = head[3];
    if (clusters_ == 0 || idle_count_ == 0) fail(kStreamError, "no clusters or vectors");
    idle_ = copy(input_.need(idle_count_ * ports_.act_words), idle_count_ * ports_.act_words);
    weight_ = room(ports_.weight_words);
    noise_.fill(weight_, ports_.weight_words);
    previous_ = room(ports_.previous_words);
    outputs_ = room(output_words_);
    flight_count_ = delay_ + clusters_ + 1;
    flights_ = static_cast<Flight*>(std::calloc(flight_count_, sizeof(Flight)));
    for (std::size_t i = 0; i < flight_count_; ++i) {
      flights_[i] = {false, room(ports_.previous_words), room(output_words_ + 1)};
    }
    previous_masks_ = masks(ports_.previous_words, [&](std::uint32_t* mask, std::size_t cluster) {
      mark(mask, ports_.output_bits[0], cluster);
    });
    output_masks_ = masks(output_words_, [&](std::uint32_t* mask, std::size_t cluster) {
      for (const std::size_t bits : ports_.output_bits) {
        mark(mask, bits, cluster);
        mask += words_of(bits);
      }
    });
  }

  // ---- Steps ----

  void beat() {
    const std::uint32_t mode = *input_.need(1);
    const std::uint32_t* const weight = input_.need(ports_.weight_words);
    drain();
    if (mode != mode_) cycle(nullptr, nullptr);
    mode_ = mode;
    cycle(weight, nullptr);
  }

  void pause(std::uint32_t cycles) {
    drain();
    for (; cycles > 0; --cycles) cycle(nullptr, nullptr);
  }

  void vectors(std::uint32_t count) {
    for (; count > 0; --count) {
      cycle(nullptr, input_.need(ports_.act_words + ports_.previous_words));
    }
  }

  // Until the last vector has left the last cluster. What was seen is told: whoever waits sees that
  // it goes on.
  void drain() {
    if (under_way_ == 0) return;
    while (under_way_ > 0) cycle(nullptr, nullptr);
    output_.flush();
  }

  // ---- One clock cycle ----

  // With weights, a vector, or neither.
  void cycle(const std::uint32_t* beat, const std::uint32_t* vector) {
    Flight& entering = flight(0);
    if (vector != nullptr) {
      enter(entering, vector + ports_.act_words);
    }
    const std::uint32_t* const act =
        vector != nullptr ? vector : idle_ + noise_.word() % idle_count_ * ports_.act_words;
    if (beat == nullptr && noise_.word() % 8 == 0) noise_.fill(weight_, ports_.weight_words);
    join_previous();
    dut_.settle(beat != nullptr, mode_, beat != nullptr ? beat : weight_, act, previous_);
    look_again();
    dut_.clock();
    dut_.look(outputs_);
    for (std::size_t cluster = 0; cluster < clusters_; ++cluster) {
      Flight& leaving = flight(delay_ + cluster);
      if (!leaving.valid) continue;
      merge(leaving.record, outputs_, output_masks_, output_words_, cluster);
      if (cluster == clusters_ - 1) --under_way_;
    }
    ++now_;
  }

  void enter(Flight& entering, const std::uint32_t* previous) {
    entering.valid = true;
    std::memcpy(entering.previous, previous, ports_.previous_words * sizeof *previous);
    std::memset(entering.record, 0, (output_words_ + 1) * sizeof *entering.record);
    ++under_way_;
  }

  void join_previous() {
    for (std::size_t cluster = 0; cluster < clusters_; ++cluster) {
      if (flight(delay_ + cluster).valid) continue;
      noise_.fill(previous_, ports_.previous_words);
      break;
    }
    for (std::size_t cluster = 0; cluster < clusters_; ++cluster) {
      const Flight& meeting = flight(delay_ + cluster);
      if (!meeting.valid) continue;
      merge(previous_, meeting.previous, previous_masks_, ports_.previous_words, cluster);
    }
  }

  // What was seen right after the last edge must still be there.
  void look_again() {
    dut_.look(outputs_);
    for (std::size_t cluster = 0; cluster < clusters_; ++cluster) {
      Flight& leaving = flight(delay_ + cluster + 1);
      if (!leaving.valid) continue;
      if (differ(leaving.record, outputs_, cluster)) leaving.record[output_words_] = 1;
      if (cluster < clusters_ - 1) continue;
      const std::size_t words = output_words_ + 1;
      std::memcpy(output_.next(words), leaving.record, words * sizeof *leaving.record);
      leaving.valid = false;
    }
  }

  bool differ(const std::uint32_t* left, const std::uint32_t* right, std::size_t cluster) const {
    const std::uint32_t* const mask = output_masks_ + cluster * output_words_;
    std::uint32_t moved = 0;
    for (std::size_t word = 0; word < output_words_; ++word) {
      moved |= (left[word] ^ right[word]) & mask[word];
    }
    return moved != 0;
  }

  // The vector that went in so many cycles before this one.
  Flight& flight(std::size_t before) {
    return flights_[(now_ + flight_count_ - before % flight_count_) % flight_count_];
  }

  // ---- Words ----

  static std::uint32_t* room(std::size_t words) {
    return static_cast<std::uint32_t*>(std::calloc(words, sizeof(std::uint32_t)));
  }

  static std::uint32_t* copy(const std::uint32_t* words, std::size_t count) {
    std::uint32_t* const copied = room(count);
    std::memcpy(copied, words, count * sizeof *words);
    return copied;
  }

  // A mask for each cluster.
  template <typename Mark>
  std::uint32_t* masks(std::size_t words, Mark mark_cluster) const {
    std::uint32_t* const all = room(clusters_ * words);
    for (std::size_t cluster = 0; cluster < clusters_; ++cluster) {
      mark_cluster(all + cluster * words, cluster);
    }
    return all;
  }

  // Sets the bits of a port that belong to a cluster.
  void mark(std::uint32_t* mask, std::size_t bits, std::size_t cluster) const {
    const std::size_t own = bits / clusters_;
    for (std::size_t bit = cluster * own; bit < (cluster + 1) * own; ++bit) {
      mask[bit / 32] |= std::uint32_t{1} << bit % 32;
    }
  }

  static void merge(std::uint32_t* into, const std::uint32_t* from, const std::uint32_t* masks,
                    std::size_t words, std::size_t cluster) {
    const std::uint32_t* const mask = masks + cluster * words;
    for (std::size_t word = 0; word < words; ++word) {
      into[word] = (into[word] & ~mask[word]) | (from[word] & mask[word]);
    }
  }

  const GridPorts ports_;
  Systolic& dut_;
  Input& input_;
  Output& output_;
  Noise noise_;
  std::size_t output_words_ = 0;
  std::size_t delay_ = 0;
  std::size_t clusters_ = 0;
  std::size_t idle_count_ = 0;
  std::uint32_t* idle_ = nullptr;
  std::uint32_t* weight_ = nullptr;
  std::uint32_t* previous_ = nullptr;
  std::uint32_t* outputs_ = nullptr;
  std::uint32_t* previous_masks_ = nullptr;
  std::uint32_t* output_masks_ = nullptr;
  Flight* flights_ = nullptr;
  std::size_t flight_count_ = 0;
  std::size_t under_way_ = 0;
  std::size_t now_ = 0;
  std::uint32_t mode_ = 0;
};
