// JSON whose shape follows the bytes of a fuzzer and whose names and texts are taken of a list: noise would seldom come beyond the first brace.
#pragma once
#include <boost/json.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kwota::fuzz {

class DrawnJson {
 public:
  DrawnJson(const std::uint8_t* data, std::size_t size, std::span<const std::string_view> words) : left_(data, size), words_(words) {}

  boost::json::value value(int levels = 6) {
    switch (levels == 0 ? byte() % 4 : byte() % 8) {
      case 0: return nullptr;
      case 1: return static_cast<std::int64_t>(byte()) - 100;
      case 2:
      case 3: return boost::json::string(word());
      case 4:
      case 5: {
        boost::json::array out;
        for (int count = byte() % 5; count > 0; --count) out.push_back(value(levels - 1));
        return out;
      }
      default: {
        boost::json::object out;
        for (int count = byte() % 7; count > 0; --count) {
          const auto name = word();
          out[name] = value(levels - 1);
        }
        return out;
      }
    }
  }

 private:
  std::uint8_t byte() {
    if (left_.empty()) return 0;
    const auto first = left_.front();
    left_ = left_.subspan(1);
    return first;
  }
  std::string_view word() { return words_[byte() % words_.size()]; }

  std::span<const std::uint8_t> left_;
  std::span<const std::string_view> words_;
};

}  // namespace kwota::fuzz
