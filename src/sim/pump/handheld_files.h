// A handheld's folder in memory: power may go at any write, and what a write had begun is not there then.
#pragma once
#include <map>
#include <optional>

#include "base/cause.h"
#include "carry/handheld/device_store.h"

namespace kwota::sim {

class HandheldFiles final : public handheld::Files {
 public:
  std::map<std::string, Bytes> content;
  std::size_t writes = 0;
  std::optional<std::size_t> power_for{};  ///< so many more writes; nothing: it lasts

  Result<std::vector<std::string>> names() const override {
    std::vector<std::string> out;
    for (const auto& [name, bytes] : content) out.push_back(name);
    return out;
  }
  Result<std::optional<Bytes>> read(const std::string& name) const override {
    const auto found = content.find(name);
    return found == content.end() ? std::optional<Bytes>{} : std::optional{found->second};
  }
  Result<void> append(const std::string& name, ByteView bytes) override {
    return write([&] { kwota::append(content[name], bytes); });
  }
  Result<void> replace(const std::string& name, ByteView bytes) override {
    return write([&] { content[name] = to_bytes(bytes); });
  }
  Result<void> cut(const std::string& name, std::size_t size) override {
    return write([&] { content[name].resize(size); });
  }
  Result<void> rename(const std::string& from, const std::string& to) override {
    return write([&] { content[to] = std::move(content[from]), content.erase(from); });
  }
  Result<void> remove(const std::string& name) override {
    return write([&] { content.erase(name); });
  }

 private:
  template <class Change>
  Result<void> write(Change change) {
    if (power_for == 0) return error(Fault::ours, Cause::battery_out, "The handheld's battery is out.");
    if (power_for) --*power_for;
    ++writes;
    change();
    return {};
  }
};

}  // namespace kwota::sim
