// Jobs of an accelerator, as records on stdin: what a host does, one action after another, the beats
// that it sends, and how every channel is held up.
//
// A job is kHostHeader words, then kActionWords words an action, then beats of weights, activations and
// channels. It begins with a reset; memories keep what they hold. Header:
//
//   0  seed of what holds channels up and of what lies on ports that are not valid
//   1  cycles without any beat or answer (those of polls apart) after which the job is given up
//   2  cycles in which nothing more may come after the last action
//   3  actions; 4 answers; 5 results
//   6  beats of weights, activations, channels
//   9  for AW, W, B, AR, R, weights, activations, channels, results: chance of a gap before a beat in
//      1/256, plus its longest length in cycles times 2^16
//
// An action is a word op + flags * 2^8 + wstrb * 2^16, then three operands:
//
//   write   address, data, results of the run that it starts    an answer: BRESP, 0
//   read    address                                             an answer: RRESP, RDATA
//   send    stream, beats: on their own from here on
//   fence   waits for what went before: bits 0 to 2 streams, 3 writes, 4 reads
//   wait    for the end of the run: 0 by irq_o, 1 by polling STATUS
//   cycles  address, most cycles that a run may take or 0       an answer: RRESP, 0 where CYCLES is right
//   hold    1: results are not taken from here on, 0: they are again
//   reset   cycles before it, results that count of all so far, cycles of reset
//   idle    cycles
//   irq     cycles before irq_o is sampled                      an answer: 0, irq_o
//
// Writes and reads wait for their answer, unless flagged as posted; those flagged as dropped are not
// answered for, because a reset comes between.
//
// Out: a record {info, words} for each answer, for each result {tlast, tdata}, kMissing as info of what
// did not come; then one record of faults, results too many, and the cycle of the first fault.

#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "accelerator-dut.h"
#include "array-jobs.h"
#include "word-streams.h"

enum Op : std::uint32_t {
  kWrite, kRead, kSend, kFence, kWait, kCycles, kHold, kResetNow, kIdle, kIrq,
};

enum ActionFlag : std::uint32_t { kPosted = 1, kDropped = 2, kStarts = 4 };

enum HostFault : std::uint32_t {
  kOutputMoved = 1,     // an output changed without a clock edge
  kWithdrawn = 2,       // a valid output was taken back, or its payload changed, before the handshake
  kValidInReset = 4,    // a valid output (or irq_o) was 1 in or right after reset
  kUnasked = 8,         // B without AW and W, R without AR, or more of them than requests
  kBadResponse = 16,    // neither OKAY nor SLVERR
  kEarlyDone = 32,      // done or irq_o before a run's last result was taken
  kEarlyResult = 64,    // a result before its run was started, or too many
  kBadStatus = 128,     // a polled STATUS that is neither busy nor done, or both
  kNoProgress = 256,    // nothing moved any more
};

enum Channel { kAw, kW, kB, kAr, kR, kFirstStream, kResultChannel = 8, kChannelCount };

class AcceleratorBench {
 public:
  AcceleratorBench(const Module& module, Hosted& dut, Input& input, Output& output)
      : module_(module), dut_(dut), input_(input), output_(output) {
    for (HostOutputs* outputs : {&before_, &now_, &last_}) {
      results_room_.emplace_back(module.beat_words[kHostStreams] + 1);
      outputs->result = results_room_.back().data();
    }
  }

  // All jobs on stdin.
  void run() {
    while (read_job()) run_job();
  }

 private:
  static constexpr std::size_t kHostHeader = 18;
  static constexpr std::size_t kActionWords = 4;
  static constexpr std::uint32_t kStatusAddress = 0x024;
  static constexpr std::uint32_t kNever = 0xffffffff;

  struct Access {
    enum Kind { kPlain, kStart, kMeasure, kPoll } kind;
    std::uint32_t address, data, strobe;
    std::size_t answer;       // kNoAnswer: none
    std::uint32_t operand;    // results of a run, or most cycles
    std::uint32_t asked;      // cycle of the AR handshake
  };
  static constexpr std::size_t kNoAnswer = ~std::size_t{0};

  struct Run {
    std::uint32_t accepted, answered, ended;  // cycles
  };

  struct Pending {
    const std::uint32_t* next;
    std::uint32_t sent, taken;  // beats
    bool offered;
  };

  struct Answer {
    std::uint32_t info, data;
  };

  bool read_job() {
    const std::uint32_t* const header = input_.take(kHostHeader);
    if (header == nullptr) return false;
    std::memcpy(header_, header, sizeof header_);
    actions_.clear();
    for (std::size_t left = header_[3] * kActionWords; left > 0; --left) {
      actions_.push_back(*input_.need(1));
    }
    for (int stream = 0; stream < kHostStreams; ++stream) {
      const std::size_t words = module_.beat_words[stream];
      beats_[stream].clear();
      for (std::uint32_t beat = 0; beat < header_[6 + stream]; ++beat) {
        const std::uint32_t* const from = input_.need(words);
        beats_[stream].insert(beats_[stream].end(), from, from + words);
      }
    }
    return true;
  }

  // ---- A job ----

  void run_job() {
    begin();
    reset(1 + noise_.word() % 3);
    for (at_ = 0; at_ < actions_.size() && !gave_up_; at_ += kActionWords) act(&actions_[at_]);
    hold_ = false;
    fence(0x1f);
    for (std::uint32_t left = header_[2]; left > 0 && !gave_up_; --left) cycle();
    report();
  }

  void begin() {
    noise_ = Noise(header_[0] ^ 0x9e3779b9u);
    for (int channel = 0; channel < kChannelCount; ++channel) {
      gaps_[channel] = Gaps(header_[9 + channel], noise_.word());
    }
    for (int stream = 0; stream < kHostStreams; ++stream) {
      pending_[stream] = {beats_[stream].data(), 0, 0, false};
    }
    answers_.clear();
    result_words_.clear();
    results_ = due_ = surplus_ = faults_ = first_fault_ = now_cycle_ = quiet_ = 0;
    gave_up_ = hold_ = false;
    forget();
  }

  // Whatever was under way on the channels of registers and in a run.
  void forget() {
    writes_.clear();
    reads_.clear();
    aw_ = w_ = b_ = ar_ = r_ = 0;
    aw_offered_ = w_offered_ = ar_offered_ = false;
    run_ = {kNever, kNever, kNever};
    waiting_b_ = waiting_r_ = waiting_result_ = false;
  }

  void act(const std::uint32_t* action) {
    const std::uint32_t flags = (action[0] >> 8) & 0xffu;
    const bool posted = flags & kPosted;
    switch (static_cast<Op>(action[0] & 0xffu)) {
      case kWrite:
        writes_.push_back({flags & kStarts ? Access::kStart : Access::kPlain, action[1], action[2],
                           action[0] >> 16, new_answer(flags), action[3], 0});
        if (!posted) fence(8);
        break;
      case kRead:
        reads_.push_back({Access::kPlain, action[1], 0, 0, new_answer(flags), 0, 0});
        if (!posted) fence(16);
        break;
      case kSend:
        pending_[action[1]].sent += action[2];
        break;
      case kFence:
        fence(action[1]);
        break;
      case kWait:
        wait(action[1] != 0);
        break;
      case kCycles:
        reads_.push_back({Access::kMeasure, action[1], 0, 0, new_answer(flags), action[2], 0});
        if (!posted) fence(16);
        break;
      case kHold:
        hold_ = action[1] != 0;
        break;
      case kResetNow:
        idle(action[1]);
        reset(action[3]);
        drop_results(action[2]);
        hold_ = false;
        break;
      case kIdle:
        idle(action[1]);
        break;
      case kIrq:
        idle(action[1]);
        answers_.push_back({0, before_.irq});
    }
  }

  std::size_t new_answer(std::uint32_t flags) {
    if (flags & kDropped) return kNoAnswer;
    answers_.push_back({kMissing, 0});
    return answers_.size() - 1;
  }

  void idle(std::uint32_t cycles) {
    for (; cycles > 0 && !gave_up_; --cycles) cycle();
    quiet_ = 0;
  }

  void fence(std::uint32_t mask) {
    while (!gave_up_ && under_way(mask)) cycle();
  }

  bool under_way(std::uint32_t mask) const {
    for (int stream = 0; stream < kHostStreams; ++stream) {
      if ((mask >> stream) & 1u && pending_[stream].taken < pending_[stream].sent) return true;
    }
    return ((mask & 8) && b_ < writes_.size()) || ((mask & 16) && r_ < reads_.size());
  }

  void wait(bool by_polling) {
    done_ = false;
    while (!gave_up_ && !done_) {
      if (by_polling) {
        reads_.push_back({Access::kPoll, kStatusAddress, 0, 0, kNoAnswer, 0, 0});
        fence(16);
      } else {
        cycle();
        done_ = before_.irq;
      }
    }
    if (!gave_up_ && results_ < due_) fault(kEarlyDone);
  }

  // Cycles of reset: the host's valids are low then, and from the first edge on the outputs'.
  void reset(std::uint32_t cycles) {
    for (std::uint32_t left = cycles; left > 0; --left) {
      HostInputs in = idle_inputs();
      in.b_ready = noise_.word() & 1u;
      in.r_ready = noise_.word() & 1u;
      in.result_ready = noise_.word() & 1u;
      dut_.drive(true, in);
      dut_.settle();
      if (left < cycles) {
        dut_.look(now_);
        require_quiet(now_);
      }
      dut_.clock();
      dut_.look(before_);
      require_quiet(before_);
      ++now_cycle_;
    }
    for (Pending& pending : pending_) {
      const int stream = static_cast<int>(&pending - pending_);
      pending.next += (pending.sent - pending.taken) * module_.beat_words[stream];
      pending.taken = pending.sent;
      pending.offered = false;
    }
    forget();
  }

  void require_quiet(const HostOutputs& outputs) {
    if (outputs.b_valid || outputs.r_valid || outputs.result_valid || outputs.irq) {
      fault(kValidInReset);
    }
  }

  void drop_results(std::uint32_t kept) {
    if (results_ < kept) give_up();
    results_ = due_ = kept;
    result_words_.resize(kept * result_record());
  }

  // ---- A cycle ----

  void cycle() {
    const HostInputs in = inputs();
    dut_.drive(false, in);
    dut_.settle();
    dut_.look(now_);
    if (!same(before_, now_)) fault(kOutputMoved);
    check_held(in);
    const bool moved = write_channels(in) | read_channels(in) | streams(in) | take_result(in);
    quiet_ = moved ? 0 : quiet_ + 1;
    dut_.clock();
    dut_.look(before_);
    ++now_cycle_;
    if (quiet_ > header_[1]) give_up();
  }

  void give_up() {
    gave_up_ = true;
    fault(kNoProgress);
  }

  void fault(std::uint32_t which) {
    if (faults_ == 0) first_fault_ = now_cycle_;
    faults_ |= which;
  }

  // Garbage on everything, nothing valid.
  HostInputs idle_inputs() {
    HostInputs in{};
    in.aw_addr = noise_.word();
    in.aw_prot = noise_.word();
    in.w_data = noise_.word();
    in.w_strb = noise_.word();
    in.ar_addr = noise_.word();
    in.ar_prot = noise_.word();
    for (int stream = 0; stream < kHostStreams; ++stream) {
      const std::size_t words = module_.beat_words[stream];
      garbage_[stream].resize(words);
      noise_.fill(garbage_[stream].data(), words);
      in.stream_data[stream] = garbage_[stream].data();
      in.stream_last[stream] = noise_.word() & 1u;
    }
    return in;
  }

  // What is offered stays until it is taken.
  HostInputs inputs() {
    HostInputs in = idle_inputs();
    if (!aw_offered_ && aw_ < writes_.size()) aw_offered_ = gaps_[kAw].open();
    if (!w_offered_ && w_ < writes_.size()) w_offered_ = gaps_[kW].open();
    if (!ar_offered_ && ar_ < reads_.size()) ar_offered_ = gaps_[kAr].open();
    in.aw_valid = aw_offered_;
    in.w_valid = w_offered_;
    in.ar_valid = ar_offered_;
    if (aw_offered_) in.aw_addr = writes_[aw_].address;
    if (w_offered_) {
      in.w_data = writes_[w_].data;
      in.w_strb = writes_[w_].strobe;
    }
    if (ar_offered_) in.ar_addr = reads_[ar_].address;
    in.b_ready = gaps_[kB].open();
    in.r_ready = gaps_[kR].open();
    in.result_ready = gaps_[kResultChannel].open() && !hold_;
    for (int stream = 0; stream < kHostStreams; ++stream) {
      Pending& pending = pending_[stream];
      if (!pending.offered && pending.taken < pending.sent) {
        pending.offered = gaps_[kFirstStream + stream].open();
        last_bits_[stream] = in.stream_last[stream];
      }
      in.stream_valid[stream] = pending.offered;
      if (!pending.offered) continue;
      in.stream_data[stream] = pending.next;
      in.stream_last[stream] = last_bits_[stream];
    }
    return in;
  }

  bool write_channels(const HostInputs& in) {
    if (now_.b_valid && b_ >= (aw_ < w_ ? aw_ : w_)) fault(kUnasked);
    const bool aw = in.aw_valid && now_.aw_ready;
    const bool w = in.w_valid && now_.w_ready;
    if (now_.b_valid && in.b_ready && b_ < writes_.size()) {
      const Access& access = writes_[b_++];
      if ((now_.b_resp & 1u) != 0) fault(kBadResponse);
      if (access.answer != kNoAnswer) answers_[access.answer] = {now_.b_resp, 0};
      if (access.kind == Access::kStart) run_.answered = now_cycle_;
      quiet_ = 0;
    }
    const std::size_t both = aw_ < w_ ? aw_ : w_;
    if (aw) ++aw_, aw_offered_ = false;
    if (w) ++w_, w_offered_ = false;
    const std::size_t now_both = aw_ < w_ ? aw_ : w_;
    if (now_both > both && writes_[both].kind == Access::kStart) {
      run_ = {now_cycle_, kNever, writes_[both].operand == 0 ? now_cycle_ : kNever};
      due_ += writes_[both].operand;
    }
    return aw || w || (now_.b_valid && in.b_ready);
  }

  // Polls do not count as a move: they go on for ever where a run hangs.
  bool read_channels(const HostInputs& in) {
    if (now_.r_valid && r_ >= ar_) fault(kUnasked);
    bool moved = false;
    if (now_.r_valid && in.r_ready && r_ < ar_) {
      const Access& access = reads_[r_++];
      if ((now_.r_resp & 1u) != 0) fault(kBadResponse);
      if (access.kind == Access::kPoll) {
        take_status();
      } else if (access.answer != kNoAnswer) {
        const bool right = access.kind == Access::kMeasure && is_right(access, now_.r_data);
        answers_[access.answer] = {now_.r_resp, right ? 0 : now_.r_data};
      }
      moved = access.kind != Access::kPoll;
    }
    if (in.ar_valid && now_.ar_ready) {
      moved = moved || reads_[ar_].kind != Access::kPoll;
      reads_[ar_++].asked = now_cycle_;
      ar_offered_ = false;
    }
    return moved;
  }

  void take_status() {
    if (now_.r_resp != 0 || (now_.r_data != 1 && now_.r_data != 2)) fault(kBadStatus);
    done_ = (now_.r_data & 2u) != 0;
    if (done_ && results_ < due_) fault(kEarlyDone);
  }

  // Between the start's acceptance and its answer, the run may begin in any cycle; what is read is of
  // a cycle between the handshakes of AR and R.
  bool is_right(const Access& access, std::uint32_t cycles) const {
    const std::int64_t value = cycles;
    const std::int64_t asked = access.asked;
    const std::int64_t told = now_cycle_;
    if (run_.accepted == kNever || run_.answered == kNever) return value == 0;
    const bool ended = run_.ended != kNever;
    const std::int64_t end = run_.ended;
    const std::int64_t least =
        ended && asked > end ? end - run_.answered : asked - run_.answered - 1;
    const std::int64_t most =
        ended && told > end ? end - run_.accepted + 1 : told - run_.accepted;
    return value >= least && value <= most && (access.operand == 0 || value <= access.operand);
  }

  bool streams(const HostInputs& in) {
    bool moved = false;
    for (int stream = 0; stream < kHostStreams; ++stream) {
      if (!in.stream_valid[stream] || !now_.stream_ready[stream]) continue;
      Pending& pending = pending_[stream];
      ++pending.taken;
      pending.next += module_.beat_words[stream];
      pending.offered = false;
      moved = true;
    }
    return moved;
  }

  bool take_result(const HostInputs& in) {
    const bool running = run_.answered != kNever && run_.answered < now_cycle_;
    if (now_.irq && running && results_ < due_) fault(kEarlyDone);
    if (now_.result_valid && results_ >= due_) fault(kEarlyResult);
    if (!now_.result_valid || !in.result_ready) return false;
    if (results_ >= due_) {
      ++surplus_;
      return false;
    }
    const std::size_t at = result_words_.size();
    result_words_.resize(at + result_record());
    result_words_[at] = now_.result_last;
    std::memcpy(&result_words_[at + 1], now_.result,
                module_.beat_words[kHostStreams] * sizeof(std::uint32_t));
    ++results_;
    if (results_ == due_) run_.ended = now_cycle_;
    return true;
  }

  // ---- Rules that hold from cycle to cycle ----

  void check_held(const HostInputs& in) {
    if (waiting_b_ && (!now_.b_valid || now_.b_resp != last_.b_resp)) fault(kWithdrawn);
    if (waiting_r_ &&
        (!now_.r_valid || now_.r_resp != last_.r_resp || now_.r_data != last_.r_data)) {
      fault(kWithdrawn);
    }
    if (waiting_result_ && (!now_.result_valid || now_.result_last != last_.result_last ||
                            !same_result(now_, last_))) {
      fault(kWithdrawn);
    }
    waiting_b_ = now_.b_valid && !in.b_ready;
    waiting_r_ = now_.r_valid && !in.r_ready;
    waiting_result_ = now_.result_valid && !in.result_ready;
    std::uint32_t* const room = last_.result;
    last_ = now_;
    last_.result = room;
    std::memcpy(room, now_.result, module_.beat_words[kHostStreams] * sizeof *room);
  }

  bool same_result(const HostOutputs& a, const HostOutputs& b) const {
    return std::memcmp(a.result, b.result,
                       module_.beat_words[kHostStreams] * sizeof(std::uint32_t)) == 0;
  }

  // Payloads count only where they are valid.
  bool same(const HostOutputs& a, const HostOutputs& b) const {
    for (int stream = 0; stream < kHostStreams; ++stream) {
      if (a.stream_ready[stream] != b.stream_ready[stream]) return false;
    }
    return a.aw_ready == b.aw_ready && a.w_ready == b.w_ready && a.ar_ready == b.ar_ready &&
           a.irq == b.irq && a.b_valid == b.b_valid && a.r_valid == b.r_valid &&
           a.result_valid == b.result_valid && (!a.b_valid || a.b_resp == b.b_resp) &&
           (!a.r_valid || (a.r_resp == b.r_resp && a.r_data == b.r_data)) &&
           (!a.result_valid || (a.result_last == b.result_last && same_result(a, b)));
  }

  // ---- Records ----

  std::size_t result_record() const { return 1 + module_.beat_words[kHostStreams]; }

  std::uint32_t* new_record() {
    const std::size_t words = result_record() < 3 ? 3 : result_record();
    std::uint32_t* const record = output_.next(words);
    std::memset(record, 0, words * sizeof *record);
    return record;
  }

  void report() {
    answers_.resize(header_[4], {kMissing, 0});
    for (const Answer& answer : answers_) {
      std::uint32_t* const record = new_record();
      record[0] = answer.info;
      record[1] = answer.data;
    }
    for (std::uint32_t result = 0; result < header_[5]; ++result) {
      std::uint32_t* const record = new_record();
      const std::size_t at = result * result_record();
      if (result < results_) {
        std::memcpy(record, &result_words_[at], result_record() * sizeof *record);
      } else {
        record[0] = kMissing;
      }
    }
    std::uint32_t* const summary = new_record();
    summary[0] = faults_;
    summary[1] = surplus_;
    summary[2] = first_fault_;
  }

  const Module& module_;
  Hosted& dut_;
  Input& input_;
  Output& output_;
  std::uint32_t header_[kHostHeader];
  std::vector<std::uint32_t> actions_;
  std::vector<std::uint32_t> beats_[kHostStreams];
  std::vector<std::uint32_t> garbage_[kHostStreams];
  std::vector<std::vector<std::uint32_t>> results_room_;
  std::size_t at_ = 0;
  Noise noise_{1};
  Gaps gaps_[kChannelCount] = {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}};
  Pending pending_[kHostStreams];
  bool last_bits_[kHostStreams];
  std::vector<Access> writes_, reads_;
  // Accesses that went through each channel.
  std::size_t aw_, w_, b_, ar_, r_;
  bool aw_offered_, w_offered_, ar_offered_;
  bool waiting_b_, waiting_r_, waiting_result_;
  Run run_;
  bool done_ = false;
  bool hold_ = false;
  bool gave_up_ = false;
  HostOutputs before_{}, now_{}, last_{};
  std::vector<Answer> answers_;
  std::vector<std::uint32_t> result_words_;
  std::uint32_t results_, due_, surplus_;
  std::uint32_t faults_, first_fault_;
  std::uint32_t now_cycle_, quiet_;
};
