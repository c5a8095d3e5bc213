#include "sell/imports/zip.h"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <memory>
#include <optional>

namespace kwota::imports {
namespace {

constexpr std::size_t end_bytes = 22, entry_bytes = 46, local_bytes = 30, locator_bytes = 20, large_end_bytes = 56, comment_max = 65535, parts_max = 4096, piece_bytes = 64 * 1024;
constexpr std::uint32_t end_mark = 0x06054b50, entry_mark = 0x02014b50, local_mark = 0x04034b50, locator_mark = 0x07064b50, large_end_mark = 0x06064b50, said_large = 0xFFFFFFFF;
constexpr std::uint16_t stored = 0, deflated = 8, encrypted = 1, many_parts = 0xFFFF, large_sizes = 1;
constexpr std::uint64_t ratio_counts_from = 1u << 20;

std::uint32_t little(std::string_view bytes, std::size_t at, int count) {
  std::uint32_t value = 0;
  for (int i = count - 1; i >= 0; --i) value = value << 8 | static_cast<std::uint8_t>(bytes[at + static_cast<std::size_t>(i)]);
  return value;
}
std::uint16_t u16(std::string_view bytes, std::size_t at) { return static_cast<std::uint16_t>(little(bytes, at, 2)); }
std::uint32_t u32(std::string_view bytes, std::size_t at) { return little(bytes, at, 4); }

std::uint64_t u64(std::string_view bytes, std::size_t at) { return u32(bytes, at) | std::uint64_t{u32(bytes, at + 4)} << 32; }

/// The number of 64 bits for a field that says it stands there: programs that write without looking back say so of small files, too. They stand in the
/// order of the fields. Nothing: there is none.
class LargeSizes {
 public:
  explicit LargeSizes(std::string_view beside) {
    while (beside.size() >= 4) {
      const std::size_t size = u16(beside, 2);
      if (beside.size() - 4 < size) return;
      if (u16(beside, 0) == large_sizes) rest_ = beside.substr(4, size);
      beside.remove_prefix(4 + size);
    }
  }
  std::optional<std::uint64_t> of(std::uint32_t said) {
    if (said != said_large) return said;
    if (rest_.size() < 8) return std::nullopt;
    const auto value = u64(rest_, 0);
    rest_.remove_prefix(8);
    return value;
  }

 private:
  std::string_view rest_{};
};

/// Where the directory's end stands: behind it at most a comment.
std::size_t end_of(std::string_view bytes) {
  if (bytes.size() < end_bytes) return std::string_view::npos;
  const auto first = bytes.size() - end_bytes, last = first > comment_max ? first - comment_max : 0;
  for (std::size_t at = first + 1; at-- > last;)
    if (u32(bytes, at) == end_mark) return at;
  return std::string_view::npos;
}

struct Inflater {
  Inflater() { good = inflateInit2(&stream, -MAX_WBITS) == Z_OK; }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  z_stream stream{};
  bool good = false;
};

}  // namespace

Error bad_workbook(std::string_view why) {
  return error(Fault::request, "bad_workbook", fmt::format("The workbook cannot be read: {}. Nothing was imported. Save it anew as .xlsx or as CSV.", why), {{"why", std::string(why)}});
}

Result<ZipArchive> ZipArchive::open(std::string_view bytes) {
  ZipArchive out(bytes);
  const auto end = end_of(bytes);
  if (end == std::string_view::npos) return bad_workbook("it is no archive");
  TRY(directory, out.directory(end));
  if (directory.parts > parts_max) return bad_workbook("it has too many parts");
  std::size_t at = directory.begins;
  for (std::uint64_t i = 0; i < directory.parts; ++i) {
    if (at > end || end - at < entry_bytes || u32(bytes, at) != entry_mark) return bad_workbook("its directory is damaged");
    const std::size_t name = u16(bytes, at + 28), behind = name + u16(bytes, at + 30) + u16(bytes, at + 32);
    if (end - at - entry_bytes < behind) return bad_workbook("its directory is damaged");
    if ((u16(bytes, at + 8) & encrypted) != 0) return bad_workbook("it is locked by a password");
    LargeSizes large(bytes.substr(at + entry_bytes + name, u16(bytes, at + 30)));
    const auto inflated = large.of(u32(bytes, at + 24)), packed = large.of(u32(bytes, at + 20)), offset = large.of(u32(bytes, at + 42));
    if (!inflated || !packed || !offset) return bad_workbook("its directory is damaged");
    out.parts_.emplace(std::string(bytes.substr(at + entry_bytes, name)), Part{u16(bytes, at + 10), *packed, *offset, u32(bytes, at + 16)});
    at += entry_bytes + behind;
  }
  return out;
}

Result<ZipArchive::Directory> ZipArchive::directory(std::size_t end) const {
  const Directory said{u32(bytes_, end + 16), u16(bytes_, end + 10)};
  if (said.begins != said_large && said.parts != many_parts) return said;
  const bool told = end >= locator_bytes && u32(bytes_, end - locator_bytes) == locator_mark;
  const std::uint64_t at = told ? u64(bytes_, end - locator_bytes + 8) : bytes_.size();
  if (at > end || end - at < large_end_bytes || u32(bytes_, at) != large_end_mark) return bad_workbook("its directory is damaged");
  return Directory{u64(bytes_, at + 48), u64(bytes_, at + 32)};
}

Result<std::string_view> ZipArchive::packed_of(const Part& part) const {
  const std::size_t at = part.offset;
  if (at > bytes_.size() || bytes_.size() - at < local_bytes || u32(bytes_, at) != local_mark) return bad_workbook("a part of it is damaged");
  const auto begin = at + local_bytes + u16(bytes_, at + 26) + u16(bytes_, at + 28);
  if (begin > bytes_.size() || bytes_.size() - begin < part.packed) return bad_workbook("a part of it is cut off");
  return bytes_.substr(begin, part.packed);
}

Result<void> ZipArchive::count(std::uint64_t more, std::uint64_t of_part, const Part& part) {
  inflated_ += more;
  const bool swells = of_part > ratio_counts_from && of_part / zip_ratio_max > part.packed;
  if (inflated_ > zip_inflated_max || swells) return bad_workbook("it swells beyond all measure when it is unpacked");
  return Done{};
}

Result<void> ZipArchive::each_piece(const std::string& name, const std::function<Result<void>(std::string_view piece)>& take) {
  const auto found = parts_.find(name);
  if (found == parts_.end()) return bad_workbook(fmt::format("it has no {}", name));
  const auto& part = found->second;
  TRY(packed, packed_of(part));
  if (part.method == stored) {
    MUST(count(packed.size(), packed.size(), part));
    return take(packed);
  }
  if (part.method != deflated) return bad_workbook("it is packed in a way that no office program uses");
  Inflater inflater;
  if (!inflater.good) return bad_workbook("there was no memory to unpack it");
  auto& stream = inflater.stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // zlib never writes there
  stream.avail_in = static_cast<uInt>(packed.size());
  const auto room = std::make_unique<std::array<char, piece_bytes>>();
  std::uint64_t of_part = 0;
  auto crc = ::crc32(0, nullptr, 0);
  for (int state = Z_OK; state != Z_STREAM_END;) {
    stream.next_out = reinterpret_cast<Bytef*>(room->data());
    stream.avail_out = static_cast<uInt>(room->size());
    state = ::inflate(&stream, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) return bad_workbook("a part of it is damaged");
    const auto got = room->size() - stream.avail_out;
    if (got == 0 && state != Z_STREAM_END) return bad_workbook("a part of it is cut off");
    of_part += got;
    MUST(count(got, of_part, part));
    crc = ::crc32(crc, reinterpret_cast<const Bytef*>(room->data()), static_cast<uInt>(got));
    MUST(take({room->data(), got}));
  }
  if (crc != part.crc) return bad_workbook("a part of it is damaged");
  return Done{};
}

}  // namespace kwota::imports
