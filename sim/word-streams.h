// Stdin and stdout of the driver in large blocks of 32-bit words.

#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

constexpr int kStreamError = 4;
constexpr std::size_t kBlockWords = std::size_t{1} << 15;
constexpr std::uint32_t kTrailer[2] = {0x73646e65, 0x2e657265};

[[noreturn]] inline void fail(int code, const char* message) {
  std::fprintf(stderr, "%s\n", message);
  std::exit(code);
}

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
