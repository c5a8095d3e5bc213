// The parts of a zip archive, as office programs write their workbooks: found by name and handed out inflated, piece by piece.
// Guarantees: memory does not grow with what comes out; an archive that swells beyond all measure is refused before it does.
// Never: writes, decrypts, or follows a name out of the archive.   Begin with ZipArchive::open(), then each_piece().
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kwota::imports {

/// Inflated bytes of one archive at most, and of one part for each of its packed bytes, once it has given more than a mebibyte. [K]
inline constexpr std::uint64_t zip_inflated_max = 1ull << 30, zip_ratio_max = 200;

class ZipArchive {
 public:
  /// `bytes` outlive it. Error `bad_workbook` {why}: no archive, or one of a kind that no office program writes.
  static Result<ZipArchive> open(std::string_view bytes);

  bool has(const std::string& name) const { return parts_.contains(name); }
  /// Errors `bad_workbook` {why}: no such part, damaged, too large inflated; and what `take` returns.
  Result<void> each_piece(const std::string& name, const std::function<Result<void>(std::string_view piece)>& take);

 private:
  struct Part {
    std::uint16_t method = 0;
    std::uint64_t packed = 0, offset = 0;
    std::uint32_t crc = 0;
  };
  /// Where its list of parts begins, and how many they are.
  struct Directory {
    std::uint64_t begins = 0, parts = 0;
  };
  explicit ZipArchive(std::string_view bytes) : bytes_(bytes) {}
  Result<Directory> directory(std::size_t end) const;
  Result<std::string_view> packed_of(const Part& part) const;
  Result<void> count(std::uint64_t more, std::uint64_t of_part, const Part& part);

  std::string_view bytes_;
  std::map<std::string, Part> parts_;
  std::uint64_t inflated_ = 0;
};

/// The error of a file that calls itself a workbook and is none.
Error bad_workbook(std::string_view why);

}  // namespace kwota::imports
