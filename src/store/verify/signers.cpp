#include "store/verify/signers.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/sqlite/anchors.h"
#include "store/verify/restoration_rows.h"

namespace kwota::store {
namespace {

std::optional<Finding> about(const char* table, std::int64_t number, Wrong what, std::string why) {
  return Finding{table, std::to_string(number), what, std::move(why)};
}

}  // namespace

Result<std::optional<Finding>> Signers::read(Connection& connection) {
  TRY(processes, read_processes(connection));
  TRY(acceptances, read_acceptances(connection));
  processes_ = std::move(processes);
  acceptances_ = std::move(acceptances);
  // A vault that replaced a lost one signed that two persons take everything so far: the newest such word covers what the old one signed.
  for (const auto& one : acceptances_)
    if (one.from == 1 && check_(hash_of(one), one.signature)) covered_to_ = std::max(covered_to_, one.to);
  std::int64_t expected = 1;
  for (const auto& one : processes_) {
    if (one.number != expected++) return about("process", expected - 1, Wrong::removed, "the processes do not follow one another");
    auto check = check_by_public_key(one.public_key);
    if (!check || (!covered(one.after + 1) && !check_(hash_of(one), one.signature))) return about("process", one.number, Wrong::forged, "the vault has not signed this process");
    process_checks_.push_back(*check);
  }
  expected = 1;
  for (const auto& one : acceptances_) {
    if (one.number != expected++) return about("acceptance", expected - 1, Wrong::removed, "the acceptances do not follow one another");
    if (!covered(one.to + 1) && !check_(hash_of(one), one.signature)) return about("acceptance", one.number, Wrong::forged, "the vault has not signed this acceptance");
    if (one.first == one.second) return about("acceptance", one.number, Wrong::forged, "one person alone accepted");
  }
  return hold_restorations(connection);
}

Result<std::optional<Finding>> Signers::hold_restorations(Connection& connection) const {
  TRY(restorations, read_restorations(connection));
  std::int64_t expected = 1;
  for (const auto& one : restorations) {
    if (one.number != expected++) return about("restoration", expected - 1, Wrong::removed, "the restorations do not follow one another");
    if (!covered(one.from.number + 1) && !check_(hash_of(one), one.signature)) return about("restoration", one.number, Wrong::forged, "the vault has not signed this restoration");
    if (one.first == one.second) return about("restoration", one.number, Wrong::forged, "one person alone put older books in place");
    TRY(from, read_anchor(connection, one.from.number));
    if (!from || from->hash != one.from.hash) return about("restoration", one.number, Wrong::changed, "the copy that was put in place is not what these books begin with");
  }
  return std::optional<Finding>();
}

std::optional<Finding> Signers::hold(const Anchor& anchor, const std::string& guarded) {
  // Both stand in the order of their starts, so each process is looked at once.
  for (; next_ < processes_.size() && processes_[next_].after <= anchor.number; ++next_)
    if (processes_[next_].after == anchor.number && processes_[next_].after_hash != anchor.hash)
      return about("process", processes_[next_].number, Wrong::changed, "the books that it was started on are not these");
  for (const auto& one : acceptances_)
    if (one.to == anchor.number && one.to_hash != anchor.hash)
      return about("acceptance", one.number, Wrong::changed, "the groups that were accepted are not these");
  if (anchor.signature && !check_(anchor.hash, *anchor.signature) && covered(anchor.number)) {
    ++counted_.accepted;
    return std::nullopt;
  }
  if (anchor.signature && !check_(anchor.hash, *anchor.signature)) return about("anchor", anchor.number, Wrong::forged, "its signature is not the vault's");
  if (anchor.process != 0 || anchor.process_signature) return hold_process(anchor, guarded);
  if (!anchor.signature) return about("anchor", anchor.number, Wrong::not_signed, "nobody signed it");
  ++counted_.at_once;
  return std::nullopt;
}

std::optional<Finding> Signers::hold_process(const Anchor& anchor, const std::string& guarded) {
  const auto number = anchor.process;
  if (number < 1 || number > static_cast<std::int64_t>(process_checks_.size()) || !anchor.process_signature)
    return about("anchor", anchor.number, Wrong::not_signed, "the process that it names is not in the books");
  const auto& process = processes_[static_cast<std::size_t>(number - 1)];
  if (!process_checks_[static_cast<std::size_t>(number - 1)](anchor.hash, *anchor.process_signature) || anchor.number <= process.after)
    return about("anchor", anchor.number, Wrong::forged, "its signature is not that of the process that it names");
  if (!guarded.empty())
    return about("anchor", anchor.number, Wrong::not_signed, fmt::format("its group holds {} and was not signed by the vault", guarded));
  if (anchor.signature) {
    ++counted_.afterwards;
    return std::nullopt;
  }
  if (acceptance_of(anchor.number) != nullptr || (anchor.number >= as_if_.from && anchor.number <= as_if_.to)) {
    ++counted_.accepted;
    return std::nullopt;
  }
  // The newest process may still be running; one before it can never have it signed any more.
  if (process.number != static_cast<std::int64_t>(processes_.size()))
    return about("anchor", anchor.number, Wrong::not_signed, "the process that wrote it died before the vault was back, and nobody accepted it");
  ++counted_.waiting;
  return std::nullopt;
}

std::optional<Finding> Signers::left_over(std::int64_t last_anchor) const {
  for (const auto& one : processes_)
    if (one.after > last_anchor) return about("anchor", one.after, Wrong::removed, "a process was started on it: the end of the books was cut off");
  for (const auto& one : acceptances_)
    if (one.to > last_anchor) return about("anchor", one.to, Wrong::removed, "it was accepted: the end of the books was cut off");
  return std::nullopt;
}

const Acceptance* Signers::acceptance_of(std::int64_t anchor) const {
  for (const auto& one : acceptances_)
    if (one.from <= anchor && anchor <= one.to) return &one;
  return nullptr;
}

}  // namespace kwota::store
