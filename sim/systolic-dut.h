// Adapter of a systolic grid: everything runs free, one clock cycle after another.

#pragma once

#include <cstddef>
#include <cstdint>

#include "array-dut.h"

class Systolic : public Dut {
 public:
  // Inputs change while the clock is low. load_i changes while it is still high, as it comes from a
  // register, so that a clock that it gates must be held until the next edge; weights are others until
  // after the falling edge, which must not take them.
  virtual void settle(bool load, std::uint32_t mode, const std::uint32_t* weight,
                      const std::uint32_t* act, const std::uint32_t* previous) = 0;
  virtual void clock() = 0;
  // All outputs, each from a word of its own on.
  virtual void look(std::uint32_t* outputs) const = 0;
};

// T: bits of ports, 0 where one is absent: kWeight, kAct, kPrevious, kMode, kSum, kJoined, kNar
template <typename T>
class Grid final : public Systolic {
 public:
  explicit Grid(VerilatedContext& context) : dut_{&context} {}

  void settle(bool load, std::uint32_t mode, const std::uint32_t* weight, const std::uint32_t* act,
              const std::uint32_t* previous) override {
    const bool loads = dut_.load_i != load;
    dut_.load_i = load;
    if (load || loads) {
      std::uint32_t others[words_of(T::kWeight)];
      for (std::size_t i = 0; i < words_of(T::kWeight); ++i) others[i] = ~weight[i];
      put_bits<T::kWeight>(dut_.weight_i, others);
      dut_.eval();
      dut_.clk_i = 0;
      dut_.eval();
    }
    dut_.clk_i = 0;
    if constexpr (T::kMode > 0) dut_.mode_i = mode;
    put_bits<T::kWeight>(dut_.weight_i, weight);
    put_bits<T::kAct>(dut_.act_i, act);
    put_bits<T::kPrevious>(dut_.previous_i, previous);
    dut_.eval();
  }

  void clock() override {
    dut_.clk_i = 1;
    dut_.eval();
  }

  void look(std::uint32_t* outputs) const override {
    get(dut_.sum_o, outputs);
    outputs += words_of(T::kSum);
    if constexpr (T::kJoined > 0) get(dut_.joined_o, outputs);
    outputs += words_of(T::kJoined);
    if constexpr (T::kNar > 0) get(dut_.nar_o, outputs);
  }

  void finish() override { dut_.final(); }

 private:
  typename T::Model dut_;
};

template <typename T>
constexpr Module grid() {
  Module module{};
  module.role = Module::kSystolic;
  module.make = make<T>;
  module.grid = {words_of(T::kWeight), words_of(T::kAct), words_of(T::kPrevious),
                 {T::kSum, T::kJoined, T::kNar}};
  return module;
}
