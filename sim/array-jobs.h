// Jobs of an array, as records on stdin: beats for its streams, and how they are held up.
//
// A job is kHeader words, then its beats: channels, weights, activations (words as Array::offer takes
// them). It begins with one cycle of reset and is over when all its results have come.
//
//   0  1: cycles are told, else 0 in their place
//   1  cycle at whose end the job is given up, and the next reset comes; 0: none
//   2  cycles without any beat after which it is given up
//   3  cycles in which nothing more may come after its last result
//   4  seed of what holds the streams up
//   5  beats of channels, weights, activations and results
//   9  for channels, weights, activations, results: chance of a gap before a beat in 1/256, plus its
//      longest length in cycles times 2^16
//  13  cycle before which no result is taken
//
// Out: a record {cycle, data} for each result, kMissing in place of the cycle of one that did not come;
// none for a job that was given up at a set cycle. Then the summary in as many records as it needs:
// faults, results too many, then beats taken with the cycles of the first and last one, for channels,
// weights and activations. Cycle 0 is the one after reset.

#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "array-dut.h"
#include "clock.h"
#include "word-streams.h"

constexpr std::size_t kHeader = 14;
constexpr std::uint32_t kMissing = 0xffffffff;
constexpr std::size_t kSummaryWords = 11;

enum Fault : std::uint32_t {
  kMoved = 1,       // a valid or ready output, or results, changed without a clock edge
  kNotHeld = 2,     // a result was taken back or changed before it was accepted
  kAfterReset = 4,  // a result was valid right after reset
  kStuck = 8,       // nothing moved any more
};

// When a stream pauses: gaps of random length between beats.
class Gaps {
 public:
  Gaps(std::uint32_t law, std::uint32_t seed)
      : chance_(law & 0xffffu), longest_(law >> 16), noise_(seed) {}

  // Whether the stream moves on in this cycle. It does at least once between two gaps.
  bool open() {
    if (left_ > 0) {
      --left_;
      after_gap_ = true;
      return false;
    }
    if (!after_gap_ && chance_ > 0 && (noise_.word() >> 8) % 256 < chance_) {
      left_ = noise_.word() % longest_;
      after_gap_ = true;
      return false;
    }
    after_gap_ = false;
    return true;
  }

 private:
  std::uint32_t chance_;
  std::uint32_t longest_;
  Noise noise_;
  std::uint32_t left_ = 0;
  bool after_gap_ = false;
};

// Words on the heap that grow to the largest need.
class Buffer {
 public:
  ~Buffer() { std::free(words_); }
  std::uint32_t* at_least(std::size_t words) {
    if (words > size_) {
      words_ = static_cast<std::uint32_t*>(std::realloc(words_, words * sizeof *words_));
      if (words_ == nullptr) fail(kStreamError, "out of memory");
      size_ = words;
    }
    return words_;
  }

 private:
  std::uint32_t* words_ = nullptr;
  std::size_t size_ = 0;
};

// How long the model alone took.
struct Replayed {
  unsigned long long cycles;
  double seconds;
};

class ArrayBench {
 public:
  ArrayBench(const Module& module, Streamed& dut, Input& input, Output& output)
      : module_(module), dut_(dut), input_(input), output_(output) {
    for (Outputs* outputs : {&before_, &now_, &last_}) {
      outputs->data = static_cast<std::uint32_t*>(
          std::calloc(module.beat_words[kResults], sizeof(std::uint32_t)));
    }
  }

  ~ArrayBench() {
    for (Outputs* outputs : {&before_, &now_, &last_}) std::free(outputs->data);
  }

  // All jobs on stdin.
  void run() {
    while (read_job()) run_job();
  }

  // All jobs on stdin without an answer: each is carried out, then once more with nothing but what the
  // model needs of it, which is timed.
  Replayed replay() {
    answers_ = false;
    Replayed replayed{};
    while (read_job()) {
      traced_ = 0;
      run_job();
      Noise noise(header_[4]);
      reset(noise);
      const double begin = seconds_now();
      repeat_trace();
      replayed.seconds += seconds_now() - begin;
      replayed.cycles += traced_;
    }
    return replayed;
  }

 private:
  struct Outputs {
    bool flags[kStreamCount];
    std::uint32_t* data;
  };

  struct Source {
    const std::uint32_t* next;
    std::uint32_t beats;   // in all
    std::uint32_t taken;
    std::uint32_t first, last;  // cycles of beats
    bool offered;
  };

  static constexpr int kInputs = 3;
  // The trace grows by so many cycles.
  static constexpr std::size_t kTraceCycles = 4096;

  std::uint32_t beats(int stream) const { return header_[5 + stream]; }

  bool read_job() {
    const std::uint32_t* const header = input_.take(kHeader);
    if (header == nullptr) return false;
    std::memcpy(header_, header, sizeof header_);
    read_beats();
    return true;
  }

  void read_beats() {
    for (int stream = 0; stream < kInputs; ++stream) {
      const std::size_t words = module_.beat_words[stream];
      std::uint32_t* const kept = buffers_[stream].at_least(beats(stream) * words);
      for (std::uint32_t beat = 0; beat < beats(stream); ++beat) {
        std::memcpy(kept + beat * words, input_.need(words), words * sizeof *kept);
      }
      sources_[stream] = {kept, beats(stream), 0, 0, 0, false};
    }
  }

  void run_job() {
    const std::uint32_t seed = header_[4];
    Noise noise(seed ^ 0x9e3779b9u);
    Gaps gaps[kStreamCount] = {{header_[9], noise.word()},
                               {header_[10], noise.word()},
                               {header_[11], noise.word()},
                               {header_[12], noise.word()}};
    const std::uint32_t given_up = header_[1];
    faults_ = results_ = surplus_ = 0;
    reset(noise);
    look(before_);
    if (before_.flags[kResults]) faults_ |= kAfterReset;
    std::uint32_t quiet = 0;
    std::uint32_t after = 0;
    bool waiting = false;
    for (std::uint32_t cycle = 0; given_up == 0 || cycle < given_up; ++cycle) {
      const bool done = results_ == beats(kResults) && all_taken();
      if (given_up == 0 && done && after++ == header_[3]) break;
      if (given_up == 0 && !done && quiet++ == header_[2]) {
        faults_ |= kStuck;
        break;
      }
      offer(gaps, noise);
      const bool accepts = gaps[kResults].open() && cycle >= header_[13];
      if (!answers_) trace(accepts);
      dut_.accept(accepts);
      dut_.settle();
      look(now_);
      if (!same(before_, now_)) faults_ |= kMoved;
      if (waiting && (!now_.flags[kResults] || !same_data(last_, now_))) faults_ |= kNotHeld;
      if (take_beats(cycle)) quiet = 0;
      if (now_.flags[kResults] && accepts && take_result(cycle)) quiet = 0;
      waiting = now_.flags[kResults] && !accepts;
      copy(last_, now_);
      dut_.clock();
      look(before_);
    }
    if (given_up == 0) {
      while (results_ < beats(kResults)) missing_result();
    }
    summarise();
  }

  // One cycle of reset, with everything offered.
  void reset(Noise& noise) {
    dut_.reset(true);
    for (int stream = 0; stream < kInputs; ++stream) {
      dut_.offer(static_cast<Stream>(stream), noise.word() & 1u, garbage(stream, noise));
    }
    dut_.accept(noise.word() & 1u);
    dut_.settle();
    dut_.clock();
    dut_.reset(false);
  }

  // A beat that is offered stays until it is taken; between beats there is garbage.
  void offer(Gaps* gaps, Noise& noise) {
    for (int stream = 0; stream < kInputs; ++stream) {
      Source& source = sources_[stream];
      if (!source.offered && source.taken < source.beats) source.offered = gaps[stream].open();
      dut_.offer(static_cast<Stream>(stream), source.offered,
                 source.offered ? source.next : garbage(stream, noise));
    }
  }

  bool take_beats(std::uint32_t cycle) {
    bool any = false;
    for (int stream = 0; stream < kInputs; ++stream) {
      Source& source = sources_[stream];
      if (!source.offered || !now_.flags[stream]) continue;
      if (source.taken == 0) source.first = cycle;
      source.last = cycle;
      ++source.taken;
      source.next += module_.beat_words[stream];
      source.offered = false;
      any = true;
    }
    return any;
  }

  // Whether the result is one of those that must come.
  bool take_result(std::uint32_t cycle) {
    if (results_ == beats(kResults) || header_[1] != 0) {
      ++surplus_;
      return false;
    }
    ++results_;
    std::uint32_t* const record = new_record();
    record[0] = told(cycle);
    std::memcpy(record + 1, now_.data, module_.beat_words[kResults] * sizeof *record);
    return true;
  }

  void missing_result() {
    ++results_;
    std::uint32_t* const record = new_record();
    std::memset(record, 0, (1 + module_.beat_words[kResults]) * sizeof *record);
    record[0] = kMissing;
  }

  void summarise() {
    const bool given_up = header_[1] != 0;
    std::uint32_t summary[kSummaryWords] = {faults_, given_up ? 0 : surplus_};
    for (int stream = 0; stream < kInputs && !given_up; ++stream) {
      const Source& source = sources_[stream];
      summary[2 + 3 * stream] = source.taken;
      summary[3 + 3 * stream] = told(source.first);
      summary[4 + 3 * stream] = told(source.last);
    }
    const std::size_t record_words = 1 + module_.beat_words[kResults];
    for (std::size_t at = 0; at < kSummaryWords; at += record_words) {
      std::uint32_t* const record = new_record();
      for (std::size_t word = 0; word < record_words; ++word) {
        record[word] = at + word < kSummaryWords ? summary[at + word] : 0;
      }
    }
  }

  // Room for a record of a result's size.
  std::uint32_t* new_record() {
    const std::size_t words = 1 + module_.beat_words[kResults];
    return answers_ ? output_.next(words) : unread_.at_least(words);
  }

  // What this cycle offers: a beat's place in its stream, or kMissing, and whether a result is taken.
  void trace(bool accepts) {
    if (traced_ % kTraceCycles == 0) {
      trace_.at_least((traced_ + kTraceCycles) * kStreamCount);
    }
    std::uint32_t* const cycle = trace_.at_least(0) + traced_++ * kStreamCount;
    for (int stream = 0; stream < kInputs; ++stream) {
      cycle[stream] = sources_[stream].offered ? sources_[stream].taken : kMissing;
    }
    cycle[kResults] = accepts;
  }

  void repeat_trace() {
    const std::uint32_t* cycle = trace_.at_least(0);
    for (std::size_t index = 0; index < traced_; ++index, cycle += kStreamCount) {
      for (int stream = 0; stream < kInputs; ++stream) {
        const std::uint32_t beat = cycle[stream];
        if (index > 0 && beat == cycle[stream - kStreamCount]) continue;
        const bool valid = beat != kMissing;
        dut_.offer(static_cast<Stream>(stream), valid,
                   buffers_[stream].at_least(0) + (valid ? beat : 0) * module_.beat_words[stream]);
      }
      dut_.accept(cycle[kResults] != 0);
      dut_.settle();
      dut_.clock();
    }
  }

  std::uint32_t told(std::uint32_t cycle) const { return header_[0] == 0 ? 0 : cycle; }

  bool all_taken() const {
    for (const Source& source : sources_) {
      if (source.taken != source.beats) return false;
    }
    return true;
  }

  const std::uint32_t* garbage(int stream, Noise& noise) {
    const std::size_t words = module_.beat_words[stream];
    std::uint32_t* const kept = noise_words_.at_least(words);
    noise.fill(kept, words);
    return kept;
  }

  void look(Outputs& outputs) const {
    for (int stream = 0; stream < kStreamCount; ++stream) {
      outputs.flags[stream] = dut_.flag(static_cast<Stream>(stream));
    }
    dut_.result(outputs.data);
  }

  std::size_t data_bytes() const { return module_.beat_words[kResults] * sizeof(std::uint32_t); }

  bool same_data(const Outputs& a, const Outputs& b) const {
    return std::memcmp(a.data, b.data, data_bytes()) == 0;
  }

  // Results count only where they are valid.
  bool same(const Outputs& a, const Outputs& b) const {
    return std::memcmp(a.flags, b.flags, sizeof a.flags) == 0 &&
           (!a.flags[kResults] || same_data(a, b));
  }

  void copy(Outputs& to, const Outputs& from) const {
    std::memcpy(to.flags, from.flags, sizeof to.flags);
    std::memcpy(to.data, from.data, data_bytes());
  }

  const Module& module_;
  Streamed& dut_;
  Input& input_;
  Output& output_;
  std::uint32_t header_[kHeader];
  Buffer buffers_[kInputs];
  Buffer noise_words_;
  Buffer unread_;
  Buffer trace_;
  std::size_t traced_ = 0;
  bool answers_ = true;
  Source sources_[kInputs];
  Outputs before_;
  Outputs now_;
  Outputs last_;
  std::uint32_t faults_ = 0;
  std::uint32_t results_ = 0;
  std::uint32_t surplus_ = 0;
};
