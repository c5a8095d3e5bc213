#include "work/handheld_office/handheld_office.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "seal/cipher/ecdsa.h"
#include "work/handheld_office/one_ahead.h"
#include "work/handheld_office/orders.h"
#include "work/handheld_office/taking_in.h"
#include "work/teller/key_policy.h"

namespace kwota::handheld_office {
namespace {

using books::HandOver;
using books::HandOverStatus;

constexpr std::size_t judged_at_once = 1'000;  // of one decision, when no till waits [K]

Error file_wrong(const char* code, const char* what, MeterNumber meter) { return error(Fault::forged, code, what, {{"meter", to_text(meter)}}); }

/// Its bytes are those that the device has signed for.
Result<MeterFile> checked_file(const handheld::HandedFile& named, const HandedIn& handed) {
  const auto found = handed.files.find(handheld::store_name(named.meter));
  if (found == handed.files.end())
    return file_wrong("hand_over_file_missing", "A meter's file is missing that the handheld has signed for; copy the whole folder again. Nothing was taken in.", named.meter);
  const bool same = found->second.size() == named.bytes && seal::sha256(found->second) == named.sha256;
  if (!same)
    return file_wrong("hand_over_file_differs", "A meter's file is not the one that the handheld has signed for: it was cut or changed. Nothing was taken in; copy it again.", named.meter);
  TRY(store, handheld::read_store(found->second));
  if (!store.torn.empty() || handheld::count(store.entries) != named.counts)
    return file_wrong("hand_over_file_differs", "A meter's file is not the one that the handheld has signed for: it was cut or changed. Nothing was taken in; copy it again.", named.meter);
  return MeterFile{named.meter, std::move(store)};
}

/// What the office will sign for: as many entries of each kind as the device has signed for itself. All but the moment, until it is signed.
std::string receipt_to_be(const handheld::Manifest& manifest, const seal::Digest& digest) {
  handheld::Receipt receipt{.device = manifest.device, .manifest = digest, .utility = {}, .taken_in = {}, .at = {}};
  for (const auto& file : manifest.files)
    for (std::size_t kind = 0; kind < file.counts.size(); ++kind) receipt.taken_in[kind] += file.counts[kind];
  return handheld::encode(receipt);
}

}  // namespace

Result<std::string> device_number(ByteView public_key) {
  if (!seal::is_public_key(public_key))
    return error(Fault::request, "handheld_key_wrong", "This is not the public key of a handheld: take it over whole, as the handheld shows it. Nothing was certified.");
  return handheld::device_of(public_key);
}

HandedIn handed_in_of(const std::map<std::string, Bytes>& folder) {
  HandedIn out;
  for (const auto& [name, bytes] : folder) {
    if (name == "manifest.json") out.manifest.assign(bytes.begin(), bytes.end());
    else if (name == "manifest.sig") out.signature.assign(bytes.begin(), bytes.end());
    else if (handheld::meter_of_name(name)) out.files[name] = bytes;
  }
  return out;
}

Result<HandOver> HandheldOffice::import(const HandedIn& handed, const Context& context) {
  TRY(manifest, handheld::parse_manifest(handed.manifest));
  TRY(signature, handheld::parse_signature(handed.signature));
  const auto digest = handheld::digest_of(handed.manifest);
  waterings::Manifest named{.device = manifest.device, .hash = books::Hex(to_hex(digest)), .made = manifest.made_at, .meters = static_cast<std::int64_t>(manifest.files.size())};
  for (const auto& file : manifest.files)
    for (const auto count : file.counts) named.entries += static_cast<std::int64_t>(count);
  TRY(key, books_.read([&](const books::Reader& books) -> Result<std::string> {
    const auto device = books.find<books::Handheld>(manifest.device);
    return device ? static_cast<const std::string&>(device->public_key) : std::string{};
  }));
  if (!key.empty() && !seal::signed_by(key, digest, signature))
    return error(Fault::forged, "handheld_signature_wrong", "This hand-over was not signed by the handheld that it names. Nothing was taken in; call the manager.", {{"device", manifest.device}});
  std::vector<MeterFile> files;
  for (const auto& file : manifest.files) {
    TRY(checked, checked_file(file, handed));
    files.push_back(std::move(checked));
  }
  TRY(row, books_.run(importer(context), [&](const books::Reader& books) { return waterings::begin(books, named, context); }));
  if (row.state != HandOverStatus::taking_in) return row;
  TakingIn taking(books_, context, row.number);
  for (const auto& file : files) MUST(taking.take(file));
  return taking.stored(receipt_to_be(manifest, digest));
}

Result<HandOver> HandheldOffice::clean(std::int64_t number, const Context& context) {
  struct Asked {
    HandOver row;
    std::vector<ToJudge> waterings;
  };
  TRY(asked, books_.read([&](const books::Reader& books) -> Result<Asked> {
    TRY(row, waterings::whole_hand_over(books, number));
    return Asked{std::move(row), to_judge(books, number)};
  }));
  const auto& waterings = asked.waterings;
  waterings::Tally tally(std::move(asked.row));
  for (const auto& one : waterings)
    if (one.of_others) tally.leave_out(one.meter, one.number);
  OneAhead<waterings::Settled> settling(books_, importer(context), [&tally](const waterings::Settled& rows) { tally.add(rows); });
  Piece piece(books_, judged_at_once);
  for (std::size_t from = 0, now = piece.next(); from < waterings.size(); from += std::exchange(now, piece.next())) {
    TRY(cases, judged(std::span(waterings).subspan(from, std::min(now, waterings.size() - from)), context));
    MUST(settling.give([cases = std::move(cases), number, &context](const books::Reader& books) { return waterings::settle(books, cases, number, context); }));
  }
  MUST(settling.done());
  return close(tally, context);
}

/// What they are by their cards' proofs, as the vault says.
Result<std::vector<waterings::Case>> HandheldOffice::judged(std::span<const ToJudge> batch, const Context& context) {
  struct Asked {
    std::vector<Evidence> all;
    teller::KeyPolicy policy;
  };
  TRY(asked, books_.read([&](const books::Reader& books) -> Result<Asked> { return Asked{evidence_of(books, batch), teller::key_policy(books, context.today())}; }));
  MUST(ProofDesk(vault_, asked.policy.known).judge(asked.all));
  std::vector<waterings::Case> cases;
  for (auto& one : asked.all) cases.push_back(std::move(one.one));
  return cases;
}

/// Gaps meter by meter.
Result<HandOver> HandheldOffice::close(const waterings::Tally& tally, const Context& context) {
  std::int64_t gaps = 0;
  OneAhead<std::int64_t> noting(books_, importer(context), [&gaps](const std::int64_t& open) { gaps += open; });
  for (const auto meter : tally.meters()) MUST(noting.give([meter, &context](const books::Reader& books) { return waterings::note_gaps(books, meter, context); }));
  MUST(noting.done());
  return books_.run(importer(context), [&](const books::Reader& books) { return waterings::close_cleaning(books, tally, gaps, context); });
}

Result<Signed> HandheldOffice::signed_paper(std::string text) {
  TRY(signature, vault_.sign_root(handheld::digest_of(text)));
  return Signed{std::move(text), handheld::signature_text(signature)};
}

Result<Signed> HandheldOffice::receipt(std::int64_t number, const Context& context) {
  struct Known {
    HandOver row;
    std::string utility;
  };
  TRY(known, books_.read([&](const books::Reader& books) -> Result<Known> {
    const auto row = books.find<HandOver>(number);
    if (!row) return error(Fault::request, "unknown_hand_over", "There is no such hand-over.", {{"number", fmt::format("{}", number)}});
    return Known{*row, books::utility_of(books).name};
  }));
  if (known.row.state == HandOverStatus::receipted) return Signed{known.row.receipt, static_cast<const std::string&>(known.row.receipt_signature) + "\n"};
  if (known.row.state != HandOverStatus::cleaned) {  // refused with its reason, and nothing is signed for nothing
    auto refused = books_.run(importer(context), [&](const books::Reader& books) { return waterings::receipted(books, number, {}, {}, context); });
    if (!refused) return refused.error();
  }
  TRY(receipt, handheld::parse_receipt(known.row.receipt));
  receipt.utility = known.utility;
  receipt.at = context.now;
  TRY(paper, signed_paper(handheld::encode(receipt)));
  const books::Hex signature(paper.signature.substr(0, paper.signature.size() - 1));
  TRY(row, books_.run(importer(context), [&](const books::Reader& books) { return waterings::receipted(books, number, paper.text, signature, context); }));
  return Signed{row.receipt, static_cast<const std::string&>(row.receipt_signature) + "\n"};
}

Result<Signed> HandheldOffice::orders(const std::string& device, const Context& context) {
  TRY(orders, books_.read([&](const books::Reader& books) -> Result<handheld::Orders> {
    if (!books.find<books::Handheld>(device))
      return error(Fault::refused, "unknown_handheld", "No two persons have said yes to this handheld; enter its key in the office first. Nothing was taken in.", {{"device", device}});
    auto out = orders_for_wells(books, context);
    out.device = device;
    return out;
  }));
  return signed_paper(handheld::encode(orders));
}

}  // namespace kwota::handheld_office
