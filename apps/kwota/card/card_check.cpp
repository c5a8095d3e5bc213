// kwota card check: test vectors of card cryptography, for integrators who hold their own cards and modules against ours.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <iostream>

#include "carry/vectors/infrared_kinds.h"
#include "kwota/card/card_verb.h"
#include "kwota/input.h"
#include "kwota/verb.h"
#include "seal/vectors/vault_desk.h"
#include "seal/vectors/vectors.h"

namespace kwota::app {
namespace {

using seal::vectors::Outcome;
using seal::vectors::Report;

struct CardCheckOptions {
  std::string file;
  bool json = false;
};

void print_for_people(const Report& report) {
  for (const auto& one : report.cases)
    fmt::print("{:<8} {}  {}{}{}\n", one.outcome == Outcome::failed ? "FAILED" : name_of(one.outcome), one.id, one.kind,
               one.difference.empty() ? "" : ": ", one.difference);
  fmt::print("{}\n", report.summary());
}

void print_vault(const Report& report, const std::optional<Error>& no_vault) {
  if (no_vault) {
    fmt::print("Nothing was computed through a vault: {}\n", no_vault->what);
  } else {
    fmt::print("{} of them were computed twice, through a vault (SoftHSM) and with OpenSSL alone.\n", report.by_vault());
  }
}

void print_for_programs(const Report& report) {
  boost::json::array cases;
  for (const auto& one : report.cases)
    cases.push_back({{"id", one.id}, {"kind", one.kind}, {"outcome", name_of(one.outcome)}, {"difference", one.difference}, {"by_vault", one.by_vault}});
  const boost::json::value document{{"cases", cases},
                                    {"passed", report.count(Outcome::passed)},
                                    {"failed", report.count(Outcome::failed)},
                                    {"skipped", report.count(Outcome::skipped)},
                                    {"by_vault", report.by_vault()}};
  std::cout << boost::json::serialize(document) << "\n";
}

/// Exit status: 1 when a case failed.
Result<int> check(const CardCheckOptions& options) {
  TRY(text, input_text(options.file));
  SystemRandom random;
  const auto desk = seal::vectors::VaultDesk::open(random);
  TRY(report, seal::vectors::check_vectors(text, desk.ok() ? desk->get() : nullptr, carry::vectors::infrared_kinds()));
  if (options.json) {
    print_for_programs(report);
  } else {
    print_for_people(report);
    print_vault(report, desk.ok() ? std::nullopt : std::optional{desk.error()});
  }
  return report.count(Outcome::failed) == 0 ? 0 : 1;
}

}  // namespace

Verb card_check_verb() {
  auto options = std::make_shared<CardCheckOptions>();
  return {.name = "check",
          .help = "Run test vectors of card cryptography from a JSON file",
          .options = {{"FILE", &options->file, "The file; - is standard input", {.required = true}}, {"--json", &options->json, "As JSON"}},
          .example = "kwota card check tests/vectors/cards_public.json",
          .run = run_with(options, check)};
}

}  // namespace kwota::app
