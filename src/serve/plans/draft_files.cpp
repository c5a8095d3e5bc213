#include "serve/plans/draft_files.h"

#include <algorithm>
#include <atomic>
#include <fstream>

#include "base/json_members.h"
#include "base/whole_file.h"
#include "seal/cipher/sha256.h"

namespace kwota::serve {
namespace {

namespace fs = std::filesystem;

/// Names of people and plans as names of files, whatever stands in them.
std::string hashed_name(const std::string& text) { return to_hex(seal::sha256(view_of(text))).substr(0, 32); }
fs::path folder_of(const fs::path& data, const std::string& by) { return data / "unfinished" / hashed_name(by); }

Error not_kept() {
  return error(Fault::ours, "draft_not_kept", "What you typed could not be kept at the server. It still stands in the form; export it as a file, or try again.");
}

std::optional<KeptDraft> read_draft(const fs::path& file) {
  boost::system::error_code bad;
  const auto json = boost::json::parse(whole_file<std::string>(file), bad);
  if (bad || !json.is_object()) return std::nullopt;
  const auto saved = parse_instant(text_at(json.get_object(), "saved"));
  const auto* document = json.get_object().if_contains("document");
  if (!saved.ok() || document == nullptr) return std::nullopt;
  return KeptDraft{text_at(json.get_object(), "of"), *saved, *document};
}

}  // namespace

Result<void> keep_draft(const fs::path& data, const std::string& by, const KeptDraft& draft) {
  const auto file = folder_of(data, by) / (hashed_name(draft.of) + ".json");
  std::error_code failed;
  if (draft.document.is_null()) {
    fs::remove(file, failed);
    if (failed) return not_kept();
    return Done{};
  }
  const auto text = boost::json::serialize(boost::json::object{{"of", draft.of}, {"saved", format_utc(draft.saved)}, {"document", draft.document}});
  if (text.size() > draft_bytes_max)
    return error(Fault::request, "draft_too_long", "This is more than a price plan can be; it was not kept. Export it as a file instead.",
                 {{"most", std::to_string(draft_bytes_max)}});
  static std::atomic<std::uint64_t> parts = 0;
  const auto part = file.string() + "." + std::to_string(++parts) + ".part";
  fs::create_directories(file.parent_path(), failed);
  if (failed) return not_kept();
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) failed = std::make_error_code(std::errc::io_error);
  else fs::rename(part, file, failed);
  if (!failed) return Done{};
  std::error_code ignored;
  fs::remove(part, ignored);
  return not_kept();
}

std::vector<KeptDraft> drafts_of(const fs::path& data, const std::string& by) {
  std::vector<KeptDraft> all;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder_of(data, by), failed))
    if (entry.path().extension() == ".json")
      if (auto draft = read_draft(entry.path())) all.push_back(std::move(*draft));
  std::ranges::sort(all, {}, &KeptDraft::of);
  return all;
}

}  // namespace kwota::serve
