// What somebody has begun to write and has not finished – the form of a price plan –, kept at the server for him alone, so that nothing typed is lost
// when he signs out, is locked out or goes on at another place. It is no row of the books: nobody acts by it, and the books hold what people did.
// Guarantees: one file for each person and subject, whole or not there.   Begin with keep_draft().
#pragma once
#include <boost/json.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace kwota::serve {

/// As much as a form can hold; more is a mistake.
inline constexpr std::size_t draft_bytes_max = 200'000;

struct KeptDraft {
  std::string of;  ///< of which plan; empty: of one that is not there yet
  Instant saved;
  boost::json::value document;
};

/// `document` null: he is done with it. Errors: draft_too_long, draft_not_kept (the disk).
Result<void> keep_draft(const std::filesystem::path& data, const std::string& by, const KeptDraft& draft);
/// All of his, by subject.
std::vector<KeptDraft> drafts_of(const std::filesystem::path& data, const std::string& by);

}  // namespace kwota::serve
