// Adapter of an accelerator: an array behind registers and buffers, as a host sees it.

#pragma once

#include <cstddef>
#include <cstdint>

#include "array-dut.h"

// Streams into the buffers; the results' is the one after them.
enum HostStream { kWeightBeats, kActBeats, kChannelBeats, kHostStreams };

// What a host puts on the inputs for one cycle.
struct HostInputs {
  bool aw_valid, w_valid, b_ready, ar_valid, r_ready;
  std::uint32_t aw_addr, aw_prot, w_data, w_strb, ar_addr, ar_prot;
  bool stream_valid[kHostStreams], stream_last[kHostStreams];
  const std::uint32_t* stream_data[kHostStreams];
  bool result_ready;
};

// What it sees on the outputs; the words of a result have room of their own.
struct HostOutputs {
  bool aw_ready, w_ready, b_valid, ar_ready, r_valid;
  std::uint32_t b_resp, r_resp, r_data;
  bool stream_ready[kHostStreams];
  bool result_valid, result_last, irq;
  std::uint32_t* result;
};

class Hosted : public Dut {
 public:
  virtual void drive(bool reset, const HostInputs& inputs) = 0;
  virtual void settle() = 0;
  virtual void clock() = 0;
  virtual void look(HostOutputs& outputs) const = 0;
};

// T: bits of tdata: kWeight, kAct, kChannel, kResult
template <typename T>
class Accelerator final : public Hosted {
 public:
  static constexpr std::size_t kBeatWords[kHostStreams + 1] = {
      words_of(T::kWeight), words_of(T::kAct), words_of(T::kChannel), words_of(T::kResult)};

  explicit Accelerator(VerilatedContext& context) : dut_{&context} {}

  void drive(bool reset, const HostInputs& in) override {
    dut_.rst_ni = reset ? 0 : 1;
    dut_.s_axil_awvalid = in.aw_valid;
    dut_.s_axil_awaddr = in.aw_addr & 0xfffu;
    dut_.s_axil_awprot = in.aw_prot & 7u;
    dut_.s_axil_wvalid = in.w_valid;
    dut_.s_axil_wdata = in.w_data;
    dut_.s_axil_wstrb = in.w_strb & 15u;
    dut_.s_axil_bready = in.b_ready;
    dut_.s_axil_arvalid = in.ar_valid;
    dut_.s_axil_araddr = in.ar_addr & 0xfffu;
    dut_.s_axil_arprot = in.ar_prot & 7u;
    dut_.s_axil_rready = in.r_ready;
    dut_.s_axis_weight_tvalid = in.stream_valid[kWeightBeats];
    dut_.s_axis_weight_tlast = in.stream_last[kWeightBeats];
    put_bits<T::kWeight>(dut_.s_axis_weight_tdata, in.stream_data[kWeightBeats]);
    dut_.s_axis_act_tvalid = in.stream_valid[kActBeats];
    dut_.s_axis_act_tlast = in.stream_last[kActBeats];
    put_bits<T::kAct>(dut_.s_axis_act_tdata, in.stream_data[kActBeats]);
    dut_.s_axis_channel_tvalid = in.stream_valid[kChannelBeats];
    dut_.s_axis_channel_tlast = in.stream_last[kChannelBeats];
    put_bits<T::kChannel>(dut_.s_axis_channel_tdata, in.stream_data[kChannelBeats]);
    dut_.m_axis_result_tready = in.result_ready;
  }

  void settle() override {
    dut_.clk_i = 0;
    dut_.eval();
  }

  void clock() override {
    dut_.clk_i = 1;
    dut_.eval();
  }

  void look(HostOutputs& out) const override {
    out.aw_ready = dut_.s_axil_awready;
    out.w_ready = dut_.s_axil_wready;
    out.b_valid = dut_.s_axil_bvalid;
    out.b_resp = dut_.s_axil_bresp;
    out.ar_ready = dut_.s_axil_arready;
    out.r_valid = dut_.s_axil_rvalid;
    out.r_data = dut_.s_axil_rdata;
    out.r_resp = dut_.s_axil_rresp;
    out.stream_ready[kWeightBeats] = dut_.s_axis_weight_tready;
    out.stream_ready[kActBeats] = dut_.s_axis_act_tready;
    out.stream_ready[kChannelBeats] = dut_.s_axis_channel_tready;
    out.result_valid = dut_.m_axis_result_tvalid;
    out.result_last = dut_.m_axis_result_tlast;
    out.irq = dut_.irq_o;
    get(dut_.m_axis_result_tdata, out.result);
  }

  void finish() override { dut_.final(); }

 private:
  typename T::Model dut_;
};

template <typename T>
constexpr Module accelerator() {
  Module module{};
  module.role = Module::kHosted;
  module.make = make<T>;
  for (int stream = 0; stream <= kHostStreams; ++stream) {
    module.beat_words[stream] = Accelerator<T>::kBeatWords[stream];
  }
  return module;
}
